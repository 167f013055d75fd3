import { ClockArrowDown, CircleDashed, CloudOff, Eye, GitCompareArrows } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EventState } from '../../../shared/query/query.ts';
import type { Flag, SessionInfo } from '../../../shared/session.ts';
import styles from './event-states.module.css';

export const stateIcons = {
  late: ClockArrowDown,
  gone: CloudOff,
  changed: GitCompareArrows,
  own: Eye,
  unfetched: CircleDashed,
} as const satisfies Record<EventState, unknown>;

/** What one should know of an event before relying on it; one's own reading is no such thing. */
const marked = ['late', 'gone', 'changed'] as const satisfies readonly Flag[];

/** Small marks of a row: seen when looked for, said by a screen reader. */
export function StateMarks({ flags }: { flags: readonly Flag[] }) {
  const { t } = useTranslation('review');
  const shown = marked.filter((flag) => flags.includes(flag));
  if (shown.length === 0) return null;
  return (
    <span className={styles.marks} title={shown.map((flag) => t(`states.${flag}`)).join('\n')}>
      {shown.map((flag) => {
        const Icon = stateIcons[flag];
        return (
          <span key={flag} className={styles.mark} data-flag={flag}>
            <Icon aria-hidden />
            <span className="visually-hidden">, {t(`states.${flag}`)}</span>
          </span>
        );
      })}
    </span>
  );
}

/** The states that some event of the session is in: only those are worth counting. */
export function statesIn({ flags, details }: SessionInfo): EventState[] {
  const counts: Record<EventState, number> = {
    ...flags,
    unfetched: details.of - details.fetched,
  };
  return (['late', 'gone', 'changed', 'own', 'unfetched'] as const).filter(
    (state) => counts[state] > 0,
  );
}
