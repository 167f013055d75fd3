import { useId, type ReactNode } from 'react';
import styles from './overview.module.css';

interface PanelProps {
  title: string;
  note?: string | undefined;
  children: ReactNode;
}

export function Panel({ title, note, children }: PanelProps) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      {note && <p className={styles.note}>{note}</p>}
    </section>
  );
}
