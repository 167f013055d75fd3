/**
 * A second reading of contract.md, "The query language": event after event, field after field, with
 * no index and none of the engine's code. What the engine is compared with.
 */
import type { Event } from '../../src/shared/event.ts';
import { fold } from '../../src/shared/query/fold.ts';
import type { Bound, EventState, FieldRef, Pattern, Query } from '../../src/shared/query/query.ts';
import type { Flag, Sort } from '../../src/shared/session.ts';

/** An event with everything a query can see; `micros` is its time to the microsecond. */
export interface PlainEvent extends Event {
  micros: number;
  raw: unknown;
  flags: Flag[];
  /** Who an analyst says the actor is. */
  person: string | null;
}

export function naiveMatches(query: Query, event: PlainEvent): boolean {
  switch (query.type) {
    case 'all':
      return true;
    case 'and':
      return query.parts.every((part) => naiveMatches(part, event));
    case 'or':
      return query.parts.some((part) => naiveMatches(part, event));
    case 'not':
      return !naiveMatches(query.part, event);
    case 'anywhere':
      return everyText(event).some((text) => fits(query.pattern, text));
    case 'field':
      return texts(event, query.field).some((text) => fits(query.pattern, text));
    case 'has':
      return isThere(event, query.field);
    case 'is':
      return isIn(event, query.state);
    case 'time':
      return (
        (query.from === null || event.micros >= query.from) &&
        (query.to === null || event.micros < query.to)
      );
    case 'number':
      return numbers(event, query.field).some((value) => inside(value, query.from, query.to));
  }
}

function everyText(event: PlainEvent): string[] {
  const single = [
    event.id,
    event.event,
    event.actor,
    event.actorName,
    event.actorType,
    event.target,
    event.targetType,
    event.ip,
    event.userAgent,
    event.application,
    event.filter,
    event.text,
    event.content,
    event.note,
  ].filter((text) => text !== null);
  return [
    ...single,
    ...event.rules,
    ...event.tags,
    ...findingTexts(event),
    ...deepTexts(event.details),
  ];
}

function findingTexts(event: PlainEvent): string[] {
  return (event.findings ?? []).flatMap(({ method, value }) => [method, value]);
}

/** All keys and values of JSON. */
function deepTexts(value: unknown): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap(deepTexts);
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, item]) => [key, ...deepTexts(item)]);
  }
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

function deepValues(value: unknown): string[] {
  if (value === null) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(deepValues);
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

/** What stands at a path of details: own keys before the parts of a dotted one. */
function at(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => at(item, path));
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const own = entries.find(([key]) => key === path);
  if (own) return [own[1]];
  const parts = path.split('.');
  for (let length = 1; length < parts.length; length += 1) {
    const head = entries.find(([key]) => key === parts.slice(0, length).join('.'));
    if (head) return at(head[1], parts.slice(length).join('.'));
  }
  return [];
}

function valueTexts(value: unknown): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap(valueTexts);
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

export function texts(event: PlainEvent, { name, path }: FieldRef): string[] {
  if (path !== null) return at(event.details, path).flatMap(valueTexts);
  if (name === 'details' || name === 'raw') return deepTexts(event[name]);
  if (name === 'findings') return findingTexts(event);
  const value = event[name];
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

function isThere(event: PlainEvent, { name, path }: FieldRef): boolean {
  const values: unknown[] = path === null ? [event[name]] : at(event.details, path);
  return values.some((value) => {
    if (value === null || value === '') return false;
    return typeof value !== 'object' || Object.keys(value).length > 0;
  });
}

function isIn(event: PlainEvent, state: EventState): boolean {
  if (state === 'unfetched') return event.source === 'jayguard' && event.findings === null;
  return event.flags.includes(state);
}

function numbers(event: PlainEvent, field: FieldRef): string[] {
  const isDeep = field.path === null && (field.name === 'details' || field.name === 'raw');
  const found = isDeep ? deepValues(event[field.name as 'details']) : texts(event, field);
  return found.map(fold).filter(isNumber);
}

function inside(value: string, from: Bound | null, to: Bound | null): boolean {
  const low = from ? compareExactly(value, from.written) : 1;
  const high = to ? compareExactly(to.written, value) : 1;
  return (from?.inclusive ? low >= 0 : low > 0) && (to?.inclusive ? high >= 0 : high > 0);
}

const isNumber = (text: string) => /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);

