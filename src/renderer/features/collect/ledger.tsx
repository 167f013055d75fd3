import { useState, type ReactNode } from 'react';
import { ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CollectJob, Source } from '../../../shared/contract.ts';
import type { Collection, Coverage } from '../../../shared/session.ts';
import { zoneName } from '../../../shared/zone.ts';
import { useCall } from '../../api.ts';
import { useCollections } from '../../state/collections.ts';
import { useZone } from '../../state/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { EmptyState, FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useCollectionWords } from './collection-words.ts';
import { LedgerEntry, type OfLedger } from './ledger-entry.tsx';
import { accountNameOf, hasTrouble, isMadeUp, unrecorded } from './ledger-facts.ts';
import styles from './ledger.module.css';

/** Every collection of this session, newest first: what was asked, and what came of it. */
export function Ledger({ action, ...on }: OfLedger & { action: ReactNode }) {
  const { t } = useTranslation('collect');
  const [troubleOnly, setTroubleOnly] = useState(false);
  const info = useCall('session.info');
  const collections = info.data?.collections.toSorted((a, b) => b.id - a.id) ?? [];
  const shown = troubleOnly ? collections.filter(hasTrouble) : collections;
  const sources = useCall('sources.list').data ?? [];
  const { jobs } = useCollections();
  const begun = unrecorded(jobs, collections, sources);
  const isEmpty = collections.length === 0 && begun.length === 0;
  const beginning = troubleOnly ? [] : begun;
  return (
    <section className={styles.ledger} aria-labelledby="ledger-title">
      <header className={styles.head}>
        <h2 id="ledger-title">{t('ledger.title')}</h2>
        {collections.length > 0 && (
          <Checkbox label={t('ledger.troubleOnly')} value={troubleOnly} onChange={setTroubleOnly} />
        )}
        {action}
      </header>
      {info.isPending && <Skeleton lines={4} />}
      {info.error && <FailureNotice failure={info.error} onRetry={() => void info.refetch()} />}
      {info.data && isEmpty && (
        <EmptyState icon={ScrollText} title={t('ledger.none')}>
          {t('ledger.noneText')}
        </EmptyState>
      )}
      {collections.length > 0 && troubleOnly && shown.length === 0 && (
        <p className="muted">{t('ledger.noTrouble')}</p>
      )}
      {info.data && shown.length + beginning.length > 0 && (
        <Table
          shown={shown}
          beginning={beginning}
          sources={sources}
          collections={info.data.collections}
          coverage={info.data.coverage}
          troubleOnly={troubleOnly}
          {...on}
        />
      )}
    </section>
  );
}

interface TableProps extends OfLedger {
  shown: readonly Collection[];
  beginning: readonly CollectJob[];
  sources: readonly Source[];
  collections: readonly Collection[];
  coverage: readonly Coverage[];
  troubleOnly: boolean;
}

function Table({ shown, beginning, sources, collections, coverage, ...rest }: TableProps) {
  const { t, i18n } = useTranslation('collect');
  const zone = zoneName(useZone(), i18n.language);
  return (
    <table className={styles.table} aria-labelledby="ledger-title">
      <thead>
        <tr>
          <th scope="col">{t('ledger.started', { zone })}</th>
          <th scope="col">{t('ledger.asked')}</th>
          <th scope="col">{t('ledger.result')}</th>
          <th scope="col">{t('ledger.status')}</th>
        </tr>
      </thead>
      {beginning.map((job) => (
        <Beginning key={job.id} job={job} source={sources.find(({ id }) => id === job.sourceId)} />
      ))}
      {shown.map((collection) => (
        <LedgerEntry
          key={collection.id}
          collection={collection}
          account={accountNameOf(collection, collections, sources)}
          madeUp={isMadeUp(collection, collections, coverage)}
          {...rest}
        />
      ))}
    </table>
  );
}

/** One that runs and is not in the ledger yet stands where its entry will. */
function Beginning({ job, source }: { job: CollectJob; source: Source | undefined }) {
  const { t } = useTranslation('collect');
  const words = useCollectionWords();
  const { period, state } = job;
  return (
    <tbody className={styles.entry}>
      <tr>
        <td className={styles.begun}>{t('ledger.beginning')}</td>
        <td>
          <div>{source?.name ?? t('ledger.removed')}</div>
          <div className="muted">{period ? words.period(period) : t('job.details')}</div>
        </td>
        <td className="muted">{t('ledger.nothingYet')}</td>
        <td className={styles.status}>
          {state === 'paused' ? (
            <Badge tone="warning">{t('job.paused')}</Badge>
          ) : (
            <Badge>{t('status.running')}</Badge>
          )}
        </td>
      </tr>
    </tbody>
  );
}
