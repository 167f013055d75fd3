import { clsx } from 'clsx';
import { memo, useCallback, useMemo } from 'react';
import { openDialog } from '../../state/navigation.ts';
import { shown } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { fold } from '../../../shared/query/fold.ts';
import { eventStates } from '../../../shared/query/query.ts';
import { openComparison } from '../comparison/open.ts';
import { valueSides } from '../comparison/sides.ts';
import type { FacetSettings } from './facet-choice.ts';
import { FacetHead } from './facet-head.tsx';
import { useFacetName } from './facet-name.ts';
import { useFacetWords } from './facet-words.ts';
import { askedOf, keyOf, standIns, type Asked } from './facet-asked.ts';
import { EmptyValue, FacetValue } from './facet-value.tsx';
import { asksForDetails, stancesOf, type Stance } from './query-edit.ts';
import { typed } from './query-text.ts';
import { useReview, useReviewModel } from './review-context.ts';
import type { ShownFacet, ShownValue } from './review-state.ts';
import styles from './facets.module.css';

/** Values shown at first, after "more", and with every "more" after that. */
export const few = 10;
const many = 50;
const step = 100;

interface GroupProps {
  facet: FacetSettings;
  above: string | undefined;
  below: string | undefined;
}

interface FacetGroupProps extends GroupProps {
  /** As it was counted; undefined while it is on its way for the first time. */
  counted: ShownFacet | undefined;
  limit: number;
  onLimit: (field: string, limit: number) => void;
  /** What is searched for within; null: the search is closed. */
  find: string | null;
  onFind: (field: string, find: string | null) => void;
}

/**
 * A field's values: counts, others, those with nothing, and a search over all of them. Drawn again
 * when its own counts are others, not with those of its neighbours.
 */
export const FacetGroup = memo(function FacetGroup(props: FacetGroupProps) {
  const { facet, counted, limit, find, onFind } = props;
  const { t, own, format } = useFacetWords();
  const { field } = facet;
  const asked = useAsked(field);
  // Who has no name has an id: nobody is who has neither.
  const present = fold(standIns[field] ?? field);
  const presence = useStore(typed, ({ text }) => stancesOf(text, 'has').get(present)?.stance);
  const unknown = useUnfetched(facet.field === 'findings');
  const name = useFacetName()(facet.field);
  const onCompare = useComparing(field, limit);
  const onSearch = useCallback((open: boolean) => onFind(field, open ? '' : null), [field, onFind]);
  const isBare = counted !== undefined && counted.values.length === 0 && counted.others === 0;
  // What was asked for stays; what was chosen by hand says that there is nothing.
  const isUsual = !facet.field.startsWith('details.');
  const isIdle =
    find === null && asked.length === 0 && presence === undefined && unknown.count === 0;
  if (isBare && isUsual && isIdle) return null;
  const values = counted?.values.slice(0, limit) ?? [];
  const peak = values.reduce((most, { count }) => Math.max(most, count), 1);
  const seen = new Set(values.map(keyOf));
  const unseen = asked.filter((one) => !seen.has(keyOf(one)));
  const wanted = new Set(unseen.filter(({ stance }) => stance === 'include').map(keyOf));
  // Shown above the others, it is none of them; a search leaves it out by itself.
  const apart =
    find === null
      ? (counted?.asked.filter((one) => one.count > 0 && wanted.has(keyOf(one))) ?? [])
      : [];
  const hidden = (counted?.distinct ?? 0) - values.length - apart.length;
  const others = (counted?.others ?? 0) - apart.reduce((sum, { count }) => sum + count, 0);
  const empty = counted?.empty ?? 0;
  const pair = comparedIn(field, asked, values);
  const isSearchable = find !== null || hidden > 0 || limit > few;
  return (
    <section role="group" className={styles.group} aria-label={name}>
      <FacetHead
        facet={facet}
        above={props.above}
        below={props.below}
        distinct={hidden > 0 ? (counted?.distinct ?? null) : null}
        onCompare={pair && onCompare}
        searching={isSearchable && facet.open ? find !== null : null}
        onSearch={onSearch}
      />
      {facet.open && find !== null && (
        <input
          className={styles.find}
          type="search"
          autoFocus
          aria-label={own('search', { name })}
          placeholder={own('searchHint')}
          value={find}
          maxLength={200}
          onChange={(event) => onFind(field, event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onFind(field, null);
          }}
        />
      )}
      {facet.open && (
        <ul className={clsx(styles.values, limit > many && styles.long)} aria-label={name}>
          {/* What the query asks for or keeps out is shown, however rare it is. */}
          {unseen.map(({ stance, ...one }) => {
            const count = counted?.asked.find((other) => keyOf(other) === keyOf(one))?.count;
            return (
              <FacetValue
                key={`-${keyOf(one)}`}
                field={one.field}
                value={one.value}
                count={stance === 'include' ? (count ?? null) : null}
                share={Math.min(1, (count ?? 0) / peak)}
                stance={stance}
              />
            );
          })}
          {values.map((one) => (
            <FacetValue
              key={keyOf(one)}
              field={one.field}
              value={one.value}
              count={one.count}
              share={one.count / peak}
              stance={asked.find((other) => keyOf(other) === keyOf(one))?.stance ?? null}
            />
          ))}
          {others > 0 && (
            <li className={styles.others} title={own('othersHint')}>
              <span className={styles.label}>{own('others')}</span>
              <span className="visually-hidden">: </span>
              <span className={styles.count}>{format.number(others)}</span>
              <span className="visually-hidden">{` ${t('facets.events', { count: others })}`}</span>
            </li>
          )}
          {(empty > 0 || presence !== undefined) && (
            <EmptyValue
              field={present}
              count={presence === 'include' ? null : empty}
              share={Math.min(1, empty / peak)}
              presence={presence ?? null}
            />
          )}
        </ul>
      )}
      {facet.open && find !== null && counted?.wish.find === find && values.length === 0 && (
        <p className={styles.nothing} role="status">
          {own('noValues')}
        </p>
      )}
      {facet.open && unknown.count > 0 && (
        <button type="button" className={styles.unknown} onClick={() => openDialog('details')}>
          <span className={styles.label}>
            {t(unknown.ofPeriod ? 'facets.unfetchedInPeriod' : 'facets.unfetched')}
          </span>
          <span className="visually-hidden">: </span>
          <span className={styles.count}>{format.number(unknown.count)}</span>
        </button>
      )}
      {facet.open && !counted && <div className={styles.waiting} aria-hidden />}
      {facet.open && (
        <div className={styles.paging}>
          {hidden > 0 && (
            <button
              type="button"
              className={styles.more}
              onClick={() => props.onLimit(field, limit < many ? many : limit + step)}
            >
              {t('facets.more', { count: hidden, number: format.number(hidden) })}
            </button>
          )}
          {limit > few && (
            <button type="button" className={styles.more} onClick={() => props.onLimit(field, few)}>
              {t('facets.fewer')}
            </button>
          )}
        </div>
      )}
    </section>
  );
});

