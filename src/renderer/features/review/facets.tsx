import { useEffect, useMemo, useState } from 'react';
import { clsx } from 'clsx';
import { ChevronDown, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { openDialog } from '../../state/navigation.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { fold } from '../../../shared/query/fold.ts';
import { eventStates } from '../../../shared/query/query.ts';
import type { Facet } from '../../../shared/session.ts';
import { statesIn } from './event-states.tsx';
import { useEventWords } from './event-words.ts';
import { asksForDetails, stancesOf, toggleTerm, type Stance } from './query-edit.ts';
import { typed, writeQuery } from './query-text.ts';
import { useReview, useReviewModel } from './review-context.ts';
import styles from './facets.module.css';

/** Facets in the order shown. People go by name; `instead` stands in where no name is known. */
const groups = [
  { id: 'event', field: 'event' },
  { id: 'actor', field: 'actorName', instead: 'actor' },
  { id: 'ip', field: 'ip' },
  { id: 'rules', field: 'rules' },
  { id: 'findings', field: 'findings' },
  { id: 'application', field: 'application' },
  { id: 'tags', field: 'tags' },
  { id: 'targetType', field: 'targetType' },
  { id: 'source', field: 'source' },
] as const;
type Group = (typeof groups)[number];

/** Keys and addresses; the rest are names that people gave. */
const codes: ReadonlySet<string> = new Set(['event', 'ip', 'targetType', 'findings']);

const few = 10;
const many = 50;

/** What there is, counted under the query and period of the moment; a click writes into the query. */
export function Facets() {
  const { t } = useTranslation('review');
  const model = useReviewModel();
  const facets = useReview((review) => review.facets);
  const info = useCall('session.info').data;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [long, setLong] = useState<ReadonlySet<string>>(new Set());

  const wishes = useMemo(
    () =>
      groups
        .filter(({ id }) => !closed.has(id))
        .flatMap((group) => {
          const limit = long.has(group.id) ? many : few;
          const fields = 'instead' in group ? [group.field, group.instead] : [group.field];
          return fields.map((field) => ({ field, limit }));
        }),
    [closed, long],
  );
  // As text, so that other numbers of the same states do not ask anew.
  const states = info ? statesIn(info).join(' ') : '';
  useEffect(() => {
    const wished = eventStates.filter((state) => states.split(' ').includes(state));
    model.wish(wishes, wished);
  }, [model, wishes, states]);

  return (
    <nav className={styles.facets} aria-label={t('facets.label')}>
      <StateGroup
        open={!closed.has('state')}
        onToggle={() => setClosed(toggled(closed, 'state'))}
      />
      {groups.map((group) => (
        <FacetGroup
          key={group.id}
          group={group}
          facet={facetOf(group, facets)}
          open={!closed.has(group.id)}
          long={long.has(group.id)}
          onToggle={() => setClosed(toggled(closed, group.id))}
          onMore={() => setLong(toggled(long, group.id))}
        />
      ))}
    </nav>
  );
}

function facetOf(group: Group, facets: Readonly<Record<string, Facet>>): Facet | undefined {
  const facet = facets[group.field];
  return facet?.distinct === 0 && 'instead' in group ? (facets[group.instead] ?? facet) : facet;
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

interface GroupHeadProps {
  title: string;
  /** How many values there are, where not all are shown. */
  distinct?: number | null;
  open: boolean;
  onToggle: () => void;
}

function GroupHead({ title, distinct, open, onToggle }: GroupHeadProps) {
  const format = useFormat();
  return (
    <h2>
      <button type="button" className={styles.title} aria-expanded={open} onClick={onToggle}>
        {title}
        {distinct ? <span>{format.number(distinct)}</span> : null}
        <ChevronDown aria-hidden />
      </button>
    </h2>
  );
}

/** What the session knows of its events beside what the services said; nothing to say, no group. */
function StateGroup({ open, onToggle }: Pick<GroupHeadProps, 'open' | 'onToggle'>) {
  const { t } = useTranslation('review');
  const counts = useReview((review) => review.states);
  const { text } = useStore(typed);
  const stances = useMemo(() => stancesOf(text, 'is'), [text]);
  const shown = eventStates.filter((state) => (counts[state] ?? 0) > 0 || stances.has(state));
  if (shown.length === 0) return null;
  const peak = Math.max(1, ...shown.map((state) => counts[state] ?? 0));
  return (
    <section className={styles.group}>
      <GroupHead title={t('facets.state')} open={open} onToggle={onToggle} />
      {open && (
        <ul className={styles.values} aria-label={t('facets.state')}>
          {shown.map((state) => {
            const stance = stances.get(state)?.stance ?? null;
            const count = stance === 'exclude' ? null : (counts[state] ?? 0);
            return (
              <FacetValue
                key={state}
                field="is"
                value={state}
                count={count}
                share={(count ?? 0) / peak}
                stance={stance}
              />
            );
          })}
        </ul>
      )}
    </section>
  );
}

interface FacetGroupProps {
  group: Group;
  facet: Facet | undefined;
  open: boolean;
  long: boolean;
  onToggle: () => void;
  onMore: () => void;
}

function FacetGroup({ group, facet, open, long, onToggle, onMore }: FacetGroupProps) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { text } = useStore(typed);
  const field = facet?.field ?? group.field;
  const stances = useMemo(() => stancesOf(text, field), [text, field]);
  const unknown = useUnfetched(group.id === 'findings', text);
  if (facet?.distinct === 0 && stances.size === 0 && unknown === 0) return null;
  const values = facet?.values.slice(0, long ? many : few) ?? [];
  const peak = values[0]?.count ?? 1;
  const hidden = (facet?.distinct ?? 0) - values.length;
  const title = t(`facets.${group.id}`);
  return (
    <section className={styles.group}>
      <GroupHead
        title={title}
        distinct={facet && facet.distinct > values.length ? facet.distinct : null}
        open={open}
        onToggle={onToggle}
      />
      {open && (
        <ul className={styles.values} aria-label={title}>
          {values.map(({ value, count }) => (
            <FacetValue
              key={value}
              field={field}
              value={value}
              count={count}
              share={count / peak}
              stance={stances.get(fold(value))?.stance ?? null}
            />
          ))}
          {excluded(stances, values).map((value) => (
            <FacetValue
              key={`-${value}`}
              field={field}
              value={value}
              count={null}
              share={0}
              stance="exclude"
            />
          ))}
        </ul>
      )}
      {open && unknown > 0 && (
        <button type="button" className={styles.unknown} onClick={() => openDialog('details')}>
          {t('facets.unfetched', { number: format.number(unknown) })}
        </button>
      )}
      {open && !facet && <div className={styles.waiting} aria-hidden />}
      {open && (hidden > 0 || long) && values.length >= few && (
        <button type="button" className={styles.more} onClick={onMore}>
          {long
            ? t('facets.fewer')
            : t('facets.more', { count: hidden, number: format.number(hidden) })}
        </button>
      )}
    </section>
  );
}

/**
 * How many of the shown events may have findings that nobody knows of. What asks for findings itself
 * can show none of them: then it is all of the period.
 */
function useUnfetched(concerned: boolean, query: string): number {
  const asking = useMemo(() => concerned && asksForDetails(query), [concerned, query]);
  return useReview(({ states, statesInPeriod }) =>
    concerned ? ((asking ? statesInPeriod : states).unfetched ?? 0) : 0,
  );
}

/** Values that the query keeps out are not counted any more: shown all the same, to let them in again. */
function excluded(stances: ReturnType<typeof stancesOf>, values: Facet['values']): string[] {
  const seen = new Set(values.map(({ value }) => fold(value)));
  return [...stances].flatMap(([value, { stance, written }]) =>
    stance === 'exclude' && !seen.has(value) ? [written] : [],
  );
}

interface FacetValueProps {
  field: string;
  value: string;
  count: number | null;
  /** Share of the most frequent value's count, 0 to 1. */
  share: number;
  stance: Stance | null;
}

function FacetValue({ field, value, count, share, stance }: FacetValueProps) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const zone = useZone();
  const words = useEventWords();
  const toggle = (wanted: Stance) =>
    writeQuery(toggleTerm(typed.get().text, field, value, wanted), zone);
  const state = field === 'is' ? eventStates.find((one) => one === fold(value)) : undefined;
  const named =
    field === 'event'
      ? words.event(value)
      : field === 'source'
        ? words.source(value)
        : state
          ? t(`states.${state}`)
          : null;
  const shownName = field === 'source' || state ? (named ?? value) : value;
  const number = count === null ? '' : format.number(count);
  return (
    <li
      className={clsx(
        styles.value,
        stance === 'include' && styles.included,
        stance === 'exclude' && styles.excluded,
      )}
    >
      <button
        type="button"
        className={styles.pick}
        aria-pressed={stance !== null}
        title={named && named !== value ? `${named}\n${value}` : value}
        onClick={(event) => toggle(event.altKey || stance === 'exclude' ? 'exclude' : 'include')}
      >
        <span className={styles.bar} style={{ width: `${Math.max(2, share * 100)}%` }} />
        <span className={clsx(styles.label, codes.has(field) && styles.code)}>{shownName}</span>
        {/* Said, not shown: what the key means, and what the number counts. */}
        <span className="visually-hidden">
          {named && named !== shownName ? `, ${named}: ` : ': '}
        </span>
        <span className={styles.count}>{number}</span>
        <span className="visually-hidden">
          {count === null ? t('facets.excluded') : ` ${t('facets.events', { count })}`}
        </span>
      </button>
      {stance !== 'exclude' && (
        <button
          type="button"
          className={styles.minus}
          aria-label={t('facets.exclude', { value: state ? shownName : value })}
          title={t('facets.excludeHint')}
          onClick={() => toggle('exclude')}
        >
          <Minus aria-hidden />
        </button>
      )}
    </li>
  );
}
