import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refresh, useAction } from '../../api.ts';
import { forgetAsking, useAsking, type WantedReveal } from '../../state/privacy.ts';
import { useFormat } from '../../state/preferences.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { isReason, ReasonField } from './reason-field.tsx';

/** Once, with the session: asks why before anything personal is shown or copied. */
export function Asking() {
  const { reveal, copy } = useAsking();
  if (reveal) return <RevealDialog wanted={reveal} />;
  if (copy) return <CopyDialog rows={copy} />;
  return null;
}

function RevealDialog({ wanted }: { wanted: WantedReveal }) {
  const { t } = useTranslation('privacy');
  const { row, field, label } = wanted;
  const [reason, setReason] = useState('');
  const reveal = useAction('privacy.reveal');
  const what =
    row === null
      ? field === null
        ? t('reveal.whatAll')
        : t('reveal.whatFieldEverywhere', { field: label })
      : field === null
        ? t('reveal.whatEvent')
        : t('reveal.whatField', { field: label });
  return (
    <FormDialog
      title={t('reveal.title')}
      submit={t('reveal.submit')}
      canSubmit={isReason(reason)}
      isPending={reveal.isPending}
      dirty={false}
      failure={reveal.error}
      onSubmit={() => reveal.mutate({ row, field, reason }, { onSuccess: forgetAsking })}
      onClose={forgetAsking}
    >
      <p>
        {what} {t('reveal.until')}
      </p>
      <ReasonField value={reason} onChange={setReason} />
      <p className="muted">{t('reveal.recorded')}</p>
    </FormDialog>
  );
}

function CopyDialog({ rows }: { rows: readonly number[] }) {
  const { t } = useTranslation('privacy');
  const format = useFormat();
  const [reason, setReason] = useState('');
  const copy = useAction('review.copy');
  const write = useAction('clipboard.write');
  const number = { count: rows.length, number: format.number(rows.length) };
  const submit = () => {
    const input = { rows: [...rows], format: 'json' as const, columns: [], unmasked: reason };
    copy.mutate(input, {
      onSuccess({ text, rows: copied }) {
        write.mutate({ text }, { onSuccess: () => said(copied) });
      },
    });
  };
  const said = (copied: number) => {
    forgetAsking();
    void refresh('privacy.reveals');
    toast({
      title: 'table:copy.copied',
      params: { count: copied, number: format.number(copied), of: number.number },
      ...(copied < rows.length ? { text: 'table:copy.cut' as const } : {}),
    });
  };
  return (
    <FormDialog
      title={t('copyTitle')}
      submit={t('copySubmit')}
      canSubmit={isReason(reason)}
      isPending={copy.isPending || write.isPending}
      dirty={false}
      failure={copy.error ?? write.error}
      onSubmit={submit}
      onClose={forgetAsking}
    >
      <p>{t('copyWhat', number)}</p>
      <ReasonField value={reason} onChange={setReason} />
      <p className="muted">{t('reveal.recorded')}</p>
    </FormDialog>
  );
}
