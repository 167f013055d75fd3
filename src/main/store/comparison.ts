import {
  comparedFields,
  type ComparedField,
  type ComparedGroup,
  type ComparedValue,
  type Comparison,
} from '../../shared/comparison.ts';
import type { EventIndex, RowSet } from './event-index.ts';

/** Two sets side by side, value by value; of each group at most `limit` values are named. */
export function comparisonOf(
  index: EventIndex,
  sets: { a: RowSet; b: RowSet },
  limit: number,
): Comparison {
  const { a, b } = sets;
  return {
    a: a.size,
    b: b.size,
    shared: sharedBy(a, b, index.rows),
    fields: comparedFields.map((field) => ({ field, ...groupsOf(index, sets, field, limit) })),
  };
}

function groupsOf(
  index: EventIndex,
  { a, b }: { a: RowSet; b: RowSet },
  field: ComparedField,
  limit: number,
) {
  const countsOf = (set: RowSet) => index.facet(set, field, Number.MAX_SAFE_INTEGER).values;
  const left = countsOf(a);
  const ofB = new Map(countsOf(b).map(({ value, count }) => [value, count]));
  const onlyA: ComparedValue[] = [];
  const both: ComparedValue[] = [];
  for (const { value, count } of left) {
    const inB = ofB.get(value) ?? 0;
    (inB === 0 ? onlyA : both).push({ value, a: count, b: inB });
    ofB.delete(value);
  }
  // What is left of B, in its own order, A does not have.
  const onlyB = [...ofB].map(([value, count]) => ({ value, a: 0, b: count }));
  const difference = (one: ComparedValue) => Math.abs(one.a / a.size - one.b / b.size);
  const group = (values: ComparedValue[]): ComparedGroup => ({
    distinct: values.length,
    values: values.slice(0, limit),
  });
  return {
    onlyA: group(onlyA),
    onlyB: group(onlyB),
    both: group(both.toSorted((x, y) => difference(y) - difference(x))),
  };
}

function sharedBy(a: RowSet, b: RowSet, rows: number): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (let row = 0; row < rows; row += 1) if (a.has(row) && b.has(row)) shared += 1;
  return shared;
}
