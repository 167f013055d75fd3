import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { LucideIcon } from 'lucide-react';
import { clsx } from 'clsx';
import { Fragment, type ReactElement } from 'react';
import { Kbd } from './kbd.tsx';
import list from './list.module.css';
import styles from './overlay.module.css';

export interface MenuEntry {
  id: string;
  label: string;
  icon?: LucideIcon;
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
  /** A line above it. */
  apart?: boolean;
  onAction: () => void;
}

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  label: string;
  entries: readonly MenuEntry[];
}

export function Menu({ trigger, label, entries }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover ?? ''} offset={4} placement="bottom end">
        <AriaMenu aria-label={label} className={list.list ?? ''}>
          {entries.map((entry) => (
            <Fragment key={entry.id}>
              {entry.apart && <Separator className={list.separator ?? ''} />}
              <MenuItem
                id={entry.id}
                textValue={entry.label}
                isDisabled={entry.disabled ?? false}
                onAction={entry.onAction}
                className={clsx(list.item, entry.danger && list.danger)}
              >
                {entry.icon && <entry.icon aria-hidden />}
                <span className={list.text}>{entry.label}</span>
                {entry.shortcut && <Kbd>{entry.shortcut}</Kbd>}
              </MenuItem>
            </Fragment>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
