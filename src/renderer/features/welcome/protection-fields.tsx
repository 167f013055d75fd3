import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../shared/contract.ts';
import { useAppInfo } from '../../state/preferences.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { isAgreed, nothingTyped, PassphraseTwice, type TypedTwice } from './passphrase-twice.tsx';

interface Protecting extends TypedTwice {
  kind: 'keychain' | 'passphrase';
}

/** What a person has said of a new session's key; the keychain's where there is one. */
export function useProtecting() {
  const keychain = useAppInfo()?.keychain ?? 'available';
  const [value, onChange] = useState<Protecting>({
    kind: keychain === 'available' ? 'keychain' : 'passphrase',
    ...nothingTyped,
  });
  return { value, onChange };
}

/** What main is told; null while something is missing. */
export function protectionOf(
  value: Protecting,
): ChannelInput<'sessions.create'>['protection'] | null {
  if (value.kind === 'keychain') return { kind: 'keychain' };
  return isAgreed(value) ? { kind: 'passphrase', passphrase: value.passphrase } : null;
}

/** What keeps the key of a new session. */
export function ProtectionFields({ value, onChange }: ReturnType<typeof useProtecting>) {
  const { t } = useTranslation('welcome');
  const keychain = useAppInfo()?.keychain ?? 'available';
  return (
    <>
      <ChoiceGroup
        label={t('new.protection')}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind })}
        choices={[
          {
            id: 'keychain',
            label: t('new.keychain'),
            note: t(`new.keychainNote.${keychain}`),
            disabled: keychain !== 'available',
          },
          { id: 'passphrase', label: t('new.passphrase'), note: t('new.passphraseNote') },
        ]}
      />
      {value.kind === 'passphrase' && (
        <PassphraseTwice value={value} onChange={(typed) => onChange({ ...value, ...typed })} />
      )}
    </>
  );
}
