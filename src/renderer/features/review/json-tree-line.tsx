import { clsx } from 'clsx';
import { Copy, Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../state/preferences.ts';
import { IconButton } from '../../ui/button.tsx';
import { copy } from './copy.ts';
import type { TreeRow } from './json-rows.ts';
import { pathText, valueOf } from './json-tree.ts';
import styles from './json-tree.module.css';

/** So much of a long value is shown at once, characters. */
const longest = { closed: 160, open: 20_000 } as const;

interface LineProps {
  id: string;
  json: string;
  row: TreeRow;
  active: boolean;
  lit: boolean;
  onPress: () => void;
}

/** A line of the tree; the tree has the keyboard. */
export function JsonLine({ id, json, row, active, lit, onPress }: LineProps) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { node, depth, open, canOpen, more } = row;
  return (
    // The tree has the keyboard: its lines are named by aria-activedescendant.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={canOpen ? open : undefined}
      aria-selected={active}
      className={clsx(styles.line, lit && styles.lit)}
      style={{ paddingLeft: depth * 14 }}
      onClick={onPress}
    >
      {more ? (
        <span className={styles.more}>
          {t('json.moreRows', { number: format.number(more.shown) })}
        </span>
      ) : (
        <>
          <span className={styles.twist} aria-hidden>
            {canOpen ? (open ? '▾' : '▸') : ''}
          </span>
          <span className={styles.text}>
            {depth > 0 && (
              <>
                <span className={node.key === null ? styles.index : styles.key}>
                  {node.key ?? node.index}
                </span>
                <span className={styles.quiet}>: </span>
              </>
            )}
            <Value json={json} row={row} />
          </span>
          <span className={styles.tools}>
            <IconButton
              size="small"
              icon={Copy}
              excludeFromTabOrder
              label={t('json.copyValue')}
              onPress={() => copy(valueOf(json, node))}
            />
            {row.way.length > 0 && (
              <IconButton
                size="small"
                icon={Waypoints}
                excludeFromTabOrder
                label={t('json.copyPath', { path: pathText(row.way) })}
                onPress={() => copy(pathText(row.way))}
              />
            )}
          </span>
        </>
      )}
    </div>
  );
}

function Value({ json, row: { node, open, size } }: { json: string; row: TreeRow }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const length = node.to - node.from;
  if (node.kind === 'object' || node.kind === 'array') {
    const [left, right] = node.kind === 'object' ? '{}' : '[]';
    const inside = size === null ? '…' : format.number(size);
    return (
      <span className={styles.quiet}>
        {size === 0 ? `${left}${right}` : open ? left : `${left} ${inside} ${right}`}
      </span>
    );
  }
  const limit = open ? longest.open : longest.closed;
  return (
    <span className={clsx('selectable', styles[node.kind])}>
      {json.slice(node.from, Math.min(node.to, node.from + limit))}
      {length > limit && (
        <span className={styles.quiet}>{t('json.long', { number: format.number(length) })}</span>
      )}
    </span>
  );
}
