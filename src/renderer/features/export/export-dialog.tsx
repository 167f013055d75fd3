import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { api, useAction, useCall, usePush } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { useSelection, useShown } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, ChoiceGroup } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';
import { allColumns, exportColumns } from './export-columns.ts';
import { ExportResult } from './export-result.tsx';
import { ExportScope } from './export-scope.tsx';

type Format = 'csv' | 'ndjson';
const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** Exactly what is shown: query, period, order, columns. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['export', 'common']);
  const numbers = useFormat();
  const { sort, columns } = useShown();
  const selection = useSelection();
  const count = useCall('review.count', { selection }, { fresh: true });
  const run = useAction('export.start');
  const [format, setFormat] = useState<Format>('csv');
  const [which, setWhich] = useState<'shown' | 'all'>('shown');
  const [separator, setSeparator] = useState<keyof typeof separators>('comma');
  const [bom, setBom] = useState(true);
  const [progress, setProgress] = useState({ rows: 0, of: 0 });
  const [result, setResult] = useState<ChannelOutput<'export.start'>>(null);
  usePush('export.progress', setProgress);

  const fields = which === 'shown' ? exportColumns(columns) : allColumns;
  const share = progress.of > 0 ? progress.rows / progress.of : null;
  const cancelled = run.error?.failure.kind === 'cancelled';

  function start(): void {
    setProgress({ rows: 0, of: 0 });
    run.mutate(
      {
        selection,
        sort,
        format,
        columns: format === 'csv' && which === 'shown' ? [...fields] : null,
        csv: { separator: separators[separator], bom },
        partitioned: false,
        syslog: false,
      },
      { onSuccess: setResult },
    );
  }

  if (result) {
    return (
      <Dialog
        title={t('title')}
        onClose={onClose}
        foot={
          <>
            <Button onPress={() => void api.call('export.showInFolder')}>
              {t('common:showInFolder')}
            </Button>
            <Button variant="primary" autoFocus onPress={onClose}>
              {t('common:close')}
            </Button>
          </>
        }
      >
        <ExportResult result={result} />
      </Dialog>
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
              isDisabled={!count.data || count.data.matching === 0}
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
        fields={format === 'csv' ? fields : null}
      />
      <ChoiceGroup
        label={t('format')}
        value={format}
        onChange={setFormat}
        isDisabled={run.isPending}
        choices={[
          { id: 'csv', label: 'CSV', note: t('csvNote') },
          { id: 'ndjson', label: 'NDJSON', note: t('ndjsonNote') },
        ]}
      />
      {format === 'csv' && (
        <>
          <ChoiceGroup
            label={t('columns.label')}
            look="bar"
            value={which}
            onChange={setWhich}
            isDisabled={run.isPending}
            choices={[
              { id: 'shown', label: t('columns.shown') },
              { id: 'all', label: t('columns.all') },
            ]}
          />
          <Select
            label={t('separator.label')}
            value={separator}
            onChange={setSeparator}
            isDisabled={run.isPending}
            choices={(['comma', 'semicolon', 'tab'] as const).map((id) => ({
              id,
              label: t(`separator.${id}`),
            }))}
          />
          <Checkbox
            label={t('bom')}
            note={t('bomNote')}
            value={bom}
            onChange={setBom}
            isDisabled={run.isPending}
          />
        </>
      )}
      {run.isPending && (
        <ProgressBar
          label={t('running')}
          value={share}
          text={
            progress.of > 0
              ? t('rowsOf', {
                  rows: numbers.number(progress.rows),
                  of: numbers.number(progress.of),
                })
              : t('choosing')
          }
        />
      )}
      {cancelled && <p role="status">{t('cancelled')}</p>}
      {run.error && !cancelled && <FailureNotice failure={run.error} />}
    </Dialog>
  );
}
