import { memo } from 'react';
import { clsx } from 'clsx';
import { star } from '../../../shared/marks.ts';
import { fold } from '../../../shared/query/fold.ts';
import { eventStates } from '../../../shared/query/query.ts';
import { useFacetWords } from './facet-words.ts';
import { toggleTerm, type Stance } from './query-edit.ts';
import { typed, writeQuery } from './query-text.ts';
import styles from './facets.module.css';

/** Keys and addresses; the rest are names that people gave. */
const codes: ReadonlySet<string> = new Set(['event', 'ip', 'targetType', 'findings']);

interface FacetValueProps {
  field: string;
  value: string;
  /** null: not counted. */
  count: number | null;
  /** Share of the most frequent value's count, 0 to 1. */
  share: number;
  stance: Stance | null;
}

/** A value: a click asks for it, beside others of the field that are asked for; Alt keeps it out. */
export const FacetValue = memo(function FacetValue(props: FacetValueProps) {
  const { field, value, count, share, stance } = props;
  const { t, own, events, zone } = useFacetWords();
  const state = field === 'is' ? eventStates.find((one) => one === fold(value)) : undefined;
  const named =
    field === 'event'
      ? events.event(value)
      : field === 'source'
        ? events.source(value)
        : state
          ? t(`states.${state}`)
          : field === 'tags' && value === star
            ? own('star')
            : null;
  const shownName = field === 'event' ? value : (named ?? value);
  return (
    <Pick
      label={shownName}
      title={named && named !== value ? `${named}\n${value}` : value}
      meaning={named !== shownName ? named : null}
      isCode={codes.has(field)}
      count={count}
      share={share}
      stance={stance}
      excludeLabel={t('facets.exclude', { value: state ? shownName : value })}
      onToggle={(wanted) => writeQuery(toggleTerm(typed.get().text, field, value, wanted), zone)}
    />
  );
});

const opposite = { include: 'exclude', exclude: 'include' } as const;

/**
 * The events that have nothing in a field: `-has:FIELD` asks for them. Where they are kept out, those
 * that have something: asked for, as any value is, and not a nothing that is struck out.
 */
export function EmptyValue(props: {
  field: string;
  count: number | null;
  share: number;
  /** What the query says of `has:FIELD`. */
  presence: Stance | null;
}) {
  const { field, count, share, presence } = props;
  const { own: t, zone } = useFacetWords();
  const put = (wanted: Stance) =>
    writeQuery(toggleTerm(typed.get().text, 'has', field, wanted), zone);
  if (presence === 'include') {
    return (
      <Pick
        label={t('present')}
        title={t('presentHint')}
        meaning={null}
        isCode={false}
        isFaint
        count={null}
        share={0}
        stance="include"
        excludeLabel={t('excludePresent')}
        onToggle={put}
      />
    );
  }
  return (
    <Pick
      label={t('empty')}
      title={t('emptyHint')}
      meaning={null}
      isCode={false}
      isFaint
      count={count}
      share={share}
      stance={presence === 'exclude' ? 'include' : null}
      excludeLabel={t('excludeEmpty')}
      onToggle={(wanted) => put(opposite[wanted])}
    />
  );
}

interface PickProps {
  label: string;
  title: string;
  /** What the label means, for those who do not see the tooltip. */
  meaning: string | null;
  isCode: boolean;
  isFaint?: boolean;
  count: number | null;
  share: number;
  stance: Stance | null;
  excludeLabel: string;
  onToggle: (stance: Stance) => void;
}

function Pick({ label, title, meaning, count, share, stance, onToggle, ...rest }: PickProps) {
  const { t, own, format } = useFacetWords();
  const number = count === null ? '' : format.number(count);
  return (
    <li
      className={clsx(
        styles.value,
        rest.isFaint && styles.faint,
        stance === 'include' && styles.included,
        stance === 'exclude' && styles.excluded,
      )}
    >
      <button
        type="button"
        className={styles.pick}
        style={{ backgroundSize: `${Math.max(2, share * 100)}% 100%` }}
        data-facet
        aria-keyshortcuts="-"
        aria-pressed={stance !== null}
        title={title}
        onClick={(event) => onToggle(event.altKey || stance === 'exclude' ? 'exclude' : 'include')}
        onKeyDown={(event) => {
          if (event.key === '-' || event.key === '−') onToggle('exclude');
        }}
      >
        {/* Said, not shown: what the key means, and what the number counts. */}
        <span className={clsx(styles.label, rest.isCode && styles.code)}>
          {label}
          <span className={styles.said}>{meaning ? `, ${meaning}: ` : ': '}</span>
        </span>
        <span className={styles.count}>
          {number}
          <span className={styles.said}>
            {count !== null
              ? ` ${t('facets.events', { count })}`
              : stance === 'exclude'
                ? t('facets.excluded')
                : own('included')}
          </span>
        </span>
      </button>
      {stance !== 'exclude' && (
        <button
          type="button"
          className={styles.minus}
          style={{ '--digits': number.length }}
          // With the keyboard the value itself takes a minus: half as many stops.
          tabIndex={-1}
          aria-label={rest.excludeLabel}
          title={t('facets.excludeHint')}
          onClick={() => onToggle('exclude')}
        />
      )}
    </li>
  );
}
