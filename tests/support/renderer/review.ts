import type { ChannelInput, ChannelOutput } from '../../../src/shared/contract.ts';
import type { CoverageState, Row, Selection } from '../../../src/shared/session.ts';
import { comparedFields } from '../../../src/shared/comparison.ts';
import { dataEnd, dataStart, makeEvents } from './events.ts';

/** A poor man's store: enough of the query language to see the screen move. */
export const events = makeEvents(24_000);
const folded = events.map((row) => JSON.stringify(row).toLowerCase().replaceAll('ё', 'е'));
const byRow = new Map(events.map((row) => [row.row, row]));

function valuesOf(row: Row, field: string): string[] {
  const alias: Record<string, keyof Row> = {
    tag: 'tags',
    rule: 'rules',
    app: 'application',
    is: 'flags',
  };
  const value = field.startsWith('details.')
    ? row.details[field.slice(8)]
    : row[alias[field] ?? (field as keyof Row)];
  if (value === null || value === undefined) return [];
  const text = (one: unknown) => (typeof one === 'string' ? one : JSON.stringify(one));
  return Array.isArray(value) ? value.map(text) : [text(value)];
}

function matches(row: Row, text: string, query: string): boolean {
  const groups: string[] = [];
  const flat = query.replace(/\(([^()]*)\)/g, (_, inner: string) => `#${groups.push(inner) - 1}`);
  return flat.split(/\s+OR\s+/).some((any) =>
    (any.match(/-?[\w.]+:"[^"]*"|"[^"]*"|\S+/g) ?? [])
      .filter((term) => term !== 'AND')
      .every((term) => {
        if (term.startsWith('#')) return matches(row, text, groups[Number(term.slice(1))] ?? '');
        const field = /^(-?)([\w.]+):"?([^"]+)"?$/.exec(term);
        if (!field)
          return text.includes(term.toLowerCase().replaceAll('ё', 'е').replaceAll('"', ''));
        const found =
          field[2] === 'is' && field[3] === 'unfetched'
            ? row.source === 'jayguard' && row.findings === null
            : field[2] === 'has'
              ? valuesOf(row, field[3] ?? '').length > 0
              : valuesOf(row, field[2] ?? '').some((value) => fits(value, field[3] ?? ''));
        return field[1] ? !found : found;
      }),
  );
}

/** Wildcards, and nothing else of patterns. */
function fits(value: string, pattern: string): boolean {
  if (!pattern.includes('*')) return value === pattern;
  const pieces = pattern.toLowerCase().replaceAll('\\', '').split('*');
  let at = 0;
  return pieces.every((piece) => {
    const found = value.toLowerCase().indexOf(piece, at);
    at = found + piece.length;
    return found >= 0;
  });
}

export function select({ query, period }: Selection): Row[] {
  return events.filter((row, index) => {
    const time = Date.parse(row.time) * 1000;
    if (period && (time < period.from || time >= period.to)) return false;
    return matches(row, folded[index] ?? '', query);
  });
}

export function rows(input: ChannelInput<'review.rows'>): Row[] {
  const found = select(input.selection);
  const [first] = input.sort;
  const sorted = first
    ? found.toSorted((a, b) => {
        const [x = '', y = ''] = [valuesOf(a, first.field)[0], valuesOf(b, first.field)[0]];
        return (first.descending ? -1 : 1) * x.localeCompare(y, 'ru');
      })
    : found;
  return sorted.slice(input.offset, input.offset + input.limit);
}

export function event({ row }: { row: number }): ChannelOutput<'review.event'> {
  const found = byRow.get(Math.abs(row));
  if (!found) throw new Error('no such row');
  if (row < 0) return otherVersion(found);
  const { row: _row, tags: _tags, note: _note, flags: _flags, ...raw } = found;
  return {
    event: found,
    raw: JSON.stringify(raw),
    rawDetails: found.content === null ? null : JSON.stringify({ content: found.content }),
    collectionId: 1,
    // A version that is not the one in the table has its number below zero.
    otherVersions: found.flags.includes('changed') ? [-row] : [],
    receivedAt: '2026-11-22T06:12:00.000Z',
    goneSince: found.flags.includes('gone')
      ? { collectionId: 6, at: '2026-11-22T08:05:00.000Z' }
      : null,
  };
}

/** The same id as a first collection had it. */
function otherVersion(row: Row): ChannelOutput<'review.event'> {
  const older = {
    ...row,
    row: -row.row,
    ip: '185.22.14.7',
    userAgent: null,
    details: { ...row.details, initiator_id: 501 },
  };
  const { row: _row, tags: _tags, note: _note, flags: _flags, ...raw } = older;
  return {
    event: older,
    raw: JSON.stringify(raw),
    rawDetails: null,
    collectionId: 2,
    otherVersions: [row.row],
    receivedAt: '2026-11-21T09:40:00.000Z',
    goneSince: null,
  };
}

