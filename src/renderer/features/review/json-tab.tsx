import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventRecord } from '../../../shared/session.ts';
import { CopyButton } from './copy-button.tsx';
import { jsonPieces, layOut } from './json-text.ts';
import styles from './detail-pane.module.css';

/** The vendor's own words, to the letter but for the line breaks; copied without those. */
export function JsonTab({ record }: { record: EventRecord }) {
  const { t } = useTranslation('review');
  return (
    <div className={styles.tab}>
      <Json title={t('detail.raw')} json={record.raw} />
      {record.rawDetails !== null && (
        <Json title={t('detail.rawDetails')} json={record.rawDetails} />
      )}
    </div>
  );
}

export function Json({ title, json }: { title: string; json: string }) {
  const pieces = useMemo(() => jsonPieces(layOut(json)), [json]);
  return (
    <section>
      <h3 className={styles.sub}>
        {title}
        <CopyButton text={json} />
      </h3>
      <pre className={`${styles.json} selectable`}>
        {pieces.map(({ kind, text }, at) =>
          kind === 'plain' ? (
            text
          ) : (
            <span key={at} className={styles[kind]}>
              {text}
            </span>
          ),
        )}
      </pre>
    </section>
  );
}
