import { useMemo, useState } from 'react';
import { ChevronRight } from 'lucide-react';
import { clsx } from 'clsx';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { relianceOf } from '../../../shared/reliance.ts';
import type { SessionInfo } from '../../../shared/session.ts';
import { RelianceReasons } from './reliance-reasons.tsx';
import { useRelianceWords } from './reliance-words.ts';
import { verdictIcons } from './verdict-icons.ts';
import styles from './reliance-line.module.css';

/** “Can I rely on this?” in one sentence; opened, each reason with what it means. */
export function RelianceLine({ info }: { info: SessionInfo }) {
  const { t } = useTranslation('reliance');
  const words = useRelianceWords();
  const reliance = useMemo(() => relianceOf(info), [info]);
  const [open, setOpen] = useState(false);
  const { verdict, reasons, blocksUnseen } = reliance;
  const Icon = verdictIcons[verdict];
  const hasMore = reasons.length > 0 || blocksUnseen;
  return (
    <section className={clsx(styles.line, styles[verdict])} aria-label={t('label')}>
      <Icon aria-hidden />
      <div className={styles.words}>
        <p role="status">{words.sentence(reliance)}</p>
        {open && (
          <div className={styles.reasons}>
            <RelianceReasons reliance={reliance} />
          </div>
        )}
      </div>
      {hasMore && (
        <AriaButton
          className={styles.reveal ?? ''}
          aria-expanded={open}
          onPress={() => setOpen(!open)}
        >
          {t('why')}
          <ChevronRight aria-hidden />
        </AriaButton>
      )}
    </section>
  );
}
