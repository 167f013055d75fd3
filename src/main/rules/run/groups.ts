import type { FieldRef } from '../../../shared/query/query.ts';
import { refuse, type At } from '../sigma/refused.ts';
import type { Timeline } from './evidence.ts';

/** A field that events are grouped by, under the name the rule has for it. */
export interface GroupField {
  name: string;
  field: FieldRef;
  at: At;
}

/** Not in any group: the event lacks one of the values. */
export const nowhere = -1;

/**
 * Numbers for what events have in common, the same for several rules whose fields differ in name.
 * Values are compared as the service wrote them; of a list the whole list counts.
 */
export class Groups {
  readonly values: string[][] = [];
  private readonly ids = new Map<string, number>();
  private readonly timeline: Timeline;

  constructor(timeline: Timeline) {
    this.timeline = timeline;
  }

  /** Tells each row its group; without fields all are in one. */
  of(fields: readonly GroupField[]): (row: number) => number {
    const columns = fields.map(({ field, name, at }) => {
      return this.timeline.coded(field) ?? refuse(at, 'field-use', name);
    });
    const [first, ...others] = columns;
    if (!first) {
      const id = this.id([]);
      return () => id;
    }
    if (others.length === 0) {
      const known = new Int32Array(first.size).fill(unknown);
      return (row) => {
        const code = first.codes[row] ?? 0;
        const id = known[code] ?? unknown;
        if (id !== unknown) return id;
        return (known[code] = this.idOf([first.values(code)]));
      };
    }
    const known = new Map<string, number>();
    return (row) => {
      const codes = columns.map((column) => column.codes[row] ?? 0);
      const key = codes.join();
      const id = known.get(key) ?? this.idOf(columns.map((one, i) => one.values(codes[i] ?? 0)));
      known.set(key, id);
      return id;
    };
  }

  private idOf(values: readonly string[][]): number {
    return values.some((list) => list.length === 0)
      ? nowhere
      : this.id(values.map((list) => list.join(', ')));
  }

  private id(values: string[]): number {
    const key = JSON.stringify(values);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.values.push(values) - 1;
    this.ids.set(key, id);
    return id;
  }
}

const unknown = -2;

/** Rows in the order they came, each group's together. */
export function* byGroup(
  rows: Uint32Array,
  groupOf: (row: number) => number,
): Generator<{ group: number; rows: Uint32Array }> {
  const ids = new Int32Array(rows.length);
  let most = nowhere;
  for (let i = 0; i < rows.length; i += 1) {
    const id = groupOf(rows[i] ?? 0);
    ids[i] = id;
    if (id > most) most = id;
  }
  // One place for those that are nowhere, at the beginning.
  const starts = new Uint32Array(most + 3);
  for (const id of ids) starts[id + 2] = (starts[id + 2] ?? 0) + 1;
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const sorted = new Uint32Array(rows.length);
  const next = starts.slice();
  for (let i = 0; i < rows.length; i += 1) {
    const slot = (ids[i] ?? 0) + 1;
    const place = next[slot] ?? 0;
    sorted[place] = rows[i] ?? 0;
    next[slot] = place + 1;
  }
  for (let slot = 0; slot + 1 < starts.length; slot += 1) {
    const from = starts[slot] ?? 0;
    const to = starts[slot + 1] ?? 0;
    if (to > from) yield { group: slot - 1, rows: sorted.subarray(from, to) };
  }
}
