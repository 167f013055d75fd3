import { useEffect, useEffectEvent, useRef } from 'react';
import type { EditorView } from '@codemirror/view';
import { CircleAlert, Search, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/errors.ts';
import { queryExpectations, type QueryExpectation } from '../../../shared/query/parse.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { useFailureText } from '../../ui/failure-text.ts';
import { createQueryEditor, setEditorText, setProblem } from './query-editor.ts';
import { followShown, typed, typeQuery, writeQuery } from './query-text.ts';
import { useReview } from './review-context.ts';
import styles from './query-bar.module.css';

/** The query bar: what it holds is what is shown, as soon as it can be read. */
export function QueryBar({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation('review');
  const zone = useZone();
  const { text, problem } = useStore(typed);
  const words = useFailureText();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const label = t('query.label');
  const hint = t('query.placeholder');

  const onChange = useEffectEvent((next: string) => {
    if (next !== typed.get().text) typeQuery(next, zone);
  });
  const onSubmit = useEffectEvent(() => writeQuery(typed.get().text, zone));
  const leave = useEffectEvent(onLeave);

  useEffect(() => {
    if (!host.current) return;
    const editor = createQueryEditor({
      host: host.current,
      text: typed.get().text,
      label,
      placeholder: hint,
      onChange: (next) => onChange(next),
      onSubmit: () => onSubmit(),
      onLeave: () => leave(),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, hint]);

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

  const what = problem === null ? '' : words(inWords(problem, (key) => t(key))).what;
  return (
    <div className={styles.bar} data-invalid={problem !== null || undefined} role="search">
      <Search aria-hidden />
      <div ref={host} className={styles.editor} />
      {text === '' ? null : (
        <IconButton
          size="small"
          icon={X}
          label={t('query.clear')}
          onPress={() => {
            writeQuery('', zone);
            view.current?.focus();
          }}
        />
      )}
      <ResultCount />
      <div className={styles.problem} role="status" hidden={problem === null}>
        <CircleAlert aria-hidden /> {what}
      </div>
    </div>
  );
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
      <span className={styles.total}> {t('query.of', { total: format.number(total) })}</span>
      {took === null ? null : (
        <span className={styles.took}>
          {' · '}
          {t('query.took', { ms: format.number(Math.max(1, Math.round(took))) })}
        </span>
      )}
    </output>
  );
}
