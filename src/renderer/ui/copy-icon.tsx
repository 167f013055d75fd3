import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import { IconButton } from './button.tsx';

interface CopyIconProps {
  text: string;
  /** What it does: "Copy SHA-256". */
  label: string;
}

/** Puts exactly what stands beside it on the clipboard, and says so. */
export function CopyIcon({ text, label }: CopyIconProps) {
  const { t } = useTranslation('common');
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      size="small"
      icon={copied ? Check : Copy}
      label={copied ? t('copied') : label}
      onPress={() => void api.call('clipboard.write', { text }).then(() => setCopied(true))}
    />
  );
}
