import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../shared/contract.ts';
import type { Failure } from '../../../shared/errors.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FailureNotice, Notice } from '../../ui/notice.tsx';
import overlay from '../../ui/overlay.module.css';
import { TextField } from '../../ui/text-field.tsx';

export interface Unlocking {
  by: 'identity' | 'passphrase';
  identity: string;
  passphrase: string;
}

export const nothingGiven: Unlocking = { by: 'identity', identity: '', passphrase: '' };

/** What main is told; null while nothing was given. */
export function unlockingOf({
  by,
  identity,
  passphrase,
}: Unlocking): ChannelInput<'bundle.unlock'> | null {
  if (by === 'identity') return identity.trim() === '' ? null : { identity };
  return passphrase === '' ? null : { passphrase };
}

interface UnlockFieldsProps {
  value: Unlocking;
  onChange: (value: Unlocking) => void;
  /** Why the last try failed. */
  failure: Failure | null;
  isDisabled: boolean;
  onEnter: () => void;
}

/** What an encrypted bundle is opened with; a wrong one says so. */
export function UnlockFields({ value, onChange, failure, isDisabled, ...on }: UnlockFieldsProps) {
  const { t } = useTranslation('sealing');
  const { by } = value;
  const isWrong = failure?.kind === 'bundle.wrong-key';
  const isMisread = failure?.kind === 'input.invalid';
  return (
    <form
      className={overlay.form}
      onSubmit={(event) => {
        event.preventDefault();
        on.onEnter();
      }}
    >
      <Notice tone="info">
        <strong>{t('open.encrypted')}</strong>
        <p>{t('open.encryptedText')}</p>
      </Notice>
      <ChoiceGroup
        label={t('open.means')}
        look="bar"
        value={by}
        onChange={(means) => onChange({ ...value, by: means })}
        isDisabled={isDisabled}
        choices={[
          { id: 'identity', label: t('open.identity') },
          { id: 'passphrase', label: t('open.passphrase') },
        ]}
      />
      <TextField
        key={by}
        label={t(by === 'identity' ? 'open.identityLabel' : 'seal.passphrase')}
        type="password"
        value={value[by]}
        onChange={(typed) => onChange({ ...value, [by]: typed })}
        isDisabled={isDisabled}
        autoFocus
        {...(by === 'identity' ? { note: t('open.identityNote') } : {})}
        error={
          isWrong
            ? t(by === 'identity' ? 'open.wrongIdentity' : 'open.wrongPassphrase')
            : isMisread
              ? t('open.identityWrong')
              : undefined
        }
      />
      {failure && !isWrong && !isMisread && <FailureNotice failure={failure} />}
    </form>
  );
}
