import { useState } from 'react';
import { Plug, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OpenSession, Source } from '../../../shared/contract.ts';
import type { Collection } from '../../../shared/session.ts';
import { api, useCall } from '../../api.ts';
import { useCollections, useProposal } from '../../state/collections.ts';
import { goTo } from '../../state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import type { Period } from '../../ui/period-field.tsx';
import { EmptyState, FailureNotice, Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { toastFailure } from '../../ui/toast.tsx';
import { CollectForm } from './collect-form.tsx';
import { EndedCard } from './ended-card.tsx';
import { JobQueue } from './job-queue.tsx';
import { Ledger } from './ledger.tsx';
import { RelianceLine } from './reliance-line.tsx';
import { ResumeNotice } from './resume-notice.tsx';
import { RunningCard } from './running-card.tsx';
import { UpdateSessionsDialog } from './update-sessions-dialog.tsx';
import { useGoOn } from './use-go-on.tsx';
import styles from './collect.module.css';

/** Whether one can rely on what is there; on the left what to ask for, on the right the rest. */
export function CollectScreen({ session }: { session: OpenSession }) {
  const { t } = useTranslation('collect');
  const sources = useCall('sources.list', undefined, { fresh: true });
  const info = useCall('session.info').data ?? session.info;
  const samples = useOfferedSamples(info.collections, sources.data ?? []);
  return (
    <div className={styles.screen}>
      <RelianceLine info={info} />
      <div className={styles.page}>
        <div className={styles.left}>
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
              collections={info.collections}
              isFirst={samples === null}
            />
          )}
        </div>
        <Work session={{ ...session, info }} sources={sources.data ?? []} samples={samples} />
      </div>
    </div>
  );
}

interface WorkProps {
  session: OpenSession;
  sources: readonly Source[];
  samples: OfferedSamples | null;
}

/** What runs, what waits, what ended, and the ledger. */
function Work({ session: { id }, sources, samples }: WorkProps) {
  const { t } = useTranslation('collect');
  const { jobs, ended } = useCollections();
  const { canGoOn, goOn, question } = useGoOn();
  const [updating, setUpdating] = useState(false);
  const find = (id: string) => sources.find((source) => source.id === id);

  const isWorkedOn = ({ sourceId, session }: (typeof ended)[number]) =>
    jobs.some((job) => job.sourceId === sourceId && job.session.id === session.id);
  return (
    <div className={styles.right}>
      {samples && <SampleOffer {...samples} />}
      <ResumeNotice />
      {jobs
        .filter(({ state }) => state !== 'queued')
        .map((job) => (
          <RunningCard key={job.id} job={job} source={find(job.sourceId)} />
        ))}
      <JobQueue jobs={jobs.filter(({ state }) => state === 'queued')} find={find} />
      {ended
        .filter((end) => !isWorkedOn(end))
        .map((end) => (
          <EndedCard key={end.jobId} end={end} source={find(end.sourceId)} onGoOn={goOn} />
        ))}
      <Ledger
        onGoOn={(collection) => goOn(collection)}
        canGoOn={canGoOn}
        action={
          <Button size="small" icon={RefreshCw} onPress={() => setUpdating(true)}>
            {t('others.action')}
          </Button>
        }
      />
      {question}
      {updating && <UpdateSessionsDialog current={id} onClose={() => setUpdating(false)} />}
    </div>
  );
}

interface OfferedSamples {
  samples: readonly Source[];
  period: Period;
}

/** The sample services, as long as they run and nothing was collected from them. */
function useOfferedSamples(
  collections: readonly Collection[],
  sources: readonly Source[],
): OfferedSamples | null {
  const { period } = useProposal();
  const { jobs } = useCollections();
  const samples = sources.filter(({ sample }) => sample);
  const begun = collections.length > 0 || jobs.some(({ session }) => session.current);
  return samples.length === 0 || !period || begun ? null : { samples, period };
}

/** All that the sample services have at one press. */
function SampleOffer({ samples, period }: OfferedSamples) {
  const { t } = useTranslation('collect');
  return (
    <Notice
      tone="info"
      action={
        <Button
          size="small"
          variant="primary"
          onPress={() => {
            for (const { id, kind } of samples) {
              const order = {
                ...period,
                sourceId: id,
                filters: {},
                withDetails: kind === 'jayguard',
                withNames: kind === 'pachca',
                refresh: false,
                overlapMs: null,
              };
              api.call('collect.start', order).catch(toastFailure);
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