/** Sets two values side by side: those of the moment in which it is asked for. */
function useComparing(field: string, limit: number): () => void {
  const model = useReviewModel();
  return useCallback(() => {
    const values = model.get().facets[field]?.values.slice(0, limit) ?? [];
    const pair = comparedIn(field, askedOf(typed.get().text, field), values);
    if (pair) openComparison(valueSides(shown.get(), field, ...pair));
  }, [model, field, limit]);
}

/** What the session knows of its events beside what the services said; nothing to say, no group. */
export function StateGroup({ facet, above, below }: GroupProps) {
  const counts = useReview((review) => review.states);
  const stances = new Map(useAsked('is').map(({ value, stance }) => [fold(value), stance]));
  const name = useFacetName()('is');
  const states = eventStates.filter((state) => (counts[state] ?? 0) > 0 || stances.has(state));
  if (states.length === 0) return null;
  const peak = Math.max(1, ...states.map((state) => counts[state] ?? 0));
  return (
    <section role="group" className={styles.group} aria-label={name}>
      <FacetHead facet={facet} above={above} below={below} />
      {facet.open && (
        <ul className={styles.values} aria-label={name}>
          {states.map((state) => {
            const stance: Stance | null = stances.get(state) ?? null;
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

/** The two values that the query asks for, else the two most frequent; null: there are none. */
function comparedIn(
  field: string,
  asked: readonly Asked[],
  values: readonly ShownValue[],
): [first: string, second: string | null] | null {
  const own = (one: { field: string }) => one.field === field;
  const wanted = asked.filter(({ stance }) => stance === 'include').filter(own);
  const [first, second] = wanted.length === 2 ? wanted : values.filter(own);
  return first === undefined ? null : [first.value, second?.value ?? null];
}

/**
 * How many of the shown events may have findings that nobody knows of. What asks for findings itself
 * can show none of them: then it is all of the period.
 */
function useUnfetched(concerned: boolean) {
  const ofPeriod = useStore(typed, ({ text }) => concerned && asksForDetails(text));
  const count = useReview(({ unfetched, statesInPeriod }) =>
    concerned ? (ofPeriod ? (statesInPeriod.unfetched ?? 0) : unfetched) : 0,
  );
  return { count, ofPeriod };
}

/** What the query bar's text asks of a field: the same list until that changes, whatever else is typed. */
function useAsked(field: string): readonly Asked[] {
  const written = useStore(typed, ({ text }) => JSON.stringify(askedOf(text, field)));
  // `written` says when the text matters.
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(() => askedOf(typed.get().text, field), [written, field]);
}
