import type { EditorView } from '@codemirror/view';
import { Copy, ListFilter } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleInfo } from '../../../shared/rules.ts';
import { useCall } from '../../api.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { showInTable } from '../overview/show-in-table.ts';
import { copy } from '../review/copy.ts';
import { ProblemList } from './problem-list.tsx';
import { createRuleEditor, goToLine, setWrongLines } from './rule-editor.ts';
import { useRuleTexts } from './use-findings.ts';
import styles from './findings.module.css';

const example = `title: Failed second factors
logsource:
  product: pachca
  service: audit
detection:
  selection:
    event: user_2fa_fail
  condition: selection
level: medium
`;

/** Somebody is still writing: a rule is a pass over all events. */
const pauseMs = 250;

/** A rule that is tried out: its matches in the open session, as it is typed. */
export function RuleEditorDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['findings', 'common']);
  const zone = useZone();
  const [text, setText] = useState(example);
  const [tried, setTried] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setTried(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  const checked = useCall('rules.check', { text: tried, zone }, { keep: true });
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useEffectEvent(setText);
  const problems = checked.data?.problems ?? [];
  const lines = problems.map(({ line }) => line);
  const begin = useEffectEvent(() => text);
  const wrong = useEffectEvent(() => lines);
  const label = t('editor.text');

  useEffect(() => {
    if (!host.current) return;
    const made = createRuleEditor({
      host: host.current,
      // Of another language, it goes on with what was written.
      text: begin(),
      label,
      onChange: (next) => changed(next),
    });
    view.current = made;
    made.dispatch({ effects: setWrongLines.of(wrong()) });
    made.focus();
    return () => made.destroy();
  }, [label]);

  const marks = lines.join(' ');
  useEffect(() => {
    const numbers = marks === '' ? [] : marks.split(' ').map(Number);
    view.current?.dispatch({ effects: setWrongLines.of(numbers) });
  }, [marks]);

  return (
    <Dialog
      title={t('editor.title')}
      size="full"
      sticky={text !== example}
      onClose={onClose}
      foot={
        <>
          <Button icon={Copy} onPress={() => copy(text)}>
            {t('editor.copy')}
          </Button>
          <Button onPress={onClose}>{t('common:close')}</Button>
        </>
      }
    >
      <div className={styles.editor}>
        <div className={styles.editorText}>
          <p className="muted">{t('editor.note')}</p>
          <div ref={host} className={styles.editorHost} />
        </div>
        <div className={styles.editorSays} aria-live="polite">
          {checked.error && <FailureNotice failure={checked.error} />}
          {problems.length > 0 && (
            <section>
              <h3>{t('rules.problems')}</h3>
              <ProblemList
                problems={problems}
                onGoTo={({ line, column }) => view.current && goToLine(view.current, line, column)}
              />
            </section>
          )}
          {checked.data?.rules.map((rule) => (
            <Tried key={rule.rule} rule={rule} onLeave={onClose} />
          ))}
        </div>
      </div>
    </Dialog>
  );
}

function Tried({ rule, onLeave }: { rule: RuleInfo; onLeave: () => void }) {
  const { t } = useTranslation('findings');
  const format = useFormat();
  const { title } = useRuleTexts().of(rule);
  const { matches, query } = rule;
  return (
    <section className={styles.tried}>
      <h3>{title}</h3>
      {rule.sources.length === 0 && <p>{t('rules.appliesNot')}</p>}
      {matches !== null && (
        <p className={styles.count}>
          {t('editor.matches', { count: matches, number: format.number(matches) })}
        </p>
      )}
      <h4>{t('editor.query')}</h4>
      {query === null ? <p className="muted">{t('editor.noQuery')}</p> : <code>{query}</code>}
      {query !== null && (
        <div>
          <Button
            size="small"
            icon={ListFilter}
            onPress={() => {
              onLeave();
              showInTable(query);
            }}
          >
            {t('editor.show')}
          </Button>
        </div>
      )}
    </section>
  );
}
