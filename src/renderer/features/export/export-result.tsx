import { useState } from 'react';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/contract.ts';
import { api } from '../../api.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Done, Facts } from '../../ui/result.tsx';
import styles from './export.module.css';

/** The file that was made, and the sum that proves it is unchanged. */
export function ExportResult({ result }: { result: NonNullable<ChannelOutput<'export.start'>> }) {
  const { t } = useTranslation(['export', 'common']);
  const format = useFormat();
  const [copied, setCopied] = useState(false);
  return (
    <>
      <Done>{t('done')}</Done>
      <Facts>
        <dt>{t('result.file')}</dt>
        <dd className="mono">{result.fileName}</dd>
        <dt>{t('result.rows')}</dt>
        <dd>{format.number(result.rows)}</dd>
        <dt>SHA-256</dt>
        <dd className={styles.hash}>
          {/* Two halves of one line each. */}
          {result.sha256.slice(0, 32)}
          <wbr />
          {result.sha256.slice(32)}
        </dd>
      </Facts>
      <div>
        <Button
          size="small"
          icon={copied ? Check : Copy}
          onPress={() => {
            void api.call('clipboard.write', { text: result.sha256 }).then(() => setCopied(true));
          }}
        >
          {copied ? t('common:copied') : t('result.copySum')}
        </Button>
      </div>
      <p className="muted">{t('result.manifest', { file: `${result.fileName}.manifest.json` })}</p>
    </>
  );
}
