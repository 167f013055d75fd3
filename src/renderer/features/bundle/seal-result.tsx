import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { useFormat } from '../../state/preferences.ts';
import { CopyIcon } from '../../ui/copy-icon.tsx';
import { Done, Facts } from '../../ui/result.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { Proof } from './proof.tsx';
import styles from './bundle.module.css';

interface SealResultProps {
  result: NonNullable<ChannelOutput<'bundle.seal'>>;
  /** Signed with a key for this bundle alone. */
  once: boolean;
  /** Raw answers were left out. */
  isPart: boolean;
}

/** Where the bundle is, and what the recipient is to be told beside it. */
export function SealResult({ result, once, isPart }: SealResultProps) {
  const { t } = useTranslation('sealing');
  const format = useFormat();
  return (
    <>
      <Done>{t('seal.done')}</Done>
      <Facts>
        <dt>{t('facts.file')}</dt>
        <dd className="mono">{result.fileName}</dd>
        <dt>{t('facts.events')}</dt>
        <dd>{format.number(result.events)}</dd>
        <dt>{t('facts.size')}</dt>
        <dd>{format.bytes(result.bytes)}</dd>
        <dt>{t('facts.fingerprint')}</dt>
        <dd className={styles.copied}>
          <Fingerprint value={result.fingerprint} />
          <CopyIcon text={result.fingerprint} label={t('facts.copyFingerprint')} />
        </dd>
        <dt>{t('facts.tagManifest')}</dt>
        <dd className={styles.copied}>
          <span className={styles.sum}>{result.tagManifest}</span>
          <CopyIcon text={result.tagManifest} label={t('facts.copyManifest')} />
        </dd>
        <dt>{t('facts.sha256')}</dt>
        <dd className={styles.copied}>
          <span className={styles.sum}>{result.sha256}</span>
          <CopyIcon text={result.sha256} label={t('facts.copySha256')} />
        </dd>
      </Facts>
      <p>{t(once ? 'seal.tellOnce' : 'seal.tell')}</p>
      <Proof of={isPart ? 'part' : 'whole'} sealed />
    </>
  );
}
