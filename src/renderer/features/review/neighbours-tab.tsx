import { useState, type KeyboardEvent } from 'react';
import { ListFilter } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { parseInstant } from '../../../shared/instant.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import type { EventRecord, Neighbours, Row } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { usePersonOf } from '../../state/people.ts';
import { useZone } from '../../state/preferences.ts';
import { showAround } from '../../state/trail.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { cellText } from './columns.ts';
import { meaningOf } from './meaning.ts';
import { distanceText, rowTime } from './time-axis.ts';
import styles from './neighbours-tab.module.css';

/** Whose events: of everybody, of the same actor, of the person whom that actor is. */
export type Among = 'all' | 'actor' | 'person';

interface NeighboursTabProps {
  record: EventRecord;
  /** Kept by the pane: the next event is looked at in the same way. */
  among: Among;
  onAmong: (among: Among) => void;
  onSelectRow: (row: number) => void;
}

const few = 6;
const most = 100;

/** What happened just before and just after, over the whole session, newest first as in the table. */
export function NeighboursTab({ record, among, onAmong, onSelectRow }: NeighboursTabProps) {
  const { t } = useTranslation('neighbours');
  const zone = useZone();
  const { event } = record;
  const [each, setEach] = useState(few);
  const queries = useQueries(event);
  const shownAmong = queries[among] === null ? 'all' : among;
  const selection = { query: queries[shownAmong] ?? '', zone, period: null };
  const asked = useCall('review.neighbours', { selection, row: event.row, each }, { keep: true });
  const shown = useHeld(event, asked.isPlaceholderData ? undefined : asked.data);
  const ends = shown && Math.max(shown.after.length, shown.before.length) < each;
  return (
    <div className={styles.tab}>
      <div className={styles.among}>
        <ChoiceGroup<Among>
          label={t('among')}
          hideLabel
          look="bar"
          value={shownAmong}
          onChange={onAmong}
          choices={(['all', 'actor', 'person'] as const)
            .filter((id) => queries[id] !== null)
            .map((id) => ({ id, label: t(id) }))}
        />
      </div>
      {asked.error && <FailureNotice failure={asked.error} onRetry={() => void asked.refetch()} />}
      {shown && (
        <ol className={styles.list} aria-label={t('label')}>
          {[...shown.after, shown.event, ...shown.before].map((row) => (
            <Line key={row.row} row={row} of={shown.event} onSelect={() => onSelectRow(row.row)} />
          ))}
        </ol>
      )}
      <div className={styles.foot}>
        {each < most && !ends && (
          <Button size="small" onPress={() => setEach(Math.min(most, each * 3))}>
            {t('more')}
          </Button>
        )}
        <Button
          size="small"
          variant="quiet"
          icon={ListFilter}
          onPress={() => showAround(event.row, { query: selection.query, period: null })}
        >
          {t('inTable')}
        </Button>
      </div>
    </div>
  );
}

/** null: there is no such thing to ask for. */
function useQueries({ source, actor }: Row): Record<Among, string | null> {
  const person = usePersonOf({ source, actor: actor ?? '' });
  return {
    all: '',
    actor: actor === null ? null : `source:${source} actor:${quoteValue(actor)}`,
    person: person ? `person:${quoteValue(person.name)}` : null,
  };
}

/** An event with its own neighbours: those of the one before stay until the answer is there. */
function useHeld(event: Row, near: Neighbours | undefined): (Neighbours & { event: Row }) | null {
  const [held, setHeld] = useState<{ event: Row; near: Neighbours } | null>(null);
  if (near && (held?.near !== near || held.event.row !== event.row)) setHeld({ event, near });
  return held && { event: held.event, ...held.near };
}

function Line({ row, of, onSelect }: { row: Row; of: Row; onSelect: () => void }) {
  const { t, i18n } = useTranslation('neighbours');
  const zone = useZone();
  const [instant, from] = [parseInstant(row.time), parseInstant(of.time)];
  const isThis = row.row === of.row;
  // What an event says for itself; which browser it came from is no news here.
  const says = row.text !== null || Object.keys(row.details).length > 0;
  return (
    <li>
      <button
        type="button"
        className={styles.line}
        data-meaning={meaningOf(row)}
        aria-current={isThis || undefined}
        ref={isThis ? inSight : undefined}
        title={instant === null ? row.time : rowTime(instant, zone, i18n.language, true)}
        onClick={onSelect}
        onKeyDown={moveFocus}
      >
        <span className={styles.when}>
          {isThis
            ? t('this')
            : instant === null || from === null
              ? row.time
              : distanceText(instant - from)}
        </span>
        <span className={styles.what}>
          <span className={styles.event}>{row.event}</span>
          <span className={styles.who}>{row.actorName ?? row.actor}</span>
          {says && <span className={styles.summary}>{cellText(row, 'summary')}</span>}
        </span>
      </button>
    </li>
  );
}

/** The event itself is in the middle of its neighbours. */
function inSight(line: HTMLElement | null): void {
  const panel = line?.closest('[role="tabpanel"]');
  if (!line || !panel) return;
  const [box, inside] = [panel.getBoundingClientRect(), line.getBoundingClientRect()];
  panel.scrollTop += inside.top - box.top - (box.height - inside.height) / 2;
}

/** From line to line with the arrows; Tab leaves the list from where it is. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const lines = [...(event.currentTarget.closest('ol')?.querySelectorAll('button') ?? [])];
  const at = lines.findIndex((line) => line === document.activeElement);
  lines[at + step]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
