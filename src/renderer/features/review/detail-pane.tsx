import { memo, useDeferredValue, useState } from 'react';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useZone } from '../../state/preferences.ts';
import { useSelection, shown } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { parseInstant } from '../../../shared/instant.ts';
import type { EventRecord } from '../../../shared/session.ts';
import { IconButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { MaskedNote } from '../privacy/masked-note.tsx';
import { LinkActor, PersonLine } from '../people/person-line.tsx';
import { MarksBar } from '../marks/marks-bar.tsx';
import { ConversationTab } from './conversation-tab.tsx';
import { FieldsTab } from './fields-tab.tsx';
import { JsonTab } from './json-tab.tsx';
import { NeighboursTab, type Among } from './neighbours-tab.tsx';
import { OriginTab } from './origin-tab.tsx';
import { useReview } from './review-context.ts';
import { StateNotes } from './state-notes.tsx';
import { useEventWords } from './event-words.ts';
import { meaningOf } from './meaning.ts';
import { eventTime } from './time-axis.ts';
import styles from './detail-pane.module.css';

type TabId = 'conversation' | 'fields' | 'json' | 'near' | 'origin';

interface DetailPaneProps {
  row: number;
  onSelectRow: (row: number) => void;
  onClose: () => void;
}

/** The event itself. */
export function DetailPane({ row, onSelectRow, onClose }: DetailPaneProps) {
  const { t } = useTranslation('review');
  const asked = useCall('review.event', { row }, { keep: true, unhurried: true });
  // In steps, between which keys are heard: it takes longer than a frame.
  const record = useDeferredValue(asked.data);
  const busy = !asked.error && record?.event.row !== row;
  return (
    <section
      className={styles.pane}
      aria-label={t('detail.label')}
      aria-busy={busy}
      tabIndex={-1}
      id="detail"
    >
      <div className={styles.close}>
        <IconButton size="small" icon={X} label={t('detail.close')} onPress={onClose} />
      </div>
      {asked.error ? (
        <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />
      ) : record ? (
        <Told record={record} onSelectRow={onSelectRow} />
      ) : (
        <Skeleton lines={8} />
      )}
    </section>
  );
}

type ToldProps = Pick<DetailPaneProps, 'onSelectRow'> & { record: EventRecord };

const Told = memo(function Told({ record, onSelectRow }: ToldProps) {
  const [wanted, setWanted] = useState<TabId>('conversation');
  const { event } = record;
  const { actor } = event;
  return (
    <>
      <Head record={record} />
      <MarksBar key={`marks-${event.row}`} event={event}>
        {actor !== null && <LinkActor event={event} actor={actor} />}
      </MarksBar>
      {actor !== null && <PersonLine event={event} actor={actor} />}
      <StateNotes key={event.row} record={record} />
      <MaskedNote record={record} />
      <Body record={record} wanted={wanted} onWant={setWanted} onSelectRow={onSelectRow} />
    </>
  );
});

function Head({ record }: { record: EventRecord }) {
  const { i18n } = useTranslation('review');
  const words = useEventWords();
  const zone = useZone();
  const { event } = record;
  const instant = parseInstant(event.time);
  const name = words.event(event.event);
  return (
    <header className={styles.head} data-meaning={meaningOf(event)}>
      <h2>
        {name} <span className={styles.source}>{words.source(event.source)}</span>
        <Outside row={event.row} />
      </h2>
      <p className={`${styles.line} selectable`}>
        {name === event.event ? null : <span className={styles.eventKey}>{event.event}</span>}
        <time dateTime={event.time}>
          {instant === null ? event.time : eventTime(instant, zone, i18n.language)}
        </time>
        <span className={styles.id} title={event.id}>
          {event.id}
        </span>
      </p>
    </header>
  );
}

/** The event stays in the pane when the query changes; that it is not among the rows is said. */
function Outside({ row }: { row: number }) {
  const { t } = useTranslation('review');
  const selection = useSelection();
  const sort = useStore(shown, (now) => now.sort);
  const settled = useReview((review) => review.settled);
  const isNear = useReview(({ pages }) => (pages?.indexOf(row) ?? null) !== null);
  const asked = useCall(
    'review.position',
    { selection, sort, row },
    { enabled: settled && !isNear, fresh: true },
  );
  if (isNear || asked.data !== null) return null;
  return (
    <span className={styles.outside} title={t('detail.outsideHint')}>
      {t('detail.outside')}
    </span>
  );
}

interface BodyProps extends ToldProps {
  wanted: TabId;
  onWant: (tab: TabId) => void;
}

function Body({ record, wanted, onWant, onSelectRow }: BodyProps) {
  const { t } = useTranslation(['review', 'neighbours']);
  const [among, setAmong] = useState<Among>('all');
  const talks = record.event.source === 'jayguard';
  const selected = wanted === 'conversation' && !talks ? 'fields' : wanted;
  const conversation = {
    id: 'conversation' as const,
    label: t('detail.conversation'),
    content: <ConversationTab record={record} />,
  };
  return (
    <Tabs<TabId>
      label={t('detail.tabs')}
      selected={selected}
      onSelect={onWant}
      tabs={[
        ...(talks ? [conversation] : []),
        { id: 'fields', label: t('detail.fields'), content: <FieldsTab record={record} /> },
        { id: 'json', label: t('detail.json'), content: <JsonTab record={record} /> },
        {
          id: 'near',
          label: t('neighbours:tab'),
          content: (
            <NeighboursTab
              record={record}
              among={among}
              onAmong={setAmong}
              onSelectRow={onSelectRow}
            />
          ),
        },
        {
          id: 'origin',
          label: t('detail.origin'),
          content: <OriginTab record={record} onSelectRow={onSelectRow} />,
        },
      ]}
    />
  );
}
