import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components';
import styles from './progress.module.css';

interface ProgressBarProps {
  label: string;
  /** Share from 0 to 1; null while it cannot be told. */
  value: number | null;
  /** The words a screen reader says, and what stands at the right. */
  text?: string;
  hideLabel?: boolean;
}

export function ProgressBar({ label, value, text, hideLabel }: ProgressBarProps) {
  return (
    <AriaProgressBar
      className={styles.progress ?? ''}
      value={(value ?? 0) * 100}
      isIndeterminate={value === null}
      {...(text ? { valueLabel: text } : {})}
      {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {({ percentage }) => (
        <>
          {!hideLabel && (
            <div className={styles.words}>
              <Label>{label}</Label>
              {text && <span className="muted">{text}</span>}
            </div>
          )}
          <div className={styles.track}>
            <div
              className={styles.fill}
              data-unknown={value === null || undefined}
              style={value === null ? undefined : { width: `${percentage ?? 0}%` }}
            />
          </div>
        </>
      )}
    </AriaProgressBar>
  );
}
