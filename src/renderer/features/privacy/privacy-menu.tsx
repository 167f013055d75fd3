import { Eye, EyeOff, Lock, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { openDialog } from '../../state/navigation.ts';
import { askReveal, usePrivacy } from '../../state/privacy.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { toastFailure } from '../../ui/toast.tsx';

/** Whether personal data is seen now, and what can be done about it. */
export function PrivacyMenu() {
  const { t } = useTranslation('privacy');
  const { shown } = usePrivacy();
  const all = shown.some(({ row, field }) => row === null && field === null);
  const state = t(`state.${shown.length === 0 ? 'masked' : all ? 'all' : 'some'}`);
  return (
    <Menu
      label={state}
      trigger={<IconButton label={state} icon={shown.length === 0 ? EyeOff : Eye} />}
      entries={[
        {
          id: 'all',
          label: t('reveal.all'),
          icon: Eye,
          disabled: all,
          onAction: () => askReveal({ row: null, field: null, label: '' }),
        },
        {
          id: 'hide',
          label: t('reveal.hide'),
          icon: EyeOff,
          disabled: shown.length === 0,
          onAction: () => void api.call('privacy.hide').catch(toastFailure),
        },
        {
          id: 'record',
          label: t('record.title'),
          icon: ScrollText,
          apart: true,
          onAction: () => openDialog('reveals'),
        },
        {
          id: 'lock',
          label: t('lock.now'),
          icon: Lock,
          shortcut: 'Ctrl L',
          onAction: () => void api.call('privacy.lock').catch(toastFailure),
        },
      ]}
    />
  );
}
