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

/** Who signs, and with what: one's own key, or, where the keychain cannot give it, one for once. */
export function Sealer({ sealer, name, onName }: SealerProps) {
  const { t } = useTranslation(['sealing', 'common']);
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
      {keychain === 'available' ? (
        fingerprint === null ? (
          <p className="muted">{t('seal.newKey')}</p>
        ) : (
          <>
            <p className="muted">{t('seal.ownKey')}</p>
            <Fingerprint value={fingerprint} />
          </>
        )
      ) : (
        <Notice
          tone="warning"
          action={
            <Button size="small" onPress={() => void refresh('bundle.sealer', 'app.info')}>
              {t('common:checkAgain')}
            </Button>
          }
        >
          {t(`seal.${keychain}`)}
        </Notice>
      )}
    </div>
  );
}
