/** What a key does in the table, beside moving the cursor. */
export type TableAction =
  | 'menu'
  | 'sort'
  | 'sortMore'
  | 'open'
  | 'choose'
  | 'chooseAll'
  | 'copy'
  | Pivot;

/** From a cell or its event to other events. */
export type Pivot =
  | 'include'
  | 'exclude'
  | 'actor'
  | 'address'
  | 'request'
  | 'chat'
  | 'around'
  | 'compare';

interface Press {
  key: string;
  /** The place of the key: a Russian keyboard has other letters there. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const letters: Readonly<Record<string, Pivot>> = {
  KeyI: 'include',
  KeyX: 'exclude',
  KeyA: 'actor',
  KeyP: 'address',
  KeyR: 'request',
  KeyC: 'chat',
  KeyW: 'around',
  KeyD: 'compare',
};

/** The letter under which a pivot is found, for menus and the help. */
export const pivotKeys: Readonly<Record<Pivot, string>> = {
  include: 'I',
  exclude: 'X',
  actor: 'A',
  address: 'P',
  request: 'R',
  chat: 'C',
  around: 'W',
  compare: 'D',
};

/** What a key means with the cursor on a row, or (`onHead`) on the header; null: nothing here. */
export function actionOf(press: Press, onHead: boolean): TableAction | null {
  const { key, code } = press;
  if (key === 'ContextMenu' || (press.shiftKey && key === 'F10')) return 'menu';
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) {
    if (press.shiftKey) return null;
    return code === 'KeyC' ? 'copy' : code === 'KeyA' ? 'chooseAll' : null;
  }
  if (key === 'Enter') return onHead ? (press.shiftKey ? 'sortMore' : 'sort') : 'open';
  if (onHead || press.shiftKey) return null;
  if (key === ' ') return 'choose';
  return letters[code] ?? null;
}
