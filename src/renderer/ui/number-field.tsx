import {
  Button,
  Group,
  Input,
  Label,
  NumberField as AriaNumberField,
  Text,
} from 'react-aria-components';
import { Minus, Plus } from 'lucide-react';
import { clsx } from 'clsx';
import styles from './field.module.css';

interface NumberFieldProps {
  label: string;
  /** A whole number, told when the field is left or a button pressed. */
  value: number;
  onChange: (value: number) => void;
  /** Both inclusive. */
  from: number;
  to: number;
  /** Names of the two buttons. */
  less: string;
  more: string;
  note?: string;
}

export function NumberField({ label, note, from, to, less, more, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField
      className={styles.field ?? ''}
      value={rest.value}
      // An emptied field is no number: it goes back to the last one.
      onChange={(value) => {
        if (Number.isInteger(value)) rest.onChange(value);
      }}
      minValue={from}
      maxValue={to}
      step={1}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <Group className={clsx(styles.control, styles.number)}>
        <Input className={styles.input ?? ''} />
        <Button slot="decrement" aria-label={less} className={styles.bare ?? ''}>
          <Minus aria-hidden />
        </Button>
        <Button slot="increment" aria-label={more} className={styles.bare ?? ''}>
          <Plus aria-hidden />
        </Button>
      </Group>
      {note && (
        <Text slot="description" className={styles.note ?? ''}>
          {note}
        </Text>
      )}
    </AriaNumberField>
  );
}
