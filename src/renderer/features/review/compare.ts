import { eventFields } from '../../../shared/event.ts';
import type { Row } from '../../../shared/session.ts';
import { shortValue } from './gist.ts';

/** One field of two versions of an event; null where the version does not have it. */
export interface FieldPair {
  /** As the query language names it. */
  field: string;
  left: string | null;
  right: string | null;
  differs: boolean;
}

/** What tells versions of an event apart: they have one id, and marks are no part of them. */
const apart: ReadonlySet<string> = new Set(['id', 'source', 'details', 'tags', 'note']);
const fields = eventFields.filter((field) => field !== 'raw').filter((field) => !apart.has(field));

/** The fields that either version has, `details.KEY` among them, in the order of the event model. */
export function fieldPairs(left: Row, right: Row): FieldPair[] {
  const keys = new Set([...Object.keys(left.details), ...Object.keys(right.details)]);
  const pairs = [
    ...fields.map((field) => pair(field, left[field], right[field])),
    ...[...keys].map((key) => pair(`details.${key}`, left.details[key], right.details[key])),
  ];
  return pairs.filter((one) => one.left !== null || one.right !== null);
}

function pair(field: string, left: unknown, right: unknown): FieldPair {
  // 5 and "5" are written alike, and are not the same.
  const differs = JSON.stringify(left ?? null) !== JSON.stringify(right ?? null);
  return { field, left: written(left), right: written(right), differs };
}

function written(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value) && value.length === 0) return null;
  return shortValue(value);
}

/** A line of two texts side by side; null where the other side has one more. */
export interface LinePair {
  left: string | null;
  right: string | null;
  same: boolean;
}

/** Beyond this many cells of its table a comparison line by line would take too long to wait for. */
const mostCells = 4_000_000;

/**
 * Lines side by side: equal ones beside each other, what was changed, taken out or put in between
 * them. The longest common subsequence of lines; where the texts are too long for that, everything
 * between the common beginning and the common end counts as changed.
 */
export function linePairs(left: string, right: string): LinePair[] {
  const [a, b] = [left.split('\n'), right.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  )
    end += 1;
  const same = (line: string): LinePair => ({ left: line, right: line, same: true });
  return [
    ...a.slice(0, start).map(same),
    ...between(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

function between(a: readonly string[], b: readonly string[]): LinePair[] {
  if (a.length * b.length > mostCells) return changed(a, b);
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: LinePair[] = [];
  let [i, j] = [0, 0];
  let [out, put]: [string[], string[]] = [[], []];
  const flush = () => {
    pairs.push(...changed(out, put));
    [out, put] = [[], []];
  };
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && x === y) {
      flush();
      pairs.push({ left: x, right: x, same: true });
      i += 1;
      j += 1;
    } else if (y === undefined || (x !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      out.push(x ?? '');
      i += 1;
    } else {
      put.push(y);
      j += 1;
    }
  }
  flush();
  return pairs;
}

function changed(out: readonly string[], put: readonly string[]): LinePair[] {
  return Array.from({ length: Math.max(out.length, put.length) }, (_, at) => ({
    left: out[at] ?? null,
    right: put[at] ?? null,
    same: false,
  }));
}
