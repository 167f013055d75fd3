import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import styles from './badge.module.css';

export type Tone = 'neutral' | 'outline' | 'accent' | 'danger' | 'strong' | 'warning' | 'violet';

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={clsx(styles.badge, styles[tone])}>{children}</span>;
}

/** A small square in a coverage colour; `none` is hatched. Always beside words. */
export function CoverageMark({ state }: { state: 'complete' | 'partial' | 'failed' | 'none' }) {
  return (
    <span aria-hidden className={clsx(styles.mark, styles[state], state === 'none' && 'hatched')} />
  );
}
