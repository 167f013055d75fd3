import { CloudOff, Database, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { proposeCollection } from '../../state/collections.ts';
import { goTo, openDialog } from '../../state/navigation.ts';
import { shown, useShown } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { flooredShare, spanOf, summarize } from '../../../shared/coverage-gaps.ts';
import { relianceOf } from '../../../shared/reliance.ts';
import { missingOf } from './missing.ts';
import { asksForDetails } from './query-edit.ts';
import { writeQuery } from './query-text.ts';
import { useReview } from './review-context.ts';
import styles from './review-screen.module.css';

/** Why there is no row: nothing collected at all, nothing collected then, or nothing that matches. */
export function EmptyTable({ total }: { total: number }) {
  const { t } = useTranslation('review');
  const zone = useZone();
  const { query, period } = useShown();
  const info = useCall('session.info').data;
  const unfetched = useUnfetched();
  const format = useFormat();
  if (total === 0) {
    return (
      <EmptyState
        icon={Database}
        title={t('empty.session')}
        action={
          <>
            <Button variant="primary" onPress={() => goTo('collect')}>
              {t('empty.collect')}
            </Button>
            <Button onPress={() => openDialog('import')}>{t('empty.import')}</Button>
          </>
        }
      >
        {t('empty.sessionHint')}
      </EmptyState>
    );
  }
  const span = period ?? (info ? spanOf(info) : null);
  const coverage = span && info ? summarize(info.coverage, span.from, span.to) : null;
  const anyPeriod = period && (
    <Button onPress={() => shown.set({ period: null })}>{t('empty.anyPeriod')}</Button>
  );
  if (period && coverage?.share === 0 && coverage.gaps.every(({ state }) => state === 'none')) {
    return (
      <EmptyState
        icon={CloudOff}
        title={t('empty.notCollected')}
        action={
          <>
            <Button
              variant="primary"
              onPress={() => {
                proposeCollection({ period: { from: period.from, to: period.to - 1 } });
                goTo('collect');
              }}
            >
              {t('empty.collectPeriod')}
            </Button>
            {anyPeriod}
          </>
        }
      >
        {t('empty.notCollectedHint')}
      </EmptyState>
    );
  }
  const partial = coverage !== null && coverage.share < 1;
  const missing = partial && info ? missingOf(relianceOf(info, period)) : null;
  return (
    <EmptyState
      icon={SearchX}
      title={t('empty.noMatch')}
      action={
        <>
          {unfetched > 0 && (
            <Button variant="primary" onPress={() => openDialog('details')}>
              {t('fetchDetails.title')}
            </Button>
          )}
          {query !== '' && (
            <Button onPress={() => writeQuery('', zone)}>{t('empty.clearQuery')}</Button>
          )}
          {anyPeriod}
          {missing && (
            <Button
              onPress={() => {
                proposeCollection(missing);
                goTo('collect');
              }}
            >
              {t('coverage.collectMissing')}
            </Button>
          )}
        </>
      }
    >
      {t(period ? 'empty.noMatchThen' : 'empty.noMatchHint')}
      {partial && (
        <strong className={styles.partial}>
          {t(period ? 'empty.partialPeriod' : 'empty.partialSession', {
            share: format.percent(flooredShare(coverage.share)),
          })}
        </strong>
      )}
      {unfetched > 0 && (
        <strong className={styles.unfetched}>
          {t('empty.unfetched', { count: unfetched, number: format.number(unfetched) })}
        </strong>
      )}
    </EmptyState>
  );
}

/**
 * Of a query about findings: how many events of the period have no details yet, and may or may not
 * be among what is looked for. 0 for any other query.
 */
function useUnfetched(): number {
  const { query } = useShown();
  const unfetched = useReview((review) => review.statesInPeriod.unfetched ?? 0);
  return asksForDetails(query) ? unfetched : 0;
}
