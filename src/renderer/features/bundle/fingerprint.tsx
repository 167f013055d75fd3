import styles from './bundle.module.css';

/** A key's fingerprint in groups of four, to be read aloud and compared; copied, it is one word. */
export function Fingerprint({ value }: { value: string }) {
  const groups = value.match(/.{1,4}/g) ?? [];
  return (
    <span className={styles.fingerprint}>
      {groups.map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </span>
  );
}
