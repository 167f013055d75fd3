import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../state/preferences.ts';
import { showInTable } from './show-in-table.ts';
import styles from './overview.module.css';

export interface Ranked {
  key: string;
  label: ReactNode;
  /** The label as plain words. */
  words: string;
  /** Said after the label in a quieter tone: a key, an id. */
  code: string | null;
  count: number;
  query: string;
}

interface RankingProps {
  label: string;
  values: readonly Ranked[];
  /** Distinct values beyond those shown. */
  hidden: number;
}

/** Values by their number of events, with bars; a press shows their events. */
export function Ranking({ label, values, hidden }: RankingProps) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const peak = values[0]?.count ?? 1;
  return (
    <>
      <ul className={styles.ranking} aria-label={label}>
        {values.map(({ key, label: shown, words, code, count, query }) => (
          <li key={key}>
            <button
              type="button"
              title={t('show', { what: query })}
              onClick={() => showInTable(query)}
            >
              <span className={styles.bar} style={{ width: `${(count / peak) * 100}%` }} />
              <span className={styles.label} title={words}>
                {shown}
                {code && <span className={styles.code}>{code}</span>}
              </span>
              <span className={styles.count}>{format.number(count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={styles.note}>{t('more', { number: format.number(hidden) })}</p>}
    </>
  );
}
