import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { relianceOf } from '../../../shared/reliance.ts';
import { useCall } from '../../api.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { useShown } from '../../state/selection.ts';
import { FailureNotice } from '../../ui/notice.tsx';
import { Facts } from '../../ui/result.tsx';
import { useRelianceWords } from '../collect/reliance-words.ts';
import styles from './export.module.css';

interface ExportScopeProps {
  /** Events that match; undefined while they are counted. */
  count: number | undefined;
  failure: unknown;
  /** Columns; null where there are none to choose. */
  fields: readonly string[] | null;
  /** A dataset lies by days: of the orders only that of time can be kept. */
  isByTime: boolean;
}

/** What goes into the file, to the letter, before it is made. */
export function ExportScope({ count, failure, fields, isByTime }: ExportScopeProps) {
  const { t } = useTranslation(['export', 'common']);
  const format = useFormat();
  const zone = useZone();
  const { query, period, sort: shown } = useShown();
  const sort = isByTime && shown[0]?.field !== 'time' ? [] : shown;
  const info = useCall('session.info').data;
  const reliance = useMemo(() => info && relianceOf(info, period), [info, period]);
  const words = useRelianceWords();
  if (failure) return <FailureNotice failure={failure} />;
  return (
    <Facts>
      <dt>{t('scope.events')}</dt>
      <dd>
        <strong>{count === undefined ? '…' : format.number(count)}</strong>
        {count === 0 && <span className="muted"> · {t('scope.nothing')}</span>}
      </dd>
      <dt>{t('scope.query')}</dt>
      <dd className={query ? 'mono' : ''}>{query || t('scope.noQuery')}</dd>
      <dt>{t('scope.period')}</dt>
      <dd>
        {period
          ? // Broken after the dash, if at all.
            `${format.dateTimeSeconds(period.from)}\u00a0– ${format.dateTimeSeconds(period.to)} · ${zone}`
          : t('scope.noPeriod')}
      </dd>
      <dt>{t('scope.order')}</dt>
      <dd>
        {sort.length === 0
          ? t('scope.newestFirst')
          : sort.map(({ field, descending }) => `${field} ${descending ? '↓' : '↑'}`).join(', ')}
      </dd>
      {reliance && (
        <>
          <dt>{t('scope.reliance')}</dt>
          <dd>{words.sentence(reliance)}</dd>
        </>
      )}
      {fields && (
        <>
          <dt>{t('columns.heads')}</dt>
          <dd className={styles.fields}>{fields.join(', ')}</dd>
        </>
      )}
    </Facts>
  );
}
