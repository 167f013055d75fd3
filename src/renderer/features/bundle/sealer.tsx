import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { refresh } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Fingerprint } from './fingerprint.tsx';
import styles from './bundle.module.css';

interface SealerProps {
  sealer: ChannelOutput<'bundle.sealer'>;
  name: string;
  onName: (name: string) => void;
}

/** Why the bundle is signed with a key for once. */
export function OnceOnly({ keychain }: { keychain: 'absent' | 'locked' }) {
  const { t } = useTranslation(['sealing', 'common']);
  return (
    <Notice tone="warning">
      <div className={styles.choice}>
        <p>{t(`seal.${keychain}`)}</p>
        <div>
          <Button size="small" onPress={() => void refresh('bundle.sealer', 'app.info')}>
            {t('common:checkAgain')}
          </Button>
        </div>
      </div>
    </Notice>
  );
}

/** Who signs, and with which key of their own. */
export function Sealer({ sealer, name, onName }: SealerProps) {
  const { t } = useTranslation('sealing');
  const { keychain, fingerprint } = sealer;
  return (
    <div className={styles.choice}>
      <TextField
        label={t('seal.signer')}
        value={name}
        onChange={onName}
        note={t('seal.signerNote')}
        isRequired
      />
      {keychain === 'available' && (
        <p className={styles.note}>{t(fingerprint === null ? 'seal.newKey' : 'seal.ownKey')}</p>
      )}
      {keychain === 'available' && fingerprint !== null && <Fingerprint value={fingerprint} />}
    </div>
  );
}
