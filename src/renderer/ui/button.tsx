import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import type { LucideIcon } from 'lucide-react';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Spinner } from './spinner.tsx';
import { Tip } from './tooltip.tsx';
import styles from './button.module.css';

export type ButtonVariant = 'default' | 'primary' | 'quiet' | 'danger' | 'link';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  variant?: ButtonVariant;
  size?: 'small' | 'medium';
  icon?: LucideIcon;
  children: ReactNode;
}

export function Button({
  variant = 'default',
  size = 'medium',
  icon: Icon,
  ...props
}: ButtonProps) {
  const { children, isPending, ...rest } = props;
  return (
    <AriaButton
      {...rest}
      {...(isPending === undefined ? {} : { isPending })}
      className={clsx(styles.button, styles[variant], styles[size])}
    >
      {isPending ? <Spinner /> : Icon && <Icon aria-hidden />}
      <span className={styles.label}>{children}</span>
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  /** Its name for screen readers, and its tooltip. */
  label: string;
  icon: LucideIcon;
  size?: 'small' | 'medium';
  /** Shown in the tooltip. */
  shortcut?: string;
}

export function IconButton({
  label,
  icon: Icon,
  size = 'medium',
  shortcut,
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={label} {...(shortcut ? { shortcut } : {})}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={clsx(styles.button, styles.quiet, styles[size], styles.iconOnly)}
      >
        <Icon aria-hidden />
      </AriaButton>
    </Tip>
  );
}
