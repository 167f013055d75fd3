import type { Finding, MappedEvent, SourceKind } from '../../shared/event.ts';
import { formatInstant } from '../../shared/instant.ts';
import { fold } from '../../shared/query/fold.ts';
import { fieldRef } from '../../shared/query/fields.ts';
import { Failed } from '../../shared/errors.ts';
import type { FieldRef, Pattern, Query } from '../../shared/query/query.ts';
import type { Facet, Interval, Marks, Sort } from '../../shared/session.ts';
import { Calendar } from './calendar.ts';
import type { EventIndex, RowSet, RowSource } from './event-index.ts';

/**
 * A plain index over objects, correct and slow: stands in until the columnar engine is there.
 */
export function createPlainIndex(_source: RowSource): EventIndex {
  const events: MappedEvent[] = [];
  const details = new Map<number, { content: string | null; findings: Finding[] }>();
  const marks = new Map<number, Marks>();
  const names = new Map<string, string>();

  const has = (row: number) => (events[row]?.findings ?? null) !== null || details.has(row);
  const record = (row: number): Record<string, unknown> => {
    const event = events[row];
    if (!event) throw new Failed('internal', { type: 'row' });
    return {
      ...event,
      ...details.get(row),
      actorName: event.actorName ?? names.get(`${event.source} ${event.actor}`) ?? null,
      time: formatInstant(event.time),
      ...(marks.get(row) ?? { tags: [], note: null }),
    };
  };
  const flat = (value: unknown): string[] => {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value.flatMap(flat);
    if (typeof value === 'object') return Object.values(value).flatMap(flat);
    return [String(value)];
  };
  const values = (row: number, { name, path }: FieldRef): string[] => {
    const value = record(row)[name];
    if (path === null) return flat(value);
    return flat((value as Record<string, unknown>)[path]);
  };
  const fits = (value: string, { pieces, whole }: Pattern): boolean => {
    const body = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
    return new RegExp(whole ? `^${body}$` : body, 's').test(fold(value));
  };
  const matches = (row: number, query: Query): boolean => {
    switch (query.type) {
      case 'all':
        return true;
      case 'and':
        return query.parts.every((part) => matches(row, part));
      case 'or':
        return query.parts.some((part) => matches(row, part));
      case 'not':
        return !matches(row, query.part);
      case 'anywhere':
        return flat(record(row)).some((value) => fits(value, query.pattern));
      case 'field':
        return values(row, query.field).some((value) => fits(value, query.pattern));
      case 'has':
        return values(row, query.field).some((value) => value !== '');
      case 'time': {
        const at = events[row]?.time ?? 0;
        return at >= (query.from ?? -Infinity) && at < (query.to ?? Infinity);
      }
      case 'number':
        return values(row, query.field).some((text) => {
          const value = Number(text);
          const low = query.from === null || value > query.from.value;
          const high = query.to === null || value < query.to.value;
          const atLow = query.from?.inclusive === true && value === query.from.value;
          const atHigh = query.to?.inclusive === true && value === query.to.value;
          return (low || atLow) && (high || atHigh);
        });
    }
  };
  const rowsOf = (set: RowSet) => Array.from(events.keys()).filter((row) => set.has(row));
  const order = (set: RowSet, sort: Sort): number[] => {
    const keys = [
      ...sort,
      { field: 'time', descending: true },
      { field: 'id', descending: false },
    ].map(({ field, descending }) => {
      const ref = fieldRef(field);
      if (!ref) throw new Failed('query.unknown-field', { field, column: 1 });
      const of = (row: number) =>
        ref.name === 'time' ? (events[row]?.time ?? 0) : fold(values(row, ref).join(', '));
      return { of, sign: descending ? -1 : 1 };
    });
    return rowsOf(set).toSorted((a, b) => {
      for (const { of, sign } of keys) {
        const [x, y] = [of(a), of(b)];
        if (x !== y) return x < y ? -sign : sign;
      }
      return a - b;
    });
  };
  const at = (row: number): MappedEvent => {
    const event = events[row];
    if (!event) throw new Failed('internal', { type: 'row' });
    return event;
  };

  return {
    get rows() {
      return events.length;
    },
    append(added) {
      events.push(...added);
      return Buffer.from(JSON.stringify(added));
    },
    load(batch) {
      events.push(...(JSON.parse(Buffer.from(batch).toString()) as MappedEvent[]));
    },
    truncate(rows) {
      events.length = rows;
    },
    appendDetails(items) {
      for (const { row, ...rest } of items) details.set(row, rest);
      return Buffer.from(JSON.stringify(items));
    },
    loadDetails(batch) {
      type Items = { row: number; content: string | null; findings: Finding[] }[];
      for (const { row, ...rest } of JSON.parse(Buffer.from(batch).toString()) as Items) {
        details.set(row, rest);
      }
    },
    hasDetails: has,
    setMarks(rows, value) {
      for (const row of rows) marks.set(row, value);
    },
    marks: (row) => marks.get(row) ?? { tags: [], note: null },
    setNames(source, added) {
      for (const [actor, name] of added) names.set(`${source} ${actor}`, name);
    },
    actorName: (row) => names.get(`${at(row).source} ${at(row).actor}`) ?? null,
    id: (row) => at(row).id,
    time: (row) => at(row).time,
    source: (row) => at(row).source,
    select(query, period) {
      const inside = (row: number) =>
        !period || (at(row).time >= period.from && at(row).time < period.to);
      const found = new Set(
        Array.from(events.keys()).filter((row) => inside(row) && matches(row, query)),
      );
      return found;
    },
    page: (set, sort, offset, limit) =>
      Uint32Array.from(order(set, sort).slice(offset, offset + limit)),
    position(set, sort, row) {
      const found = order(set, sort).indexOf(row);
      return found < 0 ? null : found;
    },
    facet(set, field, limit): Facet {
      const ref = fieldRef(field);
      if (!ref) throw new Failed('query.unknown-field', { field, column: 1 });
      const counts = new Map<string, number>();
      for (const row of rowsOf(set)) {
        for (const value of values(row, ref)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const sorted = Array.from(counts, ([value, count]) => ({ value, count })).toSorted(
        (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1),
      );
      return { field, values: sorted.slice(0, limit), distinct: sorted.length };
    },
    histogram(set: RowSet, interval: Interval, zone: string) {
      const calendar = new Calendar(zone);
      const counts = new Map<number, number>();
      for (const row of rowsOf(set)) {
        const start = calendar.start(interval, at(row).time);
        counts.set(start, (counts.get(start) ?? 0) + 1);
      }
      return counts;
    },
    span(set) {
      const times = rowsOf(set).map((row) => at(row).time);
      return times.length > 0 ? { first: Math.min(...times), last: Math.max(...times) } : null;
    },
    unnamedActors(source: SourceKind, limit: number) {
      const counts = new Map<string, number>();
      for (const event of events) {
        if (event.source !== source || event.actor === null || event.actorName !== null) continue;
        if (names.has(`${source} ${event.actor}`)) continue;
        counts.set(event.actor, (counts.get(event.actor) ?? 0) + 1);
      }
      return Array.from(counts)
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, limit)
        .map(([actor]) => actor);
    },
  };
}
