import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import { CircleAlert } from 'lucide-react';
import { clsx } from 'clsx';
import type { ReactNode, Ref } from 'react';
import styles from './field.module.css';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  type?: 'text' | 'password' | 'url';
  note?: ReactNode;
  /** What is wrong with it; absent while all is well. */
  error?: ReactNode;
  placeholder?: string;
  autoFocus?: boolean;
  isRequired?: boolean;
  isDisabled?: boolean;
  /** For addresses, ids, keys. */
  mono?: boolean;
  /** More than one line. */
  lines?: number;
  /** Of a field of one line. */
  inputRef?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  note,
  error,
  placeholder,
  mono,
  lines,
  inputRef,
  ...rest
}: TextFieldProps) {
  const className = clsx(styles.control, mono && styles.mono);
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined}
      // What was wrong is said, and can be sent again: the browser would hold the form back.
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
      className={styles.field ?? ''}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      {lines ? (
        <TextArea rows={lines} className={className} {...(placeholder ? { placeholder } : {})} />
      ) : (
        <Input
          className={className}
          {...(placeholder ? { placeholder } : {})}
          {...(inputRef ? { ref: inputRef } : {})}
        />
      )}
      {note && (
        <Text slot="description" className={styles.note ?? ''}>
          {note}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>
        <CircleAlert aria-hidden />
        <span>{error}</span>
      </FieldError>
    </AriaTextField>
  );
}
