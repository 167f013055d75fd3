import { memo, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { EditorView } from '@codemirror/view';
import { Bookmark, CircleAlert, Search, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/errors.ts';
import { queryExpectations, type QueryExpectation } from '../../../shared/query/parse.ts';
import { api } from '../../api.ts';
import { openDialog } from '../../state/navigation.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { useStore } from '../../state/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { isDialogOpen } from '../../ui/dialog.tsx';
import { useFailureText } from '../../ui/failure-text.ts';
import { createQueryEditor, setEditorText, setEditorWords, setProblem } from './query-editor.ts';
import { canSave, followShown, typed, typeQuery, writeQuery } from './query-text.ts';
import { useReview } from './review-context.ts';
import { useCompleting } from './use-completing.ts';
import styles from './query-bar.module.css';

/** A query that was shown for so long, ms, was meant: it is remembered. */
const settled = 3000;

/** The query bar: what it holds is what is shown, as soon as it can be read. */
export function QueryBar({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation(['review', 'searches']);
  const zone = useZone();
  const { text, problem } = useStore(typed);
  const [listOpen, setListOpen] = useState(false);
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const completing = useCompleting();
  const label = t('query.label');
  const placeholder = t('query.placeholder');
  const list = t('searches:completion.label');

  const onChange = useEffectEvent((next: string) => {
    if (next !== typed.get().text) typeQuery(next, zone);
  });
  const remember = useRemembering();
  const onSubmit = useEffectEvent(() => {
    const { text: query } = typed.get();
    writeQuery(query, zone);
    if (typed.get().problem === null) remember(query);
  });
  const leave = useEffectEvent(onLeave);
  const known = useEffectEvent(completing.known);
  const inEditor = useEffectEvent(() => ({ label, placeholder, list }));
  const words = useEffectEvent(() => completing.words);
  const count = useEffectEvent(completing.count);

  useEffect(() => {
    if (!host.current) return;
    const editor = createQueryEditor({
      host: host.current,
      text: typed.get().text,
      words: inEditor(),
      onChange: (next) => onChange(next),
      onSubmit: () => onSubmit(),
      onLeave: () => leave(),
      onHistory: () => openDialog('recent'),
      completing: {
        known: (ask) => known(ask),
        words: () => words(),
        count: (number) => count(number),
        onList: setListOpen,
      },
    });
    view.current = editor;
    return () => {
      setListOpen(false);
      editor.destroy();
    };
  }, []);
  useEffect(() => {
    if (view.current) setEditorWords(view.current, { label, placeholder, list });
  }, [label, placeholder, list]);

  useEffect(followShown, []);
  useEffect(() => {
    if (view.current) setEditorText(view.current, text);
  }, [text]);
  useEffect(() => {
    const column = problem?.params['column'];
    const effect = setProblem.of(typeof column === 'number' ? column : null);
    view.current?.dispatch({ effects: effect });
  }, [problem]);
  useEffect(() => {
    const focus = () => view.current?.focus();
    window.addEventListener('vestigo:search', focus);
    return () => window.removeEventListener('vestigo:search', focus);
  }, []);
  useSearchKeys();
  const clear = useCallback(() => {
    writeQuery('', zone);
    view.current?.focus();
  }, [zone]);

  return (
    <div
      className={styles.bar}
      data-invalid={problem !== null || undefined}
      data-listing={listOpen || undefined}
      role="search"
    >
      <Search aria-hidden />
      <div ref={host} className={styles.editor} />
      {text === '' ? null : <Clear onPress={clear} />}
      <ResultCount />
      <Saved />
      <Problem problem={problem} />
    </div>
  );
}

/** As the other button: not drawn again with every key. */
const Clear = memo(function Clear({ onPress }: { onPress: () => void }) {
  const { t } = useTranslation('review');
  return <IconButton size="small" icon={X} label={t('query.clear')} onPress={onPress} />;
});

const Saved = memo(function Saved() {
  const { t } = useTranslation('searches');
  return (
    <IconButton
      size="small"
      icon={Bookmark}
      label={t('open')}
      shortcut="Ctrl Shift F"
      onPress={() => openDialog('saved')}
    />
  );
});

/** There all the time: a live region that comes with its words is not read out. */
function Problem({ problem }: { problem: Failure | null }) {
  const { t } = useTranslation('review');
  const words = useFailureText();
  return (
    <div role="status">
      {problem && (
        <div className={styles.problem}>
          <CircleAlert aria-hidden />
          <p>
            {words(inWords(problem, (key) => t(key))).what}{' '}
            <span className="muted">{t('query.stale')}</span>
          </p>
        </div>
      )}
    </div>
  );
}

/** Keeps queries in the session's history: the one given, and what is shown for a while, whoever wrote it. */
function useRemembering(): (text: string) => void {
  const last = useRef('');
  const remember = (text: string) => {
    const query = text.trim();
    if (query === '' || query === last.current) return;
    last.current = query;
    // A history with a hole is no trouble worth a word.
    api.call('searches.remember', { query }).catch(() => undefined);
  };
  const settle = useEffectEvent(remember);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waiting = '';
    const wait = () => {
      const { query } = shown.get();
      if (query === waiting) return;
      waiting = query;
      clearTimeout(timer);
      timer = setTimeout(() => settle(query), settled);
    };
    wait();
    const stop = shown.subscribe(wait);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return remember;
}

/** Ctrl+S saves what is shown, Ctrl+Shift+F has the saved searches; from the bar, too. */
function useSearchKeys(): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || isDialogOpen()) return;
    if (!event.ctrlKey && !event.metaKey) return;
    // By the place of the key: a Russian keyboard has another letter there.
    if (event.code === 'KeyS' && !event.shiftKey) {
      event.preventDefault();
      if (canSave()) openDialog('save-search');
    } else if (event.code === 'KeyF' && event.shiftKey) {
      event.preventDefault();
      openDialog('saved');
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** The parser names what it expected by a code; the person reads words. */
function inWords(problem: Failure, t: (key: `expected.${QueryExpectation}`) => string): Failure {
  const code = queryExpectations.find((one) => one === problem.params['expected']);
  if (!code) return problem;
  return { ...problem, params: { ...problem.params, expected: t(`expected.${code}`) } };
}

/** Puts the cursor into the query bar, from anywhere on the screen. */
export function focusQueryBar(): void {
  window.dispatchEvent(new Event('vestigo:search'));
}

function ResultCount() {
  const { t } = useTranslation('review');
  const format = useFormat();
  const count = useReview((review) => review.count);
  const took = useReview((review) => review.took);
  if (!count) return null;
  const { matching, total } = count;
  return (
    <output className={styles.count} aria-live="polite">
      {format.number(matching)}
      {matching !== total && (
        <span className={styles.total}> {t('query.of', { total: format.number(total) })}</span>
      )}
      {took === null ? null : (
        <span className={styles.took}>
          {' · '}
          {t('query.took', { ms: format.number(Math.max(1, Math.round(took))) })}
        </span>
      )}
    </output>
  );
}
