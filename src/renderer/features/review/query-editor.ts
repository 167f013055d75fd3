import { closeCompletion, startCompletion } from '@codemirror/autocomplete';
import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import {
  Compartment,
  EditorState,
  StateEffect,
  StateField,
  type Extension,
} from '@codemirror/state';
import {
  Decoration,
  EditorView,
  keymap,
  placeholder,
  WidgetType,
  type DecorationSet,
} from '@codemirror/view';
import { tokenize, type Token } from '../../../shared/query/tokens.ts';
import {
  acceptSelected,
  completionKeys,
  completionOf,
  completionTheme,
  isListOpen,
  type Completing,
} from './query-completion.ts';

/** In the language of the window. */
export interface EditorWords {
  label: string;
  placeholder: string;
  /** Of the list of completions. */
  list: string;
}

interface EditorOptions {
  /** Where it goes: in a shadow tree, see {@link createQueryEditor}. */
  host: HTMLElement;
  text: string;
  words: EditorWords;
  onChange: (text: string) => void;
  onSubmit: () => void;
  onLeave: () => void;
  /** Arrow up in an empty bar. */
  onHistory: () => void;
  completing: Completing;
}

/**
 * The query bar's editor: CodeMirror on one line, coloured by the language's own tokenizer.
 *
 * It lives in a shadow tree because CodeMirror writes its styles into a `<style>` element in a
 * document, which the policy `style-src 'self'` forbids, but into `adoptedStyleSheets` there.
 */
export function createQueryEditor(options: EditorOptions): EditorView {
  const root = options.host.shadowRoot ?? options.host.attachShadow({ mode: 'open' });
  const parent = document.createElement('div');
  root.replaceChildren(parent);
  return new EditorView({
    root,
    parent,
    state: EditorState.create({ doc: options.text, extensions: extensions(options) }),
  });
}

/** Puts another text into the editor, as one step of its history, and leaves the cursor at its end. */
export function setEditorText(view: EditorView, text: string): void {
  const length = view.state.doc.length;
  if (view.state.doc.toString() === text) return;
  view.dispatch({
    changes: { from: 0, to: length, insert: text },
    selection: { anchor: text.length },
  });
}

/** Marks the character at this column (1-based, UTF-16 code units), or takes the mark away. */
export const setProblem = StateEffect.define<number | null>();

function extensions(options: EditorOptions): Extension {
  return [
    history(),
    keymap.of([
      { key: 'Enter', run: (view) => acceptSelected(view) || submit(view, options) },
      { key: 'Escape', run: (view) => leave(view, options) },
      ...completionKeys,
      { key: 'ArrowUp', run: (view) => view.state.doc.length === 0 && (options.onHistory(), true) },
      { key: 'ArrowDown', run: startCompletion },
      { key: 'Ctrl-Space', run: startCompletion },
      ...historyKeymap,
      ...standardKeymap.filter(({ key }) => key !== 'Enter'),
    ]),
    // One line, whatever is pasted or dropped.
    EditorView.clipboardInputFilter.of((text) => text.replace(/\s*[\r\n]+\s*/g, ' ')),
    EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? [] : change)),
    wording.of(inWords(options.words)),
    completionOf(options.completing),
    EditorView.contentAttributes.of({
      'aria-multiline': 'false',
      tabindex: '0',
      spellcheck: 'false',
      autocorrect: 'off',
      autocapitalize: 'off',
    }),
    EditorView.contentAttributes.of((view) =>
      view.state.field(problems).size > 0 ? { 'aria-invalid': 'true' } : null,
    ),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onChange(update.state.doc.toString());
    }),
    colours,
    problems,
    theme,
    completionTheme,
  ];
}

const wording = new Compartment();

function inWords({ label, placeholder: hint, list }: EditorWords): Extension {
  return [
    placeholder(hint),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorState.phrases.of({ Completions: list }),
  ];
}

/** The window has another language; a list that is open is asked for anew. */
export function setEditorWords(view: EditorView, words: EditorWords): void {
  view.dispatch({ effects: wording.reconfigure(inWords(words)) });
  if (isListOpen(view.state)) startCompletion(view);
}

/** A list that nothing was chosen in does not stand in the way of the search. */
function submit(view: EditorView, { onSubmit }: EditorOptions): true {
  closeCompletion(view);
  onSubmit();
  return true;
}

/** The list goes first, then the person. While it is asked for anew it is still to be seen. */
function leave(view: EditorView, { onLeave }: EditorOptions): true {
  const isListSeen = view.dom.querySelector('.cm-tooltip-autocomplete') !== null;
  closeCompletion(view);
  if (!isListSeen) onLeave();
  return true;
}

const colours = StateField.define<DecorationSet>({
  create: (state) => coloured(state.doc.toString()),
  update: (set, change) => (change.docChanged ? coloured(change.newDoc.toString()) : set),
  provide: (field) => EditorView.decorations.from(field),
});

function coloured(text: string): DecorationSet {
  const marks = tokenize(text).flatMap((token) => {
    const name = classOf(token);
    return name === null || token.to <= token.from
      ? []
      : [Decoration.mark({ class: name }).range(token.from, token.to)];
  });
  return Decoration.set(marks, true);
}

function classOf(token: Token): string | null {
  if (token.kind === 'field') return 'q-field';
  if (token.kind === 'compare') return 'q-compare';
  if (token.kind === 'value') return token.quoted ? 'q-phrase' : null;
  return token.kind === 'open' || token.kind === 'close' ? 'q-compare' : 'q-operator';
}

/** A mark needs a character; past the last one it gets a place of its own. */
class EndMark extends WidgetType {
  override toDOM(): HTMLElement {
    const mark = document.createElement('span');
    mark.className = 'q-problem q-end';
    mark.textContent = '\u00a0';
    return mark;
  }
}

const problems = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, change) {
    let marks = set.map(change.changes);
    for (const effect of change.effects) {
      if (effect.is(setProblem)) marks = problemAt(change.newDoc.toString(), effect.value);
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function problemAt(text: string, column: number | null): DecorationSet {
  if (column === null) return Decoration.none;
  const from = Math.min(Math.max(0, column - 1), text.length);
  if (from === text.length) {
    return Decoration.set(Decoration.widget({ widget: new EndMark(), side: 1 }).range(from));
  }
  const to = from + String.fromCodePoint(text.codePointAt(from) ?? 32).length;
  return Decoration.set(Decoration.mark({ class: 'q-problem' }).range(from, to));
}

/** Custom properties reach into the shadow tree: the colours are those of the window. */
const theme = EditorView.theme({
  '&': { background: 'transparent', color: 'var(--text)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    lineHeight: '28px',
    overflow: 'auto hidden',
    scrollbarWidth: 'none',
  },
  '.cm-content': { padding: '0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0' },
  // As wide as there is room: what does not fit ends with an ellipsis, not within a letter.
  '.cm-content:has(.cm-placeholder)': { flexShrink: '1', minWidth: '0', width: '100%' },
  '.cm-placeholder': {
    maxWidth: '100%',
    overflow: 'hidden',
    color: 'var(--text-faint)',
    fontFamily: 'var(--font-sans)',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '.q-field': { color: 'var(--accent)' },
  '.q-compare': { color: 'var(--text-muted)' },
  '.q-phrase': { color: 'var(--violet)' },
  '.q-operator': { color: 'var(--warning)', fontWeight: '600' },
  '.q-problem': {
    background: 'var(--danger-soft)',
    boxShadow: 'inset 0 -2px 0 var(--danger)',
    padding: '2px 0 4px',
  },
});
