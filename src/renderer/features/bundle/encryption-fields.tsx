import { useTranslation } from 'react-i18next';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PassphraseTwice } from '../welcome/passphrase-twice.tsx';
import { misreadRecipient, type Encryption } from './seal-choices.ts';
import styles from './bundle.module.css';

interface EncryptionFieldsProps {
  value: Encryption;
  onChange: (value: Encryption) => void;
  /** Main could not read one of the keys. */
  refused: boolean;
}

/** Nobody, holders of keys, or whoever knows a passphrase. */
export function EncryptionFields({ value, onChange, refused }: EncryptionFieldsProps) {
  const { t } = useTranslation('sealing');
  const { to, recipients } = value;
  // A word that is still being typed is not complained of.
  const misread = /\s$/.test(recipients) ? misreadRecipient(recipients) : null;
  return (
    <>
      <div className={styles.choice}>
        <ChoiceGroup
          label={t('seal.encryption')}
          look="bar"
          value={to}
          onChange={(chosen) => onChange({ ...value, to: chosen })}
          choices={(['none', 'recipients', 'passphrase'] as const).map((id) => ({
            id,
            label: t(`seal.encryptions.${id}`),
          }))}
        />
        <p className={styles.note}>{t(`seal.encryptionNotes.${to}`)}</p>
      </div>
      {to === 'recipients' && (
        <TextField
          label={t('seal.recipients')}
          value={recipients}
          onChange={(typed) => onChange({ ...value, recipients: typed })}
          lines={3}
          mono
          note={t('seal.recipientsNote')}
          error={
            misread !== null
              ? t('seal.recipientWrong', { key: misread })
              : refused
                ? t('seal.recipientRefused')
                : undefined
          }
        />
      )}
      {to === 'passphrase' && (
        <PassphraseTwice value={value} onChange={(typed) => onChange({ ...value, ...typed })} />
      )}
    </>
  );
}
