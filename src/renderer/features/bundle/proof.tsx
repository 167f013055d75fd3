import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './bundle.module.css';

interface ProofProps {
  /** `part`: raw answers were left out. */
  of: 'whole' | 'part';
  /** For whoever hands it on. */
  sealed?: boolean;
  /** The signer is known already. */
  known?: boolean;
}

/** What a signature proves, and what it does not. */
export function Proof({ of, sealed = false, known = false }: ProofProps) {
  const { t } = useTranslation('sealing');
  const told = { whole: 'proof.yes', part: 'proof.yesPart' } as const;
  const handedOn = { whole: 'proof.yesSeal', part: 'proof.yesSealPart' } as const;
  const not = known ? (['noTruth'] as const) : (['noTruth', 'noWho'] as const);
  return (
    <section className={styles.proof} aria-label={t('proof.title')}>
      <h3>{t('proof.title')}</h3>
      <ul>
        <li data-proved>
          <Check aria-hidden />
          {t((sealed ? handedOn : told)[of])}
        </li>
        {not.map((name) => (
          <li key={name}>
            <Minus aria-hidden />
            {t(`proof.${name}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