/** Below zero, zero or above: how two texts that are numbers stand to one another, to the last digit. */
export function compareExactly(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => {
    const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
    const [whole = '', part = ''] = mantissa.replace(/^[+-]/, '').split('.');
    const digits = (whole + part).replace(/^0+/, '');
    const sign = digits === '' ? 0 : mantissa.startsWith('-') ? -1 : 1;
    // How many digits stand before the point when it is written out.
    const size = sign === 0 ? 0 : digits.length - part.length + Number(exponent);
    return { sign, size, digits };
  }) as [Exact, Exact];
  if (a.sign !== b.sign || a.size !== b.size) return a.sign - b.sign || a.sign * (a.size - b.size);
  const length = Math.max(a.digits.length, b.digits.length);
  const [one, other] = [a, b].map(({ digits }) => BigInt(digits.padEnd(length, '0')));
  return one === other ? 0 : (one ?? 0n) < (other ?? 0n) ? -a.sign : a.sign;
}

interface Exact {
  sign: number;
  size: number;
  digits: string;
}

/** The pattern as a regular expression over the folded text. */
function fits({ pieces, whole }: Pattern, text: string): boolean {
  const source = pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('[^]*');
  return new RegExp(whole ? `^${source}$` : source, 'u').test(fold(text));
}

/** Newest first, then by id and row, after the keys; nulls last. Actors without a name go by id. */
export function naiveOrder(events: readonly PlainEvent[], rows: number[], sort: Sort): number[] {
  const event = (row: number) => events[row] as PlainEvent;
  const keys = sort.flatMap((key) =>
    key.field === 'actorName' ? [key, { ...key, field: 'nameless' }] : [key],
  );
  return rows.toSorted((a, b) => {
    for (const { field, descending } of keys) {
      const left = sortValue(event(a), field);
      const right = sortValue(event(b), field);
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
        continue;
      }
      const difference = compareLists(left, right);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return (
      event(b).micros - event(a).micros ||
      comparePoints(fold(event(a).id), fold(event(b).id)) ||
      a - b
    );
  });
}

/** A decimal is compared as a number. */
type Key = (string | number | { decimal: string })[];

/** What a field is ordered by: its elements, each folded and then as it came. */
function sortValue(event: PlainEvent, field: string): Key[] | null {
  if (field === 'time') return [[event.micros]];
  if (field === 'nameless') return event.actorName === null ? sortValue(event, 'actor') : null;
  if (field === 'text' || field === 'content' || field === 'id') {
    const text = event[field];
    return text === null ? null : [[fold(text)]];
  }
  const path = field.startsWith('details.') ? field.slice('details.'.length) : null;
  const found =
    field === 'findings'
      ? (event.findings ?? []).map(({ method }) => method)
      : texts(event, { name: path === null ? (field as 'event') : 'details', path });
  if (found.length === 0) return null;
  return found.map((text) => {
    const folded = fold(text);
    if (path === null) return [folded, text];
    return isNumber(folded) ? [0, { decimal: folded }, folded, text] : [1, folded, text];
  });
}

function compareLists(left: Key[], right: Key[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = compareKeys(left[i] ?? [], right[i] ?? []);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareKeys(left: Key, right: Key): number {
  for (let i = 0; i < left.length; i += 1) {
    const a = left[i];
    const b = right[i];
    if (a === b) continue;
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a === 'object' || typeof b === 'object') {
      if (typeof a !== 'object' || typeof b !== 'object') return typeof a === 'object' ? -1 : 1;
      const difference = compareExactly(a.decimal, b.decimal);
      if (difference !== 0) return difference;
      continue;
    }
    // As it came: by code units.
    if (i === left.length - 1 && i > 0) return String(a) < String(b) ? -1 : 1;
    return comparePoints(String(a), String(b));
  }
  return 0;
}

/** By code points, as UTF-8 would be. */
export function comparePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
