import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BundleReport, Signer } from '../../../shared/bundle.ts';
import { useAction } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Fingerprint } from './fingerprint.tsx';
import styles from './bundle.module.css';

interface ConfirmSignerProps {
  signer: Signer;
  onConfirmed: (report: BundleReport) => void;
}

/** Once, and only by somebody who says that they compared the fingerprint. */
export function ConfirmSigner({ signer, onConfirmed }: ConfirmSignerProps) {
  const { t } = useTranslation('sealing');
  const [compared, setCompared] = useState(false);
  const [name, setName] = useState(signer.name);
  const confirm = useAction('bundle.confirm');
  return (
    <section className={styles.confirm} aria-labelledby="confirm-signer">
      <h3 id="confirm-signer">{t('confirm.title')}</h3>
      <p className="muted">{t('confirm.text')}</p>
      <Fingerprint value={signer.fingerprint} />
      <Checkbox label={t('confirm.compared')} value={compared} onChange={setCompared} />
      <div className={styles.named}>
        <TextField
          label={t('confirm.name')}
          value={name}
          onChange={setName}
          isDisabled={!compared}
        />
        <Button
          variant="primary"
          isDisabled={!compared || name.trim() === ''}
          isPending={confirm.isPending}
          onPress={() => confirm.mutate({ name }, { onSuccess: onConfirmed })}
        >
          {t('confirm.action')}
        </Button>
      </div>
      {confirm.error && <FailureNotice failure={confirm.error} />}
    </section>
  );
}
