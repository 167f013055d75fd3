import { useTranslation } from 'react-i18next';
import type { SourceKind } from '../../../shared/event.ts';
import { oddCounts, type Counts, type OddCount } from '../../../shared/session.ts';
import { goTo, openDialog } from '../../state/navigation.ts';
import { shown } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { useCollectionWords } from './collection-words.ts';
import styles from './ledger.module.css';

interface CountsLineProps {
  counts: Counts;
  source: SourceKind;
  /** `newEvents` are those that got details. */
  isDetails?: boolean;
}

/** The flag under which the review finds what was counted. */
const flagOf: Partial<Record<OddCount, string>> = {
  late: 'late',
  vanished: 'gone',
  conflicts: 'changed',
};

/** What came of a collection; a press on what is out of order shows it. */
export function CountsLine({ counts, source, isDetails = false }: CountsLineProps) {
  const { t } = useTranslation('collect');
  const words = useCollectionWords();
  const odd = oddCounts.filter((name) => counts[name] > 0);
  return (
    <div className={styles.counts}>
      <span>{words.fresh(counts.newEvents, isDetails)}</span>
      {odd.map((name) => {
        const what = words.odd(name, counts[name]);
        const show = showing(name, source);
        return (
          <span key={name}>
            {show ? (
              <Button variant="link" aria-label={t('counts.show', { what })} onPress={show}>
                {what}
              </Button>
            ) : (
              what
            )}
          </span>
        );
      })}
    </div>
  );
}

/** What shows the events behind a count, where anything can. */
function showing(name: OddCount, source: SourceKind): (() => void) | null {
  if (name === 'quarantined') return () => openDialog('quarantine');
  const flag = flagOf[name];
  if (!flag) return null;
  return () => {
    shown.set({ query: `is:${flag} source:${source}`, period: null });
    goTo('review');
  };
}
