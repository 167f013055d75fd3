import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view';

interface RuleEditorOptions {
  host: HTMLElement;
  text: string;
  label: string;
  onChange: (text: string) => void;
}

/** An editor of YAML with numbered lines; in a shadow tree, as the query bar's is. */
export function createRuleEditor({ host, text, label, onChange }: RuleEditorOptions): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const parent = document.createElement('div');
  parent.style.height = '100%';
  root.replaceChildren(parent);
  return new EditorView({
    root,
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        // Esc and then Tab leaves the editor, as CodeMirror has it.
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({
          'aria-label': label,
          tabindex: '0',
          spellcheck: 'false',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
        wrongLines,
        theme,
      ],
    }),
  });
}

/** Lines (from 1) that something is wrong with. */
export const setWrongLines = StateEffect.define<readonly number[]>();

/** Puts the cursor at a place (both from 1) and shows it. */
export function goToLine(view: EditorView, line: number, column: number): void {
  const { doc } = view.state;
  const at = doc.line(Math.min(Math.max(1, line), doc.lines));
  const anchor = Math.min(at.from + Math.max(0, column - 1), at.to);
  view.dispatch({ selection: { anchor }, scrollIntoView: true });
  view.focus();
}

const wrong = Decoration.line({ class: 'r-wrong' });

const wrongLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, change) {
    let lines = set.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(setWrongLines)) continue;
      const doc = change.newDoc;
      const known = [...new Set(effect.value)].filter((line) => line >= 1 && line <= doc.lines);
      lines = Decoration.set(
        known.map((line) => wrong.range(doc.line(line).from)),
        true,
      );
    }
    return lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Custom properties reach into the shadow tree: the colours are those of the window. */
const theme = EditorView.theme({
  '&': { background: 'var(--bg-field)', color: 'var(--text)', fontSize: '13px', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-gutters': {
    background: 'var(--bg-raised)',
    color: 'var(--text-muted)',
    border: 'none',
    borderRight: '1px solid var(--border)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    background: 'var(--bg-selected)',
  },
  '.r-wrong': { background: 'var(--danger-soft)', boxShadow: 'inset 2px 0 0 var(--danger)' },
});