export function facet(input: ChannelInput<'review.facet'>): ChannelOutput<'review.facet'> {
  const counts = new Map<string, number>();
  const rows = select(input.selection);
  for (const row of rows) {
    for (const value of valuesOf(row, input.field).map(methodOf))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const find = (input.find ?? '').toLowerCase();
  const found = [...counts]
    .map(([value, count]) => ({ value, count }))
    .filter(({ value }) => value.toLowerCase().includes(find))
    .toSorted(
      (a, b) => (input.order === 'name' ? 0 : b.count - a.count) || (a.value < b.value ? -1 : 1),
    );
  const values = found.slice(0, input.limit);
  const listed = new Set(values.map(({ value }) => value));
  const lists = rows.map((row) => valuesOf(row, input.field).map(methodOf));
  return {
    field: input.field,
    values,
    distinct: found.length,
    others: lists.filter((list) => list.length > 0 && !list.some((one) => listed.has(one))).length,
    empty: lists.filter((list) => list.length === 0).length,
  };
}

export function neighbours(
  input: ChannelInput<'review.neighbours'>,
): ChannelOutput<'review.neighbours'> {
  const found = select(input.selection);
  const at = found.findIndex(({ row }) => row === input.row);
  if (at < 0) return { after: [], before: [] };
  return {
    after: found.slice(Math.max(0, at - input.each), at),
    before: found.slice(at + 1, at + 1 + input.each),
  };
}

export function compare(input: ChannelInput<'review.compare'>): ChannelOutput<'review.compare'> {
  const [left, right] = [select(input.a), select(input.b)];
  const inA = new Set(left.map(({ row }) => row));
  const count = (rows: readonly Row[], field: string) => {
    const counts = new Map<string, number>();
    for (const value of rows.flatMap((row) => valuesOf(row, field)))
      counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };
  return {
    a: left.length,
    b: right.length,
    shared: right.filter(({ row }) => inA.has(row)).length,
    fields: comparedFields.map((field) => {
      const [a, b] = [count(left, field), count(right, field)];
      const all = [...new Set([...a.keys(), ...b.keys()])]
        .map((value) => ({ value, a: a.get(value) ?? 0, b: b.get(value) ?? 0 }))
        .toSorted((x, y) => y.a + y.b - x.a - x.b);
      const group = (values: typeof all) => ({
        distinct: values.length,
        values: values.slice(0, input.limit),
      });
      return {
        field,
        onlyA: group(all.filter((one) => one.b === 0)),
        onlyB: group(all.filter((one) => one.a === 0)),
        both: group(all.filter((one) => one.a > 0 && one.b > 0)),
      };
    }),
  };
}

export function detailKeys(): ChannelOutput<'review.detailKeys'> {
  const counts = new Map<string, number>();
  for (const key of events.flatMap(({ details }) => Object.keys(details)))
    counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].map(([key, count]) => ({ key, events: count }));
}

/** A finding counts by its method. */
function methodOf(value: string): string {
  const found = /^\{"method":"([^"]+)"/.exec(value);
  return found?.[1] ?? value;
}

const hour = 3_600_000;
/** Not collected, then partial: the stretches the picture of the design shows. */
export const gap = { from: dataStart + 40 * hour, to: dataStart + 44 * hour };
export const thin = { from: gap.to, to: gap.to + 2 * hour };

function coverageAt(time: number): CoverageState {
  if (time >= gap.from && time < gap.to) return 'none';
  if (time >= thin.from && time < thin.to) return 'partial';
  return time > dataEnd - 6 * hour && time < dataEnd - 5 * hour ? 'failed' : 'complete';
}

export function histogram(
  input: ChannelInput<'review.histogram'>,
): ChannelOutput<'review.histogram'> {
  const { period } = input.selection;
  const from = period ? period.from / 1000 : dataStart;
  const to = period ? period.to / 1000 : dataEnd;
  const step = to - from > 5 * hour ? hour : 60_000;
  const start = Math.floor(from / step) * step;
  const counts = new Map<number, number>();
  const field = input.stack ?? null;
  const top = field === null ? null : facet({ selection: input.selection, field, limit: 6 });
  const values = (top?.values ?? []).map(({ value }) => value);
  const parts = new Map<number, number[]>();
  const none = Array.from({ length: values.length + 2 }, () => 0);
  for (const row of select(input.selection)) {
    const bucket = Math.floor(Date.parse(row.time) / step) * step;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    if (field === null) continue;
    const own = valuesOf(row, field);
    const first = values.findIndex((value) => own.includes(value)) + 1;
    const part = own.length === 0 ? 0 : first || values.length + 1;
    const bar = parts.get(bucket) ?? [...none];
    bar[part] = (bar[part] ?? 0) + 1;
    parts.set(bucket, bar);
  }
  const buckets = [];
  for (let time = start; time < to; time += step) {
    buckets.push({ time: time * 1000, count: counts.get(time) ?? 0, coverage: coverageAt(time) });
  }
  const stack = field && {
    field,
    values,
    parts: buckets.map(({ time }) => parts.get(time / 1000) ?? none),
  };
  return { interval: step === hour ? 'hour' : 'minute', buckets, stack };
}
