import { CloudOff, Database, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useZone } from '../../state/preferences.ts';
import { proposeCollection } from '../../state/collections.ts';
import { goTo, openDialog } from '../../state/navigation.ts';
import { shown, useShown } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { summarize } from '../../../shared/coverage-gaps.ts';
import { writeQuery } from './query-text.ts';

/** Why there is no row: nothing collected at all, nothing collected then, or nothing that matches. */
export function EmptyTable({ total }: { total: number }) {
  const { t } = useTranslation('review');
  const zone = useZone();
  const { query, period } = useShown();
  const info = useCall('session.info').data;
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
  const coverage = period && info ? summarize(info.coverage, period.from, period.to) : null;
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
  return (
    <EmptyState
      icon={SearchX}
      title={t('empty.noMatch')}
      action={
        <>
          {query !== '' && (
            <Button onPress={() => writeQuery('', zone)}>{t('empty.clearQuery')}</Button>
          )}
          {anyPeriod}
        </>
      }
    >
      {t(partial ? 'empty.noMatchPartial' : 'empty.noMatchHint')}
    </EmptyState>
  );
}
