import { Failed } from '../../../shared/errors.ts';
import { parseExact } from '../../../shared/exact-json.ts';
import { formatInstant } from '../../../shared/instant.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { Bound, Pattern } from '../../../shared/query/query.ts';
import type { Bitmap } from './bitmap.ts';
import { BytePattern } from './byte-pattern.ts';
import type { Column } from './column.ts';
import { allValues, keysAndValues } from './detail-values.ts';
import { foldedBytes } from './folded-bytes.ts';
import type { Float64List } from './growable.ts';
import { countTexts } from './text-column.ts';
import type { TimeOrder } from './time-order.ts';
import { someWithin } from './value-table.ts';

/** `time`: questions about its value are ranges, which the parser makes and the index answers. */
export function timeColumn(times: Float64List, order: TimeOrder): Column {
  return {
    revision: 0,
    match: () => {},
    within: () => {},
    present: (hits) => hits.fill(),
    ranks: () => order.ranks(),
    counts: (set, wish) => ({
      ...countTexts(set, wish, (row) => [formatInstant(times.at(row))]),
      empty: 0,
    }),
  };
}

/** `raw`: every row's JSON is read from the file, which is slow; it has no order and no facet. */
export function rawColumn(rawOf: (row: number) => string): Column {
  function search(hits: Bitmap, found: (value: unknown) => boolean): void {
    for (let row = hits.nextMissing(0); row < hits.length; row = hits.nextMissing(row + 1)) {
      if (found(parseExact(rawOf(row)))) hits.add(row);
    }
  }
  const refuse = (): never => {
    throw new Failed('input.invalid', { field: 'raw' });
  };
  return {
    revision: 0,
    match: (pattern: Pattern, hits) => {
      const bytePattern = new BytePattern(pattern);
      search(hits, (value) => {
        const texts = keysAndValues(value).map((text) => foldedBytes(fold(text)));
        return texts.some((text) => bytePattern.matchesValue(text, 0, text.length));
      });
    },
    within: (from: Bound | null, to: Bound | null, hits) =>
      search(hits, (value) => someWithin(allValues(value), from, to)),
    present: (hits) => hits.fill(),
    ranks: refuse,
    counts: refuse,
  };
}
