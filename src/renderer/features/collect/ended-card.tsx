import { CircleCheck, CircleX, TriangleAlert, X } from 'lucide-react';
import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/contract.ts';
import type { Collection } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { dismissEnd, type Ended } from '../../state/collections.ts';
import { goTo } from '../../state/navigation.ts';
import { shown } from '../../state/selection.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useFailureText } from '../../ui/failure-text.ts';
import { useCollectionWords } from './collection-words.ts';
import { CountsLine } from './counts-line.tsx';
import { reasonsOf, totals } from './ledger-facts.ts';
import styles from './collect.module.css';

interface EndedCardProps {
  end: Ended;
  source: Source | undefined;
  onGoOn: (collection: Collection, source: Source | undefined) => void;
}

const icons = { complete: CircleCheck, partial: TriangleAlert, failed: CircleX };

/** How a collection ended: what came, whether that is all, and if not, why. */
export function EndedCard({ end, source, onGoOn }: EndedCardProps) {
  const { jobId, collection, failure, alreadyComplete, session, purpose } = end;
  const { t } = useTranslation(['collect', 'common']);
  const format = useFormat();
  const words = useCollectionWords();
  const failureText = useFailureText();
  const cancelled = failure?.kind === 'cancelled';
  const ended = collection?.status ?? 'failed';
  const status = cancelled ? 'partial' : ended === 'running' ? 'failed' : ended;
  const Icon = icons[status];
  const sum = collection && totals(collection.windows);
  const reasons = reasonsOf(collection, failure);
  const isEmpty = !sum || sum.received === 0;
  const title = cancelled ? (isEmpty ? 'cancelledEmpty' : 'cancelled') : status;
  const aside = [
    source?.name ?? t('ledger.removed'),
    purpose === 'details' && t('job.details'),
    !session.current && t('job.into', { name: session.name }),
  ]
    .filter(Boolean)
    .join(' · ');

  return (
    <div className={clsx(styles.ended, styles[status])} role="status">
      <header className={styles.cardHead}>
        <h3>
          <Icon aria-hidden />
          <span>
            {t(`ended.${title}`)} <span className="muted">· {aside}</span>
          </span>
        </h3>
        <div className={styles.controls}>
          {session.current && collection && status !== 'complete' && (
            <Button size="small" onPress={() => onGoOn(collection, source)}>
              {t('goOn')}
            </Button>
          )}
          {session.current && collection && !isEmpty && (
            <Button size="small" onPress={() => showEvents(collection)}>
              {t('ended.show')}
            </Button>
          )}
          <IconButton
            label={t('common:close')}
            icon={X}
            size="small"
            onPress={() => dismissEnd(jobId)}
          />
        </div>
      </header>
      {sum && !alreadyComplete && collection && (
        <div className={styles.came}>
          {session.current ? (
            <CountsLine counts={sum} source={collection.source} isDetails={purpose === 'details'} />
          ) : (
            <p>{words.counts(sum, purpose === 'details')}</p>
          )}
          <p className="muted">
            {t('ended.work', {
              requests: format.number(sum.requests),
              retries: format.number(sum.retries),
              waited: format.duration(sum.waitedMs / 1000),
            })}
          </p>
        </div>
      )}
      {session.current && <Asides end={end} />}
      {reasons.length > 0 && (
        <ul className={styles.reasons}>
          {reasons.map((reason) => {
            const { what, next } = failureText(reason);
            return (
              <li key={what}>
                {what} <span className="muted">{next}</span>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

/** What its service has of its period; without one, as of details, whatever is shown anyway. */
function showEvents({ source, from, to }: Collection): void {
  if (from !== null && to !== null) {
    shown.set({ query: `source:${source}`, period: { from, to: to + 1 } });
  }
  goTo('review');
}

/** What is no failure of the collection, and yet to be known. */
function Asides({ end }: Pick<EndedCardProps, 'end'>) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const failureText = useFailureText();
  const info = useCall('session.info').data;
  const { detailsFetched, namesFailure } = end;
  const without = info ? info.details.of - info.details.fetched : 0;
  const names = namesFailure && namesFailure.kind !== 'cancelled' && failureText(namesFailure);
  const asides = [
    end.alreadyComplete && t('ended.already'),
    end.filterIgnored && t('ended.filterIgnored'),
    detailsFetched !== null && t('ended.details', { number: format.number(detailsFetched) }),
    detailsFetched !== null &&
      without > 0 &&
      t('ended.withoutDetails', { number: format.number(without) }),
  ];
  return (
    <>
      {asides.filter(Boolean).map((text) => (
        <p key={String(text)}>{text}</p>
      ))}
      {names && (
        <p className={styles.warn}>
          <TriangleAlert aria-hidden />
          <span>
            {t('ended.noNames')} {names.what} {names.next}
          </span>
        </p>
      )}
    </>
  );
}
