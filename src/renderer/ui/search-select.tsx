import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components';
import { ChevronDown } from 'lucide-react';
import styles from './field.module.css';
import list from './list.module.css';
import overlay from './overlay.module.css';
import type { Choice } from './select.tsx';

interface SearchSelectProps {
  label: string;
  choices: readonly Choice<string>[];
  value: string;
  onChange: (value: string) => void;
  /** What stands in the list when nothing fits what was typed. */
  nothing: string;
}

/** One of many, found by typing any part of its name. */
export function SearchSelect({ label, choices, value, onChange, nothing }: SearchSelectProps) {
  return (
    <ComboBox
      className={styles.field ?? ''}
      defaultItems={choices}
      value={value}
      menuTrigger="focus"
      allowsEmptyCollection
      defaultFilter={(text, typed) => plain(text).includes(plain(typed))}
      onChange={(key) => {
        if (typeof key === 'string') onChange(key);
      }}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={styles.control}>
        <Input className={styles.input ?? ''} spellCheck="false" />
        <Button className={styles.bare ?? ''}>
          <ChevronDown aria-hidden />
        </Button>
      </div>
      <Popover className={overlay.popover ?? ''} offset={4}>
        <ListBox
          className={list.list ?? ''}
          renderEmptyState={() => <div className={list.empty}>{nothing}</div>}
        >
          {(choice: Choice<string>) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={list.item ?? ''}>
              <span className={list.text}>{choice.label}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** `America/New_York` is found by “new york”. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[_/]/g, ' ');
}
