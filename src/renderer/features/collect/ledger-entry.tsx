import { useState } from 'react';
import { ChevronRight } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Collection } from '../../../shared/session.ts';
import { useFormat } from '../../state/preferences.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useFailureText } from '../../ui/failure-text.ts';
import { filterList, useCollectionWords } from './collection-words.ts';
import { CountsLine } from './counts-line.tsx';
import { isUnfinished, reasonsOf, secondsTaken, totals } from './ledger-facts.ts';
import { LedgerRecord } from './ledger-record.tsx';
import styles from './ledger.module.css';

export interface OfLedger {
  onGoOn: (collection: Collection) => void;
  canGoOn: (collection: Collection) => boolean;
}

interface LedgerEntryProps extends OfLedger {
  collection: Collection;
  /** By name, where its source has several. */
  account: string | null;
  /** Others have brought what it lacks. */
  madeUp: boolean;
  /** Of its windows, only those with trouble. */
  troubleOnly: boolean;
}

const tones: Record<Collection['status'], Tone> = {
  running: 'neutral',
  complete: 'accent',
  partial: 'warning',
  failed: 'danger',
};

/** A collection on a line, and all of its record below when it is opened. */
export function LedgerEntry({ collection, account, madeUp, troubleOnly, ...on }: LedgerEntryProps) {
  const { t } = useTranslation('collect');
  const format = useFormat();
  const words = useCollectionWords();
  const [open, setOpen] = useState(false);
  // Several begin within a minute: their order is told by the seconds.
  const started = format.dateTimeSeconds(Date.parse(collection.startedAt) * 1000);
  const seconds = secondsTaken(collection);
  const filters = filterList(collection.filters);
  const marks = words.marks(collection);
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
          {seconds !== null && <div className={styles.took}>{format.duration(seconds)}</div>}
        </td>
        <td>
          <div>{words.source(collection)}</div>
          <div className="muted">{words.asked(collection)}</div>
          {account && <div className="muted">{account}</div>}
          {marks.length > 0 && <div className={styles.marks}>{marks.join(' · ')}</div>}
          {filters.length > 0 && <div className={styles.filters}>{filters.join(' · ')}</div>}
        </td>
        <td>
          <CountsLine
            counts={totals(collection.windows)}
            source={collection.source}
            isDetails={collection.purpose === 'details'}
          />
        </td>
        <td className={styles.status}>
          <Badge tone={tones[collection.status]}>{t(`status.${collection.status}`)}</Badge>
          <Why collection={collection} />
          {madeUp && <div className={styles.why}>{t('ledger.madeUp')}</div>}
          {isUnfinished(collection) && !madeUp && on.canGoOn(collection) && (
            <Button variant="link" onPress={() => on.onGoOn(collection)}>
              {t('goOn')}
            </Button>
          )}
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={4}>
            <LedgerRecord collection={collection} troubleOnly={troubleOnly} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** Who or what ended it before its end: the first reason in words, and how many there are more. */
function Why({ collection }: { collection: Collection }) {
  const { t } = useTranslation('collect');
  const failureText = useFailureText();
  const { status, stop } = collection;
  if (status === 'complete' || status === 'running') return null;
  const [first, ...others] = reasonsOf(collection);
  const what = first && failureText(first).what;
  return (
    <div className={styles.why}>
      {stop && <div>{t(`stop.${stop}`)}</div>}
      {what && (
        <div>{others.length > 0 ? t('ledger.and', { what, count: others.length }) : what}</div>
      )}
    </div>
  );
}
