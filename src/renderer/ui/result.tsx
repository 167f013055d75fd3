import { CircleCheck, CircleStop } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './result.module.css';

interface ResultDialogProps {
  title: string;
  onClose: () => void;
  onShowInFolder: () => void;
  children: ReactNode;
}

/** The end of a dialog that made a file: what came of it, and where it is. */
export function ResultDialog({ title, onClose, onShowInFolder, children }: ResultDialogProps) {
  const { t } = useTranslation('common');
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onShowInFolder}>{t('showInFolder')}</Button>
          <Button variant="primary" autoFocus onPress={onClose}>
            {t('close')}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}

/** Says that it is done, or was stopped, to whoever listens, too. */
export function Done({ stopped = false, children }: { stopped?: boolean; children: ReactNode }) {
  return (
    <p className={styles.done} role="status">
      {stopped ? (
        <CircleStop aria-hidden className={styles.stopped} />
      ) : (
        <CircleCheck aria-hidden />
      )}{' '}
      {children}
    </p>
  );
}

/** Names and values side by side: `dt` and `dd`, in a `div` each or without. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}
