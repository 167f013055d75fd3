import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import type { Collection, EventRecord, TokenOwner } from '../../../shared/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useCollectionWords } from '../collect/collection-words.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { useEventWords } from './event-words.ts';
import styles from './detail-pane.module.css';

interface OriginTabProps {
  record: EventRecord;
  onSelectRow: (row: number) => void;
}

/** Which collection brought this event, and whether the service ever said otherwise. */
export function OriginTab({ record, onSelectRow }: OriginTabProps) {
  const { t } = useTranslation('review');
  const info = useCall('session.info').data;
  const collection = info?.collections.find(({ id }) => id === record.collectionId);
  const [comparing, setComparing] = useState(false);
  return (
    <div className={styles.tab}>
      {comparing && <CompareDialog record={record} onClose={() => setComparing(false)} />}
      {record.otherVersions.length > 0 && (
        <Notice tone="warning">
          <strong>{t('detail.versions', { count: record.otherVersions.length })}</strong>
          <p>{t('detail.versionsHint')}</p>
          <p className={styles.versions}>
            <Button size="small" onPress={() => setComparing(true)}>
              {t('compare.action')}
            </Button>
            {record.otherVersions.map((row, at) => (
              <Button key={row} size="small" onPress={() => onSelectRow(row)}>
                {t('detail.version', { number: at + 1 })}
              </Button>
            ))}
          </p>
        </Notice>
      )}
      {collection ? (
        <CollectionFacts collection={collection} record={record} />
      ) : (
        <p className="muted">{t('detail.noOrigin')}</p>
      )}
    </div>
  );
}

const tones = {
  complete: 'accent',
  partial: 'warning',
  failed: 'danger',
  running: 'neutral',
} as const;

function CollectionFacts(props: { collection: Collection; record: EventRecord }) {
  const { collection, record } = props;
  const { t } = useTranslation('review');
  const format = useFormat();
  const kind = useEventWords().source(collection.source);
  const own = useCollectionWords().source(collection);
  const { from, to, windows } = collection;
  const received = windows.reduce((sum, { counts }) => sum + counts.received, 0);
  const facts: [string, React.ReactNode][] = [
    [t('origin.collection'), t('origin.number', { id: collection.id })],
    [t('origin.kind'), t(`origin.${collection.origin}`)],
    [t('fields.source'), own === kind ? kind : `${own} · ${kind}`],
    [t('origin.address'), collection.address],
    [t('origin.eventReceived'), format.isoMoment(record.receivedAt)],
    [t('origin.owner'), ownerText(collection.owner)],
    [t('origin.period'), from === null || to === null ? null : format.period(from, to)],
    [t('origin.started'), format.isoMoment(collection.startedAt)],
    [t('origin.finished'), collection.finishedAt && format.isoMoment(collection.finishedAt)],
    [t('origin.received'), format.number(received)],
    [
      t('origin.details'),
      collection.source === 'jayguard' && collection.origin === 'service'
        ? t(collection.withDetails ? 'origin.with' : 'origin.without')
        : null,
    ],
    [t('origin.version'), collection.version],
  ];
  return (
    <dl className={styles.fields}>
      <div className={styles.field}>
        <dt>{t('origin.status')}</dt>
        <dd>
          <Badge tone={tones[collection.status]}>{t(`origin.${collection.status}`)}</Badge>
        </dd>
      </div>
      {facts.map(([label, value]) =>
        value === null ? null : (
          <div key={label} className={styles.field}>
            <dt>{label}</dt>
            <dd>
              <span className={`${styles.value} selectable`}>{value}</span>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

function ownerText(owner: TokenOwner | null): string | null {
  if (!owner) return null;
  return [owner.name, owner.email, `ID ${owner.id}`].filter(Boolean).join(' · ');
}
