import { Switch as AriaSwitch } from 'react-aria-components';
import type { ReactNode } from 'react';
import styles from './switch.module.css';

interface SwitchProps {
  children: ReactNode;
  value: boolean;
  onChange: (value: boolean) => void;
}

/** Something that is on or off at once, unlike a box in a form. */
export function Switch({ children, value, onChange }: SwitchProps) {
  return (
    <AriaSwitch className={styles.switch ?? ''} isSelected={value} onChange={onChange}>
      <span className={styles.track} aria-hidden />
      {children}
    </AriaSwitch>
  );
}
