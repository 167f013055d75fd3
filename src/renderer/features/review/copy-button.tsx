import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { useCopy } from './copy.ts';

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation('review');
  const copy = useCopy();
  return (
    <IconButton size="small" icon={Copy} label={label ?? t('copy')} onPress={() => copy(text)} />
  );
}
