import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { copy } from './copy.ts';

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation('review');
  return (
    <IconButton size="small" icon={Copy} label={label ?? t('copy')} onPress={() => copy(text)} />
  );
}
