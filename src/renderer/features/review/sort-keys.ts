import type { Sort } from '../../../shared/session.ts';

/** What main does when no order is asked for. */
const newestFirst: Sort = [{ field: 'time', descending: true }];
/** As many as the contract takes. */
const most = 8;

/**
 * The order after a press on a header: descending, then ascending, then no longer by it. With `more`
 * the field becomes a further key, or turns its own; without, it is the only one.
 */
export function sortAfterPress(sort: Sort, field: string, more: boolean): Sort {
  const keys = sort.length > 0 ? sort : newestFirst;
  const known = keys.find((key) => key.field === field);
  if (!known) return sortWith(sort, field, true, more);
  const isOnly = keys.length === 1;
  if (!more && !isOnly) return sortWith(sort, field, true, false);
  return known.descending ? sortWith(keys, field, false, true) : sortWithout(keys, field);
}

/** By this field in this direction: alone, or with `more` beside the other keys. */
export function sortWith(sort: Sort, field: string, descending: boolean, more: boolean): Sort {
  const key = { field, descending };
  if (!more) return plain([key]);
  const isThere = sort.some((one) => one.field === field);
  if (isThere) return plain(sort.map((one) => (one.field === field ? key : one)));
  return plain([...sort, key].slice(0, most));
}

export function sortWithout(sort: Sort, field: string): Sort {
  return plain(sort.filter((key) => key.field !== field));
}

/** Which key of the order a field is, from 1; null when it is none. */
export function sortPlace(
  sort: Sort,
  field: string | null,
): { place: number; of: number; descending: boolean } | null {
  const keys = sort.length > 0 ? sort : newestFirst;
  const at = keys.findIndex((key) => key.field === field);
  const key = keys[at];
  return key ? { place: at + 1, of: keys.length, descending: key.descending } : null;
}

/** Newest first is the order without any key. */
function plain(sort: Sort): Sort {
  const [only] = sort;
  return sort.length === 1 && only?.field === 'time' && only.descending ? [] : sort;
}
