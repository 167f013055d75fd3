import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { LucideIcon } from 'lucide-react';
import { clsx } from 'clsx';
import { Fragment, useRef, type ReactElement } from 'react';
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
        <Entries label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  );
}

/** From the window's edges, px: a menu leaves the status bar below it in sight. */
const clearOfStatus = 30;

export interface Spot {
  x: number;
  y: number;
}

interface ContextMenuProps {
  label: string;
  /** Where it opens, px in the window. */
  spot: Spot;
  entries: readonly MenuEntry[];
  onClose: () => void;
}

/** A menu at a place instead of at a button. Mount it to open it. */
export function ContextMenu({ label, spot, entries, onClose }: ContextMenuProps) {
  const anchor = useRef<HTMLDivElement>(null);
  return (
    <>
      <div ref={anchor} style={{ position: 'fixed', left: spot.x, top: spot.y }} />
      <Popover
        aria-label={label}
        triggerRef={anchor}
        isOpen
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
        className={styles.popover ?? ''}
        // Beside the place rather than under it: moved up, not cut, where there is no room below.
        placement="right top"
        offset={2}
        containerPadding={clearOfStatus}
      >
        <Entries label={label} entries={entries} autoFocus="first" onClose={onClose} />
      </Popover>
    </>
  );
}

interface EntriesProps {
  label: string;
  entries: readonly MenuEntry[];
  autoFocus?: 'first';
  onClose?: () => void;
}

function Entries({ label, entries, ...rest }: EntriesProps) {
  return (
    <AriaMenu aria-label={label} className={clsx(list.list, list.menu)} {...rest}>
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
  );
}
