import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleInfo } from '../../../shared/rules.ts';
import { triageReason } from '../../../shared/triage.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { judge } from './judging.ts';
import { useRuleTexts, type Judged } from './use-findings.ts';

interface JudgeDialogProps {
  judged: Judged;
  rule: RuleInfo | undefined;
  state: 'dismissed' | 'confirmed';
  onClose: () => void;
}

/** Dismissing wants a reason; confirming may have a note, which the report shows. */
export function JudgeDialog({ judged, rule, state, onClose }: JudgeDialogProps) {
  const { t } = useTranslation('findings');
  const { title } = useRuleTexts().ofFinding(judged.finding, rule);
  const [reason, setReason] = useState('');
  const [pending, setPending] = useState(false);
  const given = triageReason.safeParse(reason).data ?? null;
  const isDismissing = state === 'dismissed';

  async function say(): Promise<void> {
    setPending(true);
    const done = await judge({ ...judged.finding, title }, state, given);
    setPending(false);
    if (done) onClose();
  }

  return (
    <FormDialog
      title={t(isDismissing ? 'dismissTitle' : 'confirmTitle', { title })}
      size="medium"
      submit={t(isDismissing ? 'dismiss' : 'confirm')}
      canSubmit={given !== null || !isDismissing}
      isPending={pending}
      dirty={reason.trim() !== ''}
      onSubmit={() => void say()}
      onClose={onClose}
    >
      <p className="muted">{t(isDismissing ? 'dismissText' : 'confirmText')}</p>
      <TextField
        label={t(isDismissing ? 'reason' : 'note')}
        note={isDismissing ? t('reasonNote') : undefined}
        value={reason}
        onChange={setReason}
        lines={4}
        autoFocus
        isRequired={isDismissing}
      />
    </FormDialog>
  );
}
