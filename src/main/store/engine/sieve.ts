import type { FieldRef, Query } from '../../../shared/query/query.ts';
import type { CodedValues, Sieve } from '../event-index.ts';
import { Bitmap } from './bitmap.ts';
import { CodeColumn } from './code-column.ts';
import type { Column } from './column.ts';
import { Dictionary } from './dictionary.ts';
import { ListTable } from './list-table.ts';

/** What a sieve is held against. */
export interface Sifted {
  /** Of `among`, the rows that match. */
  query(query: Query, among: Bitmap): Bitmap;
  column(field: FieldRef): Column;
  /** The values of one row as they came, where the column does not keep them. */
  values(row: number, field: FieldRef): string[];
}

/** The rows of `among` that pass. Queries come first: fewer rows are left for tests of long texts. */
export function sift(sieve: Sieve, table: Sifted, among: Bitmap): Bitmap {
  switch (sieve.type) {
    case 'query':
      return table.query(sieve.query, among);
    case 'and': {
      let left = among;
      for (const part of queriesFirst(sieve.parts)) left = sift(part, table, left);
      return left.copy();
    }
    case 'or': {
      const hits = new Bitmap(among.length);
      for (const part of queriesFirst(sieve.parts)) {
        hits.or(sift(part, table, hits.copy().invert().and(among)));
      }
      return hits;
    }
    case 'not':
      return sift(sieve.part, table, among).invert().and(among);
    case 'test':
      return tested(sieve, table, among);
  }
}

function tested({ field, passes }: Sieve & { type: 'test' }, table: Sifted, among: Bitmap): Bitmap {
  const hits = new Bitmap(among.length);
  const column = coded(table.column(field));
  const flags = column && flagsOf(column, passes);
  if (flags) {
    hits.addFlagged(column.codes.data, flags);
    return hits.and(among);
  }
  among.forEach((row) => {
    if (table.values(row, field).some(passes)) hits.add(row);
  });
  return hits;
}

/** For each code whether one of its values passes; each distinct value is asked once. */
function flagsOf(column: CodeColumn, passes: (value: string) => boolean): Uint8Array | null {
  const { table } = column;
  if (table instanceof Dictionary) {
    return Uint8Array.from({ length: table.size }, (_, code) =>
      code > 0 && passes(table.text(code)) ? 1 : 0,
    );
  }
  if (!(table instanceof ListTable)) return null;
  const { values } = table;
  const known = Uint8Array.from({ length: values.size }, (_, code) =>
    code > 0 && passes(values.text(code)) ? 1 : 0,
  );
  return Uint8Array.from({ length: table.size }, (_, code) =>
    code > 0 && table.list(code).some((value) => known[value] === 1) ? 1 : 0,
  );
}

function coded(column: Column): CodeColumn | null {
  return isCoded(column) ? column : null;
}

function isCoded(column: Column): column is CodeColumn {
  return column instanceof CodeColumn;
}

function queriesFirst(parts: readonly Sieve[]): Sieve[] {
  const weight = ({ type }: Sieve) => (type === 'query' ? 0 : 1);
  return parts.toSorted((a, b) => weight(a) - weight(b));
}

/** The codes of a column whose values repeat; null for any other. */
export function codedValues(of: Column): CodedValues | null {
  const column = coded(of);
  if (!column) return null;
  const { codes, table } = column;
  if (table instanceof Dictionary) {
    const values = (code: number) => (code === 0 ? [] : [table.text(code)]);
    return { codes: codes.data, size: table.size, values };
  }
  if (!(table instanceof ListTable)) return null;
  const values = (code: number) => (code === 0 ? [] : table.texts(code));
  return { codes: codes.data, size: table.size, values };
}
