import { Tooltip, TooltipTrigger } from 'react-aria-components';
import type { ReactElement } from 'react';
import { Kbd } from './kbd.tsx';
import styles from './overlay.module.css';

interface TipProps {
  text: string;
  shortcut?: string;
  /** Something focusable of react-aria: a Button, or a Focusable around an element. */
  children: ReactElement;
}

export function Tip({ text, shortcut, children }: TipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip offset={6} className={styles.tooltip ?? ''}>
        {text}
        {shortcut && <Kbd>{shortcut}</Kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
