import { clsx } from 'clsx';
import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { failureOf, useFailureText } from './failure-text.ts';
import styles from './notice.module.css';

interface NoticeProps {
  tone: 'info' | 'warning' | 'danger';
  children: ReactNode;
  action?: ReactNode;
  /** A thin line over the whole width, for the top of a screen. */
  banner?: boolean;
}

const icons = { info: Info, warning: TriangleAlert, danger: CircleAlert };

export function Notice({ tone, children, action, banner }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div
      className={clsx(styles.notice, styles[tone], banner && styles.banner)}
      role={tone === 'danger' ? 'alert' : 'status'}
    >
      <Icon aria-hidden />
      <div className={styles.words}>{children}</div>
      {action}
    </div>
  );
}

interface FailureNoticeProps {
  /** A `Failure`, a `Failed`, or whatever was thrown. */
  failure: unknown;
  /** What did not come about, in words of its own. */
  title?: string | null;
  onRetry?: () => void;
  action?: ReactNode;
}

/** What happened, and what to do next. */
export function FailureNotice({ failure, title, onRetry, action }: FailureNoticeProps) {
  const { t } = useTranslation('common');
  const text = useFailureText();
  const { what, next } = text(failureOf(failure));
  return (
    <Notice
      tone="danger"
      action={
        action ??
        (onRetry && (
          <Button size="small" onPress={onRetry}>
            {t('retry')}
          </Button>
        ))
      }
    >
      <strong>{title ?? what}</strong>
      <p className={styles.next}>{title ? `${what} ${next}` : next}</p>
    </Notice>
  );
}

interface EmptyStateProps {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {Icon && <Icon aria-hidden />}
      <p className={styles.title}>{title}</p>
      {children && <p>{children}</p>}
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  );
}
