import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { Button } from '../../ui/button.tsx';

/** Puts a fingerprint on the clipboard. */
export function CopyFingerprint({ value }: { value: string }) {
  const { t } = useTranslation(['sealing', 'common']);
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="small"
      icon={copied ? Check : Copy}
      onPress={() => {
        void api.call('clipboard.write', { text: value }).then(() => setCopied(true));
      }}
    >
      {copied ? t('common:copied') : t('facts.copyFingerprint')}
    </Button>
  );
}
