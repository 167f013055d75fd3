import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventRecord } from '../../../shared/session.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from './copy-button.tsx';
import { jsonPieces, layOut } from './json-text.ts';
import { JsonTreeView } from './json-tree-view.tsx';
import styles from './detail-pane.module.css';
import tree from './json-tree.module.css';

/** The vendor's own words, to the letter but for the line breaks; copied without those. */
export function JsonTab({ record }: { record: EventRecord }) {
  const { t } = useTranslation('review');
  return (
    <div className={styles.tab}>
      <JsonTreeView key={record.raw} title={t('detail.raw')} json={record.raw} />
      {record.rawDetails !== null && (
        <JsonTreeView
          key={record.rawDetails}
          title={t('detail.rawDetails')}
          json={record.rawDetails}
        />
      )}
    </div>
  );
}

/** So much of an object of several megabytes is laid out at once, characters. */
const mostShown = 20_000;

/** The beginning of an object of any size, and more of it when wanted; what is copied is whole. */
export function BoundedJson({ title, json }: { title: string; json: string }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const [limit, setLimit] = useState(mostShown);
  if (json.length <= limit) return <Json title={title} json={json} />;
  return (
    <>
      <Json title={title} json={json} shown={json.slice(0, limit)} />
      <p className="muted">
        {t('json.cut', { shown: format.number(limit), of: format.number(json.length) })}{' '}
        <Button variant="link" size="small" onPress={() => setLimit(limit + 10 * mostShown)}>
          {t('json.more')}
        </Button>
      </p>
    </>
  );
}

interface JsonProps {
  title: string;
  json: string;
  /** The part of it that is laid out. */
  shown?: string;
}

function Json({ title, json, shown = json }: JsonProps) {
  const pieces = useMemo(() => jsonPieces(layOut(shown)), [shown]);
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
            <span key={at} className={tree[kind]}>
              {text}
            </span>
          ),
        )}
      </pre>
    </section>
  );
}
