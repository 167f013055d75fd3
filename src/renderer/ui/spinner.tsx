import styles from './spinner.module.css';

/** Decoration only: say in words what is going on. */
export function Spinner() {
  return <span className={styles.spinner} aria-hidden />;
}

/** Grey bars in the place of text that is on its way. `lines` is about how many. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className={styles.skeleton} aria-hidden>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} style={{ width: `${90 - ((line * 37) % 45)}%` }} />
      ))}
    </div>
  );
}
