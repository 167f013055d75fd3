import { Failed } from '../../../shared/errors.ts';
import { formatInstant } from '../../../shared/instant.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { Bound, Pattern } from '../../../shared/query/query.ts';
import type { Bitmap } from './bitmap.ts';
import { BytePattern } from './byte-pattern.ts';
import type { Column } from './column.ts';
import { keysAndValues } from './detail-values.ts';
import { foldedBytes, valueEnd } from './folded-bytes.ts';
import type { Float64List } from './growable.ts';
import { countTexts } from './text-column.ts';
import type { TimeOrder } from './time-order.ts';
import { hasNumber } from './value-table.ts';

const end = Buffer.of(valueEnd);

/** `time`: questions about its value are ranges, which the parser makes and the index answers. */
export function timeColumn(times: Float64List, order: TimeOrder): Column {
  return {
    revision: 0,
    match: () => {},
    within: () => {},
    present: (hits) => hits.fill(),
    ranks: () => order.ranks(),
    counts: (set, limit) => countTexts(set, limit, (row) => [formatInstant(times.at(row))]),
  };
}

/** `raw`: every row's JSON is read from the file, which is slow; it has no order and no facet. */
export function rawColumn(rawOf: (row: number) => string): Column {
  function search(hits: Bitmap, found: (bytes: Buffer) => boolean): void {
    for (let row = 0; row < hits.length; row += 1) {
      const parsed: unknown = JSON.parse(rawOf(row));
      const values = keysAndValues(parsed).map((text) => foldedBytes(fold(text)));
      if (found(Buffer.concat(values.flatMap((value) => [value, end])))) hits.add(row);
    }
  }
  const refuse = (): never => {
    throw new Failed('input.invalid', { field: 'raw' });
  };
  return {
    revision: 0,
    match: (pattern: Pattern, hits) => {
      const bytePattern = new BytePattern(pattern);
      search(hits, (bytes) => bytePattern.matches(bytes, 0, bytes.length));
    },
    within: (from: Bound | null, to: Bound | null, hits) =>
      search(hits, (bytes) => hasNumber(bytes, 0, bytes.length, from, to)),
    present: (hits) => hits.fill(),
    ranks: refuse,
    counts: refuse,
  };
}
