import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CollectJob, Source } from '../../../shared/contract.ts';
import { api } from '../../api.ts';
import { IconButton } from '../../ui/button.tsx';
import { toastFailure } from '../../ui/toast.tsx';
import { useCollectionWords } from './collection-words.ts';
import styles from './collect.module.css';

interface JobQueueProps {
  /** Those that have not begun, in the order of their turn. */
  jobs: readonly CollectJob[];
  find: (sourceId: string) => Source | undefined;
}

export function JobQueue({ jobs, find }: JobQueueProps) {
  const { t } = useTranslation('collect');
  const words = useCollectionWords();
  if (jobs.length === 0) return null;
  return (
    <section className={styles.queue} aria-labelledby="collect-queue">
      <h3 id="collect-queue">{t('job.queue')}</h3>
      <ol>
        {jobs.map((job) => {
          const name = find(job.sourceId)?.name ?? t('ledger.removed');
          const what = job.period ? words.period(job.period) : t('job.details');
          return (
            <li key={job.id}>
              <span className="ellipsis">
                {name}{' '}
                <span className="muted">
                  · {what}
                  {!job.session.current && ` · ${t('job.into', { name: job.session.name })}`}
                </span>
              </span>
              <span className="muted">{t('job.queued')}</span>
              <IconButton
                label={t('job.cancelNamed', { name })}
                icon={X}
                size="small"
                onPress={() =>
                  void api.call('collect.cancel', { jobId: job.id }).catch(toastFailure)
                }
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
