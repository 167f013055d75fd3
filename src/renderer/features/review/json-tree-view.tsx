import { useDeferredValue, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../state/preferences.ts';
import { IconButton } from '../../ui/button.tsx';
import { copy } from './copy.ts';
import { CopyButton } from './copy-button.tsx';
import { pathText, searchJson, valueOf } from './json-tree.ts';
import { firstOpen, rowsOf, step, type TreeRow } from './json-rows.ts';
import { JsonLine } from './json-tree-line.tsx';
import pane from './detail-pane.module.css';
import styles from './json-tree.module.css';

/** So many hits are gone through; who finds more looks for something else. */
const mostHits = 1000;
/** JSON to the letter, to open and close, search in and copy from. Of any size: what is closed costs nothing. */
export function JsonTreeView({ title, json }: { title: string; json: string }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const [opened, setOpened] = useState<ReadonlyMap<number, number>>(() => firstOpen(json));
  const [cursor, setCursor] = useState(0);
  const [needle, setNeedle] = useState('');
  const wanted = useDeferredValue(needle.trim());
  const hits = useMemo(() => searchJson(json, wanted, mostHits), [json, wanted]);
  const [hit, setHit] = useState(0);
  const rows = useMemo(() => rowsOf(json, opened), [json, opened]);
  const lit = useMemo(() => new Set(hits.flatMap((way) => way.at(-1)?.from ?? [])), [hits]);
  const id = useId();
  const at = Math.min(cursor, rows.length - 1);

  function goTo(index: number): void {
    setCursor(index);
    requestAnimationFrame(() =>
      document.getElementById(`${id}${index}`)?.scrollIntoView({ block: 'nearest' }),
    );
  }

  function toggle(row: TreeRow, open = !row.open): void {
    const next = new Map(opened);
    if (open) next.set(row.node.from, step);
    else next.delete(row.node.from);
    setOpened(next);
  }

  /** Opens the way to a hit, however deep, and as far down as it stands. */
  function showHit(index: number): void {
    const way = hits[index];
    if (!way) return;
    setHit(index);
    const next = new Map(opened);
    const whole = [rows[0]?.node, ...way].filter((one) => one !== undefined);
    for (const [place, node] of whole.slice(0, -1).entries()) {
      const child = whole[place + 1]?.index ?? 0;
      next.set(
        node.from,
        Math.max(next.get(node.from) ?? 0, (Math.floor(child / step) + 1) * step),
      );
    }
    // What is looked for may stand beyond the beginning of a long text.
    const found = whole.at(-1);
    if (found?.kind === 'string') next.set(found.from, step);
    setOpened(next);
    const target = found?.from;
    goTo(rowsOf(json, next).findIndex(({ node, more }) => !more && node.from === target));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown') goTo(Math.min(rows.length - 1, at + 1));
    else if (event.key === 'ArrowUp') goTo(Math.max(0, at - 1));
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(rows.length - 1);
    else if (event.key === 'Enter' || event.key === ' ') press(row);
    else if (event.key === 'ArrowRight') {
      if (row.canOpen && !row.open) toggle(row, true);
      else if (row.open) goTo(Math.min(rows.length - 1, at + 1));
    } else if (event.key === 'ArrowLeft') {
      if (row.open) toggle(row, false);
      else if (row.parent !== null) goTo(row.parent);
    } else if (event.code === 'KeyC') copy(valueOf(json, row.node));
    else if (event.code === 'KeyP') copy(pathText(row.way));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function press(row: TreeRow): void {
    if (row.more) setOpened(new Map(opened).set(row.node.from, row.more.shown + 10 * step));
    else if (row.canOpen) toggle(row);
  }

  return (
    <section className={styles.section}>
      <h3 className={pane.sub}>
        {title}
        <CopyButton text={json} />
      </h3>
      <div className={styles.search}>
        <input
          type="search"
          className={styles.input}
          aria-label={t('json.search')}
          placeholder={t('json.search')}
          value={needle}
          onChange={(event) => {
            setNeedle(event.target.value);
            setHit(-1);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && needle !== '') {
              setNeedle('');
              event.stopPropagation();
            }
            if (event.key !== 'Enter' || hits.length === 0) return;
            const by = event.shiftKey ? -1 : 1;
            showHit((Math.max(hit, by === 1 ? -1 : 0) + by + hits.length) % hits.length);
          }}
        />
        {wanted !== '' && (
          <>
            <output className={styles.hits}>
              {hits.length === 0
                ? t('json.noHits')
                : t('json.hits', {
                    at: hit < 0 ? '–' : format.number(hit + 1),
                    of: `${format.number(hits.length)}${hits.length === mostHits ? '+' : ''}`,
                  })}
            </output>
            <IconButton
              size="small"
              icon={ChevronUp}
              label={t('json.previous')}
              isDisabled={hits.length === 0}
              onPress={() => showHit((Math.max(hit, 0) - 1 + hits.length) % hits.length)}
            />
            <IconButton
              size="small"
              icon={ChevronDown}
              label={t('json.next')}
              isDisabled={hits.length === 0}
              onPress={() => showHit((hit + 1) % hits.length)}
            />
          </>
        )}
      </div>
      <div
        role="tree"
        tabIndex={0}
        aria-label={title}
        aria-activedescendant={`${id}${at}`}
        className={styles.tree}
        onKeyDown={onKeyDown}
      >
        {rows.map((row, index) => (
          <JsonLine
            key={`${row.node.from}${row.more ? 'more' : ''}`}
            id={`${id}${index}`}
            json={json}
            row={row}
            active={index === at}
            lit={!row.more && lit.has(row.node.from)}
            onPress={() => {
              setCursor(index);
              press(row);
            }}
          />
        ))}
      </div>
    </section>
  );
}
