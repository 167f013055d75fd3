import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import { ChevronDown } from 'lucide-react';
import { clsx } from 'clsx';
import styles from './field.module.css';
import list from './list.module.css';
import overlay from './overlay.module.css';
import type { Choice } from './select.tsx';

interface SuggestFieldProps {
  label: string;
  suggestions: readonly Choice<string>[];
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  autoFocus?: boolean;
  /** For keys and other codes. */
  mono?: boolean;
}

/** A text with suggestions: anything may be typed. Notes are searched too. */
export function SuggestField({
  label,
  suggestions,
  value,
  onChange,
  placeholder,
  autoFocus,
  mono = false,
}: SuggestFieldProps) {
  return (
    <ComboBox
      className={styles.field ?? ''}
      allowsCustomValue
      menuTrigger="focus"
      inputValue={value}
      autoFocus={autoFocus ?? false}
      onInputChange={onChange}
      defaultFilter={(text, typed) => text.toLowerCase().includes(typed.toLowerCase())}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={styles.control}>
        <Input
          className={clsx(styles.input, mono && styles.mono)}
          spellCheck="false"
          {...(placeholder ? { placeholder } : {})}
        />
        <Button className={styles.bare ?? ''}>
          <ChevronDown aria-hidden />
        </Button>
      </div>
      <Popover className={overlay.popover ?? ''} offset={4}>
        <ListBox className={list.list ?? ''}>
          {suggestions.map(({ id, label: words }) => (
            <ListBoxItem key={id} id={id} textValue={id} className={list.item ?? ''}>
              <div className={list.text}>
                <Text slot="label" className={mono ? 'mono' : ''}>
                  {id}
                </Text>
                <Text slot="description" className={list.note ?? ''}>
                  {words}
                </Text>
              </div>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
