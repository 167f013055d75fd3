import { useState, type ReactNode } from 'react';
import { ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Collection, Coverage } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { Checkbox } from '../../ui/choice.tsx';
import { EmptyState, FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { LedgerEntry, type OfLedger } from './ledger-entry.tsx';
import { accountNameOf, hasTrouble, isMadeUp } from './ledger-facts.ts';
import styles from './ledger.module.css';

/** Every collection of this session, newest first: what was asked, and what came of it. */
export function Ledger({ action, ...on }: OfLedger & { action: ReactNode }) {
  const { t } = useTranslation('collect');
  const [troubleOnly, setTroubleOnly] = useState(false);
  const info = useCall('session.info');
  const collections = info.data?.collections.toSorted((a, b) => b.id - a.id) ?? [];
  const shown = troubleOnly ? collections.filter(hasTrouble) : collections;
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
      {info.data && collections.length === 0 && (
        <EmptyState icon={ScrollText} title={t('ledger.none')}>
          {t('ledger.noneText')}
        </EmptyState>
      )}
      {collections.length > 0 && shown.length === 0 && (
        <p className="muted">{t('ledger.noTrouble')}</p>
      )}
      {info.data && shown.length > 0 && (
        <Table
          shown={shown}
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
  collections: readonly Collection[];
  coverage: readonly Coverage[];
  troubleOnly: boolean;
}

function Table({ shown, collections, coverage, ...rest }: TableProps) {
  const { t } = useTranslation('collect');
  const sources = useCall('sources.list').data ?? [];
  return (
    <table className={styles.table} aria-labelledby="ledger-title">
      <thead>
        <tr>
          <th scope="col">{t('ledger.started')}</th>
          <th scope="col">{t('ledger.asked')}</th>
          <th scope="col">{t('ledger.result')}</th>
          <th scope="col">{t('ledger.status')}</th>
        </tr>
      </thead>
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
