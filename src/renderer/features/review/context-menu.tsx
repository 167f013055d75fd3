import { clsx } from 'clsx';
import { Fragment, useRef } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import { Kbd } from '../../ui/kbd.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import list from '../../ui/list.module.css';
import overlay from '../../ui/overlay.module.css';

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
        className={overlay.popover ?? ''}
        placement="bottom start"
        offset={2}
      >
        <Menu aria-label={label} autoFocus="first" className={list.list ?? ''} onClose={onClose}>
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
        </Menu>
      </Popover>
    </>
  );
}
