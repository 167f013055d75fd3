import { star } from '../../../shared/marks.ts';
import type { Selection } from '../../../shared/session.ts';

/** What of a selection a query finds, too. */
export function narrowed(selection: Selection, query: string): Selection {
  const given = selection.query.trim();
  return { ...selection, query: given === '' ? query : `(${given}) ${query}` };
}

/** A query for events that carry a tag or a note. */
export const isMarked = '(has:tags OR has:note)';
const isWeighty = `(tag:"${star}" OR has:note)`;

/** The marked events of a selection, or those with a star or a note alone. */
export function markedIn(selection: Selection, which: 'all' | 'weighty'): Selection {
  return narrowed(selection, which === 'all' ? isMarked : isWeighty);
}
