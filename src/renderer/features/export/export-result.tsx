import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { useFormat } from '../../state/preferences.ts';
import { CopyIcon } from '../../ui/copy-icon.tsx';
import { Done, Facts } from '../../ui/result.tsx';
import styles from './export.module.css';

/** The file that was made, and the sum that proves it is unchanged. */
export function ExportResult({ result }: { result: NonNullable<ChannelOutput<'export.start'>> }) {
  const { t } = useTranslation('export');
  const format = useFormat();
  return (
    <>
      <Done>{t('done')}</Done>
      <Facts>
        <dt>{t('result.file')}</dt>
        <dd className="mono">{result.fileName}</dd>
        <dt>{t('result.rows')}</dt>
        <dd>{format.number(result.rows)}</dd>
        <dt>SHA-256</dt>
        <dd className={styles.sum}>
          <span className={styles.hash}>
            {/* Two halves of one line each. */}
            {result.sha256.slice(0, 32)}
            <wbr />
            {result.sha256.slice(32)}
          </span>
          <CopyIcon text={result.sha256} label={t('result.copySum')} />
        </dd>
      </Facts>
      <p className="muted">{t('result.manifest', { file: `${result.fileName}.manifest.json` })}</p>
    </>
  );
}
