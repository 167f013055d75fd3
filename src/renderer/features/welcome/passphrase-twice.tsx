import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/text-field.tsx';
import { strengthOf } from './strength.ts';
import styles from './welcome.module.css';

export interface TypedTwice {
  passphrase: string;
  again: string;
}

export const nothingTyped: TypedTwice = { passphrase: '', again: '' };

/** Long enough, and the same both times. */
export function isAgreed({ passphrase, again }: TypedTwice): boolean {
  return strengthOf(passphrase) !== 'short' && passphrase === again;
}

interface PassphraseTwiceProps {
  value: TypedTwice;
  onChange: (value: TypedTwice) => void;
}

/** A new passphrase, which nobody can recover: typed twice. */
export function PassphraseTwice({ value, onChange }: PassphraseTwiceProps) {
  const { t } = useTranslation('welcome');
  const { passphrase, again } = value;
  const strength = passphrase ? strengthOf(passphrase) : 'advice';
  const isPoor = strength === 'weak' || strength === 'short';
  return (
    <>
      <TextField
        label={t('passphrase.label')}
        type="password"
        value={passphrase}
        onChange={(typed) => onChange({ ...value, passphrase: typed })}
        note={
          <span aria-live="polite" className={isPoor ? styles.poor : undefined}>
            {isPoor && <TriangleAlert aria-hidden />}
            {t(`strength.${strength}`)}
          </span>
        }
      />
      <TextField
        label={t('new.again')}
        type="password"
        value={again}
        onChange={(typed) => onChange({ ...value, again: typed })}
        error={again !== '' && again !== passphrase ? t('new.differs') : undefined}
      />
    </>
  );
}
