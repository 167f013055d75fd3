import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog, Question } from './dialog.tsx';
import { FailureNotice } from './notice.tsx';
import styles from './overlay.module.css';

interface FormDialogProps {
  title: string;
  size?: 'narrow' | 'medium' | 'wide';
  /** The word on the button. */
  submit: string;
  canSubmit: boolean;
  isPending: boolean;
  /** Something typed that closing would lose: it is asked first. */
  dirty: boolean;
  failure?: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that is filled in: Enter submits, and what was typed is not lost by a slip. */
export function FormDialog({ title, size, submit, dirty, children, ...props }: FormDialogProps) {
  const { t } = useTranslation('common');
  const [asking, setAsking] = useState(false);
  const id = useId();
  const close = () => {
    if (dirty) setAsking(true);
    else props.onClose();
  };
  return (
    <Dialog
      title={title}
      size={size ?? 'narrow'}
      onClose={close}
      foot={
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button
            type="submit"
            form={id}
            variant="primary"
            isDisabled={!props.canSubmit}
            isPending={props.isPending}
          >
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        onKeyDownCapture={(event) => {
          // The parts of a date are no inputs, and keep their keys to themselves.
          if (event.key !== 'Enter' || !isDatePart(event.target)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          if (props.canSubmit && !props.isPending) props.onSubmit();
        }}
      >
        {children}
        {props.failure !== undefined && props.failure !== null && (
          <FailureNotice failure={props.failure} />
        )}
      </form>
      {asking && (
        <Question
          title={t('unsavedTitle')}
          yes={t('discard')}
          no={t('goOnEditing')}
          danger
          onYes={props.onClose}
          onNo={() => setAsking(false)}
        >
          {t('unsaved')}
        </Question>
      )}
    </Dialog>
  );
}

function isDatePart(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.matches('[role="spinbutton"]:not(input)');
}
