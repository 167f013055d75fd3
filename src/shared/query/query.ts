import { eventFields } from '../event.ts';
import { flags } from '../session.ts';

/**
 * A query as plain data: what the parser makes of the text, and what the index evaluates. Texts are
 * folded already (`fold.ts`); columns are 1-based positions in the text, for errors found later.
 */
export type Query =
  | { type: 'all' }
  | { type: 'and'; parts: Query[] }
  | { type: 'or'; parts: Query[] }
  | { type: 'not'; part: Query }
  /** A bare word or phrase: a substring anywhere in the event. */
  | { type: 'anywhere'; pattern: Pattern }
  | { type: 'field'; field: FieldRef; pattern: Pattern }
  | { type: 'has'; field: FieldRef }
  | { type: 'is'; state: EventState }
  /** µs, `from` inside, `to` outside; null is open. */
  | { type: 'time'; from: number | null; to: number | null }
  /** A number compared as a number; null is open. */
  | { type: 'number'; field: FieldRef; from: Bound | null; to: Bound | null };

/** What `is:` asks for: a flag, or `unfetched`, an event of Jay Guard whose details were not fetched. */
export const eventStates = [...flags, 'unfetched'] as const;
export type EventState = (typeof eventStates)[number];

/** What can stand before `:`: the event model, and the person whom an analyst says the actor is. */
export const queryFields = [...eventFields, 'person'] as const;
export type QueryField = (typeof queryFields)[number];

export interface Bound {
  value: number;
  /** The decimal as it was written: `value` holds only some of its digits. */
  written: string;
  inclusive: boolean;
}

/**
 * `name` is a field of the event model or `person`, short forms (`tag`, `rule`, `app`, `finding`) resolved;
 * `path` is KEY of `details.KEY`.
 */
export interface FieldRef {
  name: QueryField;
  path: string | null;
}

/**
 * Literal pieces with `*` between them, folded: `['user_', '']` is `user_*`. One piece is a text
 * without wildcards. `whole` says that the field's whole value must match, else a substring does.
 */
export interface Pattern {
  pieces: string[];
  whole: boolean;
}
