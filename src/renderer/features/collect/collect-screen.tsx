import { Plug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OpenSession, Source } from '../../../shared/contract.ts';
import type { Collection } from '../../../shared/session.ts';
import { api, useCall } from '../../api.ts';
import { useCollections, useProposal } from '../../state/collections.ts';
import { goTo } from '../../state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FailureNotice, Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { toastFailure } from '../../ui/toast.tsx';
import { CollectForm } from './collect-form.tsx';
import { EndedCard } from './ended-card.tsx';
import { Ledger } from './ledger.tsx';
import { RunningCard } from './running-card.tsx';
import styles from './collect.module.css';

/** On the left what to ask for, on the right what runs, what ended, and the ledger. */
export function CollectScreen({ session }: { session: OpenSession }) {
  const { t } = useTranslation('collect');
  const sources = useCall('sources.list', undefined, { fresh: true });
  const { running, ended } = useCollections();
  const find = (id: string) => sources.data?.find((source) => source.id === id);
  const sourceOf = ({ source, address }: Collection) =>
    sources.data?.find((one) => one.kind === source && one.address === address);

  function goOn(collection: Collection): void {
    const source = sourceOf(collection);
    const { from, to, filters, withDetails } = collection;
    if (!source || from === null || to === null) return;
    start({
      sourceId: source.id,
      from,
      to,
      filters,
      withDetails,
      withNames: source.kind === 'pachca',
      refresh: false,
    });
  }

  return (
    <div className={styles.page}>
      <section className={styles.left}>
        {sources.isPending && <Skeleton lines={8} />}
        {sources.error && (
          <FailureNotice failure={sources.error} onRetry={() => void sources.refetch()} />
        )}
        {sources.data?.length === 0 && (
          <EmptyState
            icon={Plug}
            title={t('noSources')}
            action={<Button onPress={() => goTo('sources')}>{t('toSources')}</Button>}
          >
            {t('noSourcesText')}
          </EmptyState>
        )}
        {sources.data && sources.data.length > 0 && (
          <CollectForm
            key={session.info.sessionId}
            sources={sources.data}
            collections={session.info.collections}
          />
        )}
      </section>
      <section className={styles.right}>
        {sources.data && <SampleOffer session={session} sources={sources.data} />}
        {Object.values(running).map((progress) => (
          <RunningCard
            key={progress.sourceId}
            progress={progress}
            source={find(progress.sourceId)}
          />
        ))}
        {Object.values(ended)
          .filter(({ sourceId }) => !running[sourceId])
          .map((end) => (
            <EndedCard key={end.sourceId} end={end} source={find(end.sourceId)} onGoOn={goOn} />
          ))}
        <h2>{t('ledger.title')}</h2>
        <Ledger
          onGoOn={goOn}
          canGoOn={(collection) => {
            const source = sourceOf(collection);
            return source !== undefined && running[source.id] === undefined;
          }}
        />
      </section>
    </div>
  );
}

type Wanted = Parameters<typeof api.call<'collect.start'>>[1];

function start(wanted: Wanted): void {
  api.call('collect.start', wanted).catch(toastFailure);
}

interface SampleOfferProps {
  session: OpenSession;
  sources: readonly Source[];
}

/** The sample services run and nothing was collected yet: all of it at one press. */
function SampleOffer({ session, sources }: SampleOfferProps) {
  const { t } = useTranslation('collect');
  const { period } = useProposal();
  const { running } = useCollections();
  const samples = sources.filter(({ sample }) => sample);
  const begun = session.info.collections.length > 0 || Object.keys(running).length > 0;
  if (samples.length === 0 || !period || begun) return null;
  return (
    <Notice
      tone="info"
      action={
        <Button
          size="small"
          variant="primary"
          onPress={() => {
            for (const { id, kind } of samples) {
              start({
                ...period,
                sourceId: id,
                filters: {},
                withDetails: kind === 'jayguard',
                withNames: kind === 'pachca',
                refresh: false,
              });
            }
          }}
        >
          {t('sample.collect')}
        </Button>
      }
    >
      {t('sample.ready')}
    </Notice>
  );
}
