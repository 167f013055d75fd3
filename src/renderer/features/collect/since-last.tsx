import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/contract.ts';
import { useFormat, useSettings } from '../../state/preferences.ts';
import { sinceOf, type Known, type Wish } from './orders.ts';
import styles from './collect.module.css';

interface SinceLastProps {
  sources: readonly Source[];
  wish: Pick<Wish, 'filters'>;
  known: Known;
}

/** Where "since the last collection" really begins, for each source. */
export function SinceLastPeriods({ sources, wish, known }: SinceLastProps) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const { overlapMinutes } = useSettings();
  return (
    <div className={styles.since} role="group" aria-label={t('since.label')}>
      {sources.map((source) => {
        const since = sinceOf(source, wish, known);
        return (
          <div key={source.id}>
            <strong>{source.name}</strong>
            {since ? (
              <>
                <p>{t('since.begins', { from: format.dateTimeSeconds(since.from) })}</p>
                <p className={styles.sinceNote}>
                  {t('since.upTo', { last: format.dateTimeSeconds(since.last) })}
                </p>
              </>
            ) : (
              <p className={styles.sinceNone}>{t('since.never')}</p>
            )}
          </div>
        );
      })}
      <p className={styles.sinceNote}>
        {overlapMinutes > 0 ? t('since.overlap', { count: overlapMinutes }) : t('since.noOverlap')}
      </p>
    </div>
  );
}
