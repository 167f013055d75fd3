import {
  Button,
  ListBox,
  ListBoxItem,
  Label,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
} from 'react-aria-components';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './field.module.css';
import list from './list.module.css';
import overlay from './overlay.module.css';

export interface Choice<Id extends string> {
  id: Id;
  label: string;
  note?: ReactNode;
  disabled?: boolean;
}

interface SelectProps<Id extends string> {
  label: string;
  /** The label is for screen readers only. */
  hideLabel?: boolean;
  choices: readonly Choice<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  placeholder?: string;
  note?: string;
  isDisabled?: boolean;
}

export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, choices, value, placeholder } = props;
  return (
    <AriaSelect
      className={styles.field ?? ''}
      value={value}
      isDisabled={props.isDisabled ?? false}
      onChange={(key) => {
        const chosen = choices.find(({ id }) => id === key);
        if (chosen) props.onChange(chosen.id);
      }}
      {...(placeholder ? { placeholder } : {})}
      {...(props.hideLabel ? { 'aria-label': label } : {})}
    >
      {!props.hideLabel && <Label className={styles.label ?? ''}>{label}</Label>}
      <Button className={styles.control ?? ''}>
        <SelectValue className={styles.value ?? ''} />
        <ChevronDown aria-hidden />
      </Button>
      {props.note && (
        <Text slot="description" className={styles.note ?? ''}>
          {props.note}
        </Text>
      )}
      <Popover className={overlay.popover ?? ''} offset={4}>
        <ListBox className={list.list ?? ''} items={choices}>
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.label}
              isDisabled={choice.disabled ?? false}
              className={list.item ?? ''}
            >
              <div className={list.text}>
                <Text slot="label">{choice.label}</Text>
                {choice.note && (
                  <Text slot="description" className={list.note ?? ''}>
                    {choice.note}
                  </Text>
                )}
              </div>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
