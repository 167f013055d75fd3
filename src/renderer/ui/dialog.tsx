import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.tsx';
import styles from './overlay.module.css';

interface DialogProps {
  title: string;
  /** Esc, the cross and a click outside. Focus goes back to where it came from. */
  onClose: () => void;
  size?: 'narrow' | 'medium' | 'wide' | 'full';
  /** `alertdialog` for a question that must be answered. */
  role?: 'dialog' | 'alertdialog';
  /** While true, nothing but a button of the dialog closes it: unsaved input, running work. */
  sticky?: boolean;
  foot?: ReactNode;
  children: ReactNode;
}

/** A modal dialog. Mount it to open it. */
export function Dialog({
  title,
  onClose,
  size = 'medium',
  role = 'dialog',
  ...props
}: DialogProps) {
  const { t } = useTranslation('common');
  return (
    <ModalOverlay
      isOpen
      isDismissable={!props.sticky}
      isKeyboardDismissDisabled={props.sticky ?? false}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles.scrim ?? ''}
    >
      <Modal
        className={clsx(styles.modal, role === 'alertdialog' ? styles.question : styles[size])}
      >
        <AriaDialog role={role} className={styles.dialog ?? ''}>
          <div className={styles.head}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={t('close')} icon={X} size="small" onPress={onClose} />
          </div>
          <div className={styles.body}>{props.children}</div>
          {props.foot && <div className={styles.foot}>{props.foot}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A dialog or menu has the keyboard for itself. Notices are alertdialogs, too, but in a region. */
export function isDialogOpen(): boolean {
  const open = '[role="dialog"], [role="menu"], [role="alertdialog"]:not([role="region"] *)';
  return document.querySelector(open) !== null;
}

interface QuestionProps {
  title: string;
  children: ReactNode;
  yes: string;
  no?: string;
  danger?: boolean;
  isPending?: boolean;
  onYes: () => void;
  onNo: () => void;
}

/** A question with two answers; the safe one has the focus. */
export function Question({
  title,
  children,
  yes,
  no,
  danger,
  isPending,
  onYes,
  onNo,
}: QuestionProps) {
  const { t } = useTranslation('common');
  return (
    <Dialog
      title={title}
      role="alertdialog"
      onClose={onNo}
      foot={
        <>
          <Button autoFocus onPress={onNo}>
            {no ?? t('cancel')}
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            isPending={isPending ?? false}
            onPress={onYes}
          >
            {yes}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
