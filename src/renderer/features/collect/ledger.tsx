import { useState } from 'react';
import { ChevronRight, ScrollText } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Collection, LedgerWindow } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Badge, CoverageMark, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useFailureText } from '../../ui/failure-text.ts';
import { EmptyState, FailureNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { filterList, totals, useCollectionWords } from './collection-words.ts';
import styles from './ledger.module.css';

interface LedgerProps {
  onGoOn: (collection: Collection) => void;
  canGoOn: (collection: Collection) => boolean;
}

/** Every collection of this session, newest first: what was asked, and what came of it. */
export function Ledger(on: LedgerProps) {
  const { t } = useTranslation('collect');
  const info = useCall('session.info');
  if (info.isPending) return <Skeleton lines={4} />;
  if (info.error) return <FailureNotice failure={info.error} onRetry={() => void info.refetch()} />;
  const collections = info.data.collections.toSorted((a, b) => b.id - a.id);
  if (collections.length === 0) {
    return (
      <EmptyState icon={ScrollText} title={t('ledger.none')}>
        {t('ledger.noneText')}
      </EmptyState>
    );
  }
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('ledger.started')}</th>
          <th scope="col">{t('ledger.asked')}</th>
          <th scope="col">{t('ledger.result')}</th>
          <th scope="col">{t('ledger.status')}</th>
        </tr>
      </thead>
      {collections.map((collection) => (
        <Entry key={collection.id} collection={collection} {...on} />
      ))}
    </table>
  );
}

const tones: Record<Collection['status'], Tone> = {
  running: 'neutral',
  complete: 'accent',
  partial: 'warning',
  failed: 'danger',
};

function Entry({ collection, onGoOn, canGoOn }: LedgerProps & { collection: Collection }) {
  const { t } = useTranslation(['collect', 'common']);
  const format = useFormat();
  const words = useCollectionWords();
  const [open, setOpen] = useState(false);
  const { status, windows, origin } = collection;
  const asked = [
    ...filterList(collection.filters),
    // Only Jay Guard has any.
    ...(collection.withDetails && collection.source === 'jayguard'
      ? [t('ledger.withDetails')]
      : []),
  ];
  const started = format.isoDateTime(collection.startedAt);
  return (
    <tbody className={styles.entry}>
      <tr>
        <td className={styles.when}>
          <AriaButton
            className={styles.reveal ?? ''}
            aria-expanded={open}
            aria-label={t('ledger.windowsOf', { started })}
            onPress={() => setOpen(!open)}
          >
            <ChevronRight aria-hidden />
            {started}
          </AriaButton>
        </td>
        <td>
          <div>
            {t(`common:${collection.source}`)}{' '}
            <span className="muted">
              ·{' '}
              {origin === 'import'
                ? t('ledger.import', { file: collection.address })
                : words.period(collection)}
            </span>
          </div>
          {asked.length > 0 && <div className={styles.filters}>{asked.join(' · ')}</div>}
        </td>
        <td>{words.counts(totals(windows))}</td>
        <td className={styles.status}>
          <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>
          {(status === 'partial' || status === 'failed') && canGoOn(collection) && (
            <Button variant="link" onPress={() => onGoOn(collection)}>
              {t('goOn')}
            </Button>
          )}
        </td>
      </tr>
      {open && windows.map((window) => <WindowRow key={window.id} window={window} />)}
    </tbody>
  );
}

function WindowRow({ window }: { window: LedgerWindow }) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const words = useCollectionWords();
  const failureText = useFailureText();
  const { status, reason, counts } = window;
  const mark = status === 'pending' || status === 'running' ? 'none' : status;
  const why = reason && failureText(reason);
  return (
    <tr className={styles.window}>
      <td colSpan={2} className={styles.stretch}>
        <CoverageMark state={mark} /> {words.period(window)}
      </td>
      <td>
        {words.counts(counts)}
        <div className="muted">
          {t('ledger.work', {
            pages: format.number(counts.pages),
            requests: format.number(counts.requests),
          })}
        </div>
      </td>
      <td className={styles.reason}>
        {t(`status.${status}`)}
        {why && (
          <div className="muted">
            {why.what} {why.next}
          </div>
        )}
      </td>
    </tr>
  );
}
