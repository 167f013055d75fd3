import { Checkbox as AriaCheckbox, Label, Radio, RadioGroup } from 'react-aria-components';
import { Check } from 'lucide-react';
import { clsx } from 'clsx';
import styles from './choice.module.css';
import field from './field.module.css';
import type { Choice } from './select.tsx';

interface ChoiceGroupProps<Id extends string> {
  label: string;
  hideLabel?: boolean;
  choices: readonly Choice<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  /** `list`: one below another with notes; `bar`: buttons side by side; `grid`: three in a row. */
  look?: 'list' | 'bar' | 'grid';
  isDisabled?: boolean;
}

/** One of a few. */
export function ChoiceGroup<Id extends string>({ look = 'list', ...props }: ChoiceGroupProps<Id>) {
  const { label, hideLabel, choices, value, onChange } = props;
  return (
    <RadioGroup
      className={field.field ?? ''}
      value={value}
      isDisabled={props.isDisabled ?? false}
      {...(hideLabel ? { 'aria-label': label } : {})}
      onChange={(id) => {
        const chosen = choices.find((choice) => choice.id === id);
        if (chosen) onChange(chosen.id);
      }}
    >
      {!hideLabel && <Label className={field.label ?? ''}>{label}</Label>}
      <div className={clsx(styles[look], look === 'grid' && styles.bar)}>
        {choices.map((choice) => (
          <Radio
            key={choice.id}
            value={choice.id}
            isDisabled={choice.disabled ?? false}
            className={look === 'list' ? (styles.option ?? '') : (styles.segment ?? '')}
          >
            {look === 'list' && <span className={styles.dot} aria-hidden />}
            <span>
              {choice.label}
              {choice.note && <span className={styles.note}>{choice.note}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

interface CheckboxProps {
  label: string;
  note?: string;
  value: boolean;
  onChange: (value: boolean) => void;
  isDisabled?: boolean;
}

export function Checkbox({ label, note, value, onChange, isDisabled }: CheckboxProps) {
  return (
    <AriaCheckbox
      className={styles.option ?? ''}
      isSelected={value}
      onChange={onChange}
      isDisabled={isDisabled ?? false}
    >
      <span className={clsx(styles.dot, styles.square)} aria-hidden>
        <Check strokeWidth={3} />
      </span>
      <span>
        {label}
        {note && <span className={styles.note}>{note}</span>}
      </span>
    </AriaCheckbox>
  );
}
