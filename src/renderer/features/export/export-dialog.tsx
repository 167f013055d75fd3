import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { takesChoice, type OfferedFormat } from '../../../shared/export.ts';
import { api, useAction, useCall } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { useSelection, useShown } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { ResultDialog } from '../../ui/result.tsx';
import { canLeave, MaskChoice, maskedByDefault, unmaskedReason } from '../privacy/mask-choice.tsx';
import { ExportChoices } from './export-choices.tsx';
import { allColumns, exportColumns } from './export-columns.ts';
import { ExportResult } from './export-result.tsx';
import { ExportScope } from './export-scope.tsx';
import { styleFor, usualChoices } from './export-style.ts';
import { useExportProgress } from './use-export-progress.ts';

/** Exactly what is shown: query, period, order, columns. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation(['export', 'common']);
  const { sort, columns } = useShown();
  const selection = useSelection();
  const count = useCall('review.count', { selection }, { fresh: true });
  const run = useAction('export.start');
  const [format, setFormat] = useState<OfferedFormat>('csv');
  const [choices, setChoices] = useState(usualChoices);
  const [mask, setMask] = useState(maskedByDefault);
  const [result, setResult] = useState<ChannelOutput<'export.start'>>(null);
  const { progress, restart } = useExportProgress();

  const language = i18n.language === 'ru' ? 'ru' : 'en';
  const style = styleFor(format, choices, exportColumns(columns), language);
  // That there is nothing is worth a report.
  const isEmpty = count.data?.matching === 0 && !takesChoice(format, 'question');
  const cancelled = run.error?.failure.kind === 'cancelled';

  function start(): void {
    restart();
    run.mutate(
      { ...style, selection, sort, format, unmasked: unmaskedReason(mask) },
      { onSuccess: setResult },
    );
  }

  if (result) {
    return (
      <ResultDialog
        title={t('title')}
        onClose={onClose}
        onShowInFolder={() => void api.call('export.showInFolder')}
      >
        <ExportResult result={result} />
      </ResultDialog>
    );
  }

  return (
    <Dialog
      title={t('title')}
      onClose={onClose}
      sticky={run.isPending}
      foot={
        run.isPending ? (
          <Button onPress={() => void api.call('export.cancel')}>{t('cancel')}</Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('common:cancel')}</Button>
            <Button
              variant="primary"
              onPress={start}
              isDisabled={!count.data || isEmpty || !canLeave(mask)}
            >
              {t('start')}
            </Button>
          </>
        )
      }
    >
      <ExportScope
        count={count.data?.matching}
        failure={count.error}
        fields={takesChoice(format, 'columns') ? (style.columns ?? allColumns(format)) : null}
        isByTime={style.partitioned}
      />
      {!run.isPending && <MaskChoice value={mask} onChange={setMask} />}
      <ExportChoices
        format={format}
        onFormat={setFormat}
        value={choices}
        onChange={setChoices}
        isDisabled={run.isPending}
      />
      {run.isPending && <Running {...progress} />}
      {cancelled && <p role="status">{t('cancelled')}</p>}
      {run.error && !cancelled && <FailureNotice failure={run.error} />}
    </Dialog>
  );
}

function Running({ rows, of, rate }: ReturnType<typeof useExportProgress>['progress']) {
  const { t } = useTranslation('export');
  const format = useFormat();
  const done = { rows: format.number(rows), of: format.number(of) };
  const text =
    rate === null
      ? t('rowsOf', done)
      : t('rowsOfAt', { ...done, rate: format.number(Math.round(rate)) });
  return (
    <ProgressBar
      label={t('running')}
      value={of > 0 ? rows / of : null}
      text={of > 0 ? text : t('choosing')}
    />
  );
}
