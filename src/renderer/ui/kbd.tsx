import styles from './badge.module.css';

/** A key; those that are held together, with blanks between them, are one: "Ctrl+Home". */
export function Kbd({ children }: { children: string }) {
  return <kbd className={styles.kbd}>{children.replaceAll(' ', '+')}</kbd>;
}
