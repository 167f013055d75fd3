import {
  acceptCompletion,
  autocompletion,
  completionStatus,
  currentCompletions,
  moveCompletionSelection,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { EditorState, Extension } from '@codemirror/state';
import { EditorView, type KeyBinding } from '@codemirror/view';
import {
  askAt,
  offersFor,
  type Ask,
  type Known,
  type Offer,
  type Vocabulary,
} from './completion.ts';

export interface Completing {
  /** Asked when typing rests; null: not to be had. */
  known: (ask: Ask) => Promise<Known | null>;
  words: () => Vocabulary;
  count: (count: number) => string;
  /** The list came or went. */
  onList: (open: boolean) => void;
}

type Offered = Completion & { offer: Offer };

/** ms after the last key until the list is asked for: later than the search itself. */
const rest = 120;

/** The list of what can stand at the cursor. Nothing in it is chosen until a person chooses it. */
export function completionOf(completing: Completing): Extension {
  return [
    autocompletion({
      override: [(context) => complete(context, completing)],
      defaultKeymap: false,
      icons: false,
      selectOnOpen: false,
      interactionDelay: 0,
      activateOnTypingDelay: rest,
      // After `event:` its values.
      activateOnCompletion: (picked) => offerOf(picked)?.opens ?? false,
      maxRenderedOptions: 60,
      addToOptions: [{ position: 90, render: (option) => countOf(option, completing) }],
    }),
    EditorView.updateListener.of(({ state, startState }) => {
      const open = isListOpen(state);
      if (open !== isListOpen(startState)) completing.onList(open);
    }),
  ];
}

export const completionKeys: readonly KeyBinding[] = [
  { key: 'ArrowDown', run: moveCompletionSelection(true) },
  { key: 'ArrowUp', run: moveCompletionSelection(false) },
  { key: 'PageDown', run: moveCompletionSelection(true, 'page') },
  { key: 'PageUp', run: moveCompletionSelection(false, 'page') },
  { key: 'Tab', run: (view) => acceptSelected(view) || acceptFirst(view) },
];

export function isListOpen(state: EditorState): boolean {
  return completionStatus(state) === 'active' && currentCompletions(state).length > 0;
}

/** False when nothing was chosen. */
export function acceptSelected(view: EditorView): boolean {
  return acceptCompletion(view);
}

function acceptFirst(view: EditorView): boolean {
  return isListOpen(view.state) && moveCompletionSelection(true)(view) && acceptCompletion(view);
}

async function complete(
  context: CompletionContext,
  { known, words }: Completing,
): Promise<CompletionResult | null> {
  const ask = askAt(context.state.doc.toString(), context.pos);
  if (!ask || (!context.explicit && ask.kind === 'term' && ask.typed === '')) return null;
  // What was asked for another text is of no use, and is not shown.
  context.addEventListener('abort', () => undefined, { onDocChange: true });
  const found = await known(ask);
  if (!found || context.aborted) return null;
  const options = offersFor(ask, found, words()).map((offer): Offered => ({
    label: offer.insert,
    // Where nobody has words for it, its words are its name.
    ...(offer.words === null || offer.insert.includes(offer.words) ? {} : { detail: offer.words }),
    offer,
  }));
  return options.length === 0 ? null : { from: ask.from, to: ask.to, options, filter: false };
}

function countOf(option: Completion, { count }: Completing): Node | null {
  const number = offerOf(option)?.count ?? null;
  if (number === null) return null;
  const shown = document.createElement('span');
  shown.className = 'q-count';
  shown.textContent = count(number);
  return shown;
}

function offerOf(option: Completion): Offer | null {
  return isOffered(option) ? option.offer : null;
}

function isOffered(option: Completion): option is Offered {
  return 'offer' in option;
}

/** Custom properties reach into the shadow tree: the colours are those of the window. */
export const completionTheme = EditorView.theme({
  '.cm-tooltip.cm-tooltip-autocomplete': {
    // Clear of the frame of the field.
    marginTop: '13px',
    padding: '4px',
    border: '1px solid var(--border-strong)',
    borderRadius: 'var(--radius-m)',
    background: 'var(--bg-overlay)',
    boxShadow: 'var(--shadow-2)',
    zIndex: '40',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    minWidth: '300px',
    maxWidth: 'min(640px, 80vw)',
    maxHeight: '306px',
    fontFamily: 'var(--font-mono)',
    fontSize: '12px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'baseline',
    gap: '14px',
    padding: '2px 8px',
    borderRadius: 'var(--radius-s)',
    color: 'var(--text)',
    lineHeight: '20px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li:hover': { background: 'var(--bg-hover)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--bg-selected)',
    color: 'var(--text)',
    boxShadow: 'inset 0 0 0 1px var(--focus)',
  },
  // What they mean begins in one line, however long they are.
  '.cm-completionLabel': {
    flex: 'none',
    minWidth: '132px',
    maxWidth: '70%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  '.cm-completionDetail': {
    flex: '0 1 auto',
    minWidth: '0',
    overflow: 'hidden',
    margin: '0',
    color: 'var(--text-muted)',
    fontFamily: 'var(--font-sans)',
    fontStyle: 'normal',
    textOverflow: 'ellipsis',
  },
  '.q-count': { flex: 'none', marginLeft: 'auto', color: 'var(--text-muted)' },
});
