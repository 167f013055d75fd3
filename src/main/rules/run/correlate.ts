import type { Reason } from '../../../shared/rules.ts';
import { resolveField } from '../mapping/fields.ts';
import type { LoadedRule } from '../rule-set.ts';
import type { Correlation } from '../sigma/correlation.ts';
import { refuse, type At } from '../sigma/refused.ts';
import {
  eventCounter,
  joined,
  leastOf,
  valueCounter,
  windowsWith,
  type Stretch,
} from './counts.ts';
import type { Timeline } from './evidence.ts';
import { byGroup, Groups, nowhere, type GroupField } from './groups.ts';
import { inOrder, together } from './sequences.ts';

/** What a rule is to a correlation: things that happened, by the row of their end, in order of time. */
export interface Points {
  last: Uint32Array;
  /** All rows of one of them. */
  rows(at: number): Uint32Array;
}

/** Something that was found, before it gets its words. Rows are in order of time. */
export interface Hit {
  rows: Uint32Array;
  group: Record<string, string>;
  reason: Reason | null;
}

export interface Correlated {
  /** Every window by itself: asked for by correlations of correlations alone. */
  points: () => Points;
  hits: Hit[];
}

/** Points that are single events. */
export function eventPoints(rows: Uint32Array): Points {
  return { last: rows, rows: (at) => rows.subarray(at, at + 1) };
}

/** Finds what a correlation describes; `pointsOf` tells what its parts have found. */
export function correlate(
  rule: LoadedRule,
  correlation: Correlation,
  timeline: Timeline,
  pointsOf: (part: LoadedRule) => Points,
): Correlated {
  const isCount = correlation.type === 'event_count' || correlation.type === 'value_count';
  return isCount
    ? counted(rule, correlation, timeline, pointsOf)
    : sequenced(rule, correlation, timeline, pointsOf);
}

function counted(
  { parts }: LoadedRule,
  correlation: Correlation,
  timeline: Timeline,
  pointsOf: (part: LoadedRule) => Points,
): Correlated {
  const groups = new Groups(timeline);
  const groupOf = parts.map((part, i) => groups.of(groupFields(correlation, part, i)));
  const owner = new Map<number, number>();
  const all: number[] = [];
  const [only] = parts;
  parts.forEach((part, i) => {
    if (part.body.kind === 'correlation') {
      refuse(correlation.rules[i]?.at ?? correlation.at, 'unsupported', correlation.type);
    }
    if (parts.length === 1) return;
    // An event that several rules find is one event.
    for (const row of pointsOf(part).last) {
      if (!owner.has(row)) all.push(row);
      owner.set(row, i);
    }
  });
  const rows =
    parts.length === 1 && only ? pointsOf(only).last : inTime(Uint32Array.from(all), timeline);
  const values = correlation.field
    ? valuesOf(correlation, correlation.field, parts, timeline)
    : null;

  const [groupOfOnly] = groupOf;
  const grouped = (row: number) =>
    (parts.length === 1 ? groupOfOnly : groupOf[owner.get(row) ?? 0])?.(row) ?? nowhere;
  const points: (() => Uint32Array[])[] = [];
  const hits: Hit[] = [];
  for (const { group, rows: of } of byGroup(rows, grouped)) {
    if (group === nowhere) continue;
    const times = Float64Array.from(of, (row) => timeline.time(row));
    const counter = values ? valueCounter((at) => values(of[at] ?? 0)) : eventCounter();
    const windows = windowsWith(times, correlation.timespan, correlation.condition, counter);
    points.push(() => windows.map(({ from, to }) => of.subarray(from, to + 1)));
    const isSliding = leastOf(correlation.condition) !== null;
    for (const { from, to } of isSliding ? joined(windows) : windows) {
      const found = of.subarray(from, to + 1);
      const distinct = values
        ? new Set(Array.from(found).flatMap((row) => [...values(row)]))
        : null;
      hits.push({
        rows: found,
        group: groupRecord(correlation, groups.values[group]),
        reason: {
          kind: distinct ? 'values' : 'count',
          figures: {
            count: distinct ? distinct.size : found.length,
            ...(distinct && { field: correlation.field?.name ?? '' }),
            condition: correlation.condition
              .map((one) => `${one.comparison} ${one.value}`)
              .join(', '),
            timespan: correlation.timespan / 1e6,
          },
        },
      });
    }
  }
  return {
    points: () =>
      pointsFrom(
        points.flatMap((make) => make()),
        timeline,
      ),
    hits,
  };
}

function sequenced(
  { parts }: LoadedRule,
  correlation: Correlation,
  timeline: Timeline,
  pointsOf: (part: LoadedRule) => Points,
): Correlated {
  const groups = new Groups(timeline);
  const found = parts.map((part, i) => {
    const points = pointsOf(part);
    const groupOf = groups.of(groupFields(correlation, part, i));
    return { points, groups: Int32Array.from(points.last, groupOf) };
  });
  // Groups that lack a part are out: of most rules that is nearly everybody.
  const wanted = new Uint32Array(groups.values.length);
  found.forEach(({ groups: of }, part) => {
    for (const group of of)
      if (group !== nowhere && wanted[group] === part) wanted[group] = part + 1;
  });
  const steps = new Map<number, { time: number; part: number; at: number }[]>();
  found.forEach(({ points, groups: of }, part) => {
    of.forEach((group, at) => {
      if (group === nowhere || wanted[group] !== parts.length) return;
      const list = steps.get(group) ?? [];
      if (list.length === 0) steps.set(group, list);
      list.push({ time: timeline.time(points.last[at] ?? 0), part, at });
    });
  });

  const isOrdered = correlation.type === 'temporal_ordered';
  const search = isOrdered ? inOrder : together;
  const all: (() => Uint32Array[])[] = [];
  const hits: Hit[] = [];
  for (const [group, list] of [...steps].toSorted(([a], [b]) => a - b)) {
    list.sort((a, b) => a.time - b.time || a.part - b.part || a.at - b.at);
    const times = list.map(({ time }) => time);
    const order = { times, parts: list.map(({ part }) => part) };
    const rowsOf = ({ from, to }: Stretch) => {
      const rows = new Set<number>();
      for (const { part, at } of list.slice(from, to + 1)) {
        for (const row of found[part]?.points.rows(at) ?? []) rows.add(row);
      }
      return inTime(Uint32Array.from(rows), timeline);
    };
    const windows = search(order, parts.length, correlation.timespan);
    all.push(() => windows.map(rowsOf));
    for (const window of joined(windows)) {
      hits.push({
        rows: rowsOf(window),
        group: groupRecord(correlation, groups.values[group]),
        reason: {
          kind: isOrdered ? 'in-order' : 'together',
          figures: {
            rules: parts.map(({ en }) => en.title).join(isOrdered ? ' → ' : ' + '),
            timespan: correlation.timespan / 1e6,
          },
        },
      });
    }
  }
  return {
    points: () =>
      pointsFrom(
        all.flatMap((make) => make()),
        timeline,
      ),
    hits,
  };
}

function groupRecord(
  { groupBy }: Correlation,
  values: readonly string[] | undefined,
): Record<string, string> {
  return Object.fromEntries(groupBy.map(({ name }, i) => [name, values?.[i] ?? '']));
}

/** The fields that a part has for `group-by`, its aliases resolved. */
function groupFields(
  { groupBy, aliases, rules }: Correlation,
  part: LoadedRule,
  index: number,
): GroupField[] {
  const written = rules[index]?.name ?? '';
  return groupBy.map(({ name, at }) => {
    const alias = aliases.get(name);
    const own = alias ? (alias.get(written) ?? refuse(at, 'value', `${name}: ${written}`)) : name;
    return { name, field: refOf(own, part, at), at };
  });
}

function refOf(name: string, part: LoadedRule, at: At) {
  const field = resolveField(name, part.sources);
  if (!field) return refuse(at, 'unknown-field', name);
  return field.kind === 'field' ? field.ref : refuse(at, 'field-use', name);
}

/** Numbers of the distinct values that each row has of the field that is counted. */
function valuesOf(
  { aliases, rules }: Correlation,
  { name, at }: { name: string; at: At },
  parts: readonly LoadedRule[],
  timeline: Timeline,
): (row: number) => readonly number[] {
  const columns = parts.map((part, i) => {
    const own = aliases.get(name)?.get(rules[i]?.name ?? '') ?? name;
    return timeline.coded(refOf(own, part, at)) ?? refuse(at, 'field-use', name);
  });
  const ids = new Map<string, number>();
  const idOf = (value: string) => {
    const known = ids.get(value);
    if (known !== undefined) return known;
    ids.set(value, ids.size);
    return ids.size - 1;
  };
  // Fields of several names are rare: a row has a value under one of them.
  const known = columns.map(() => new Map<number, readonly number[]>());
  return (row) => {
    for (const [i, column] of columns.entries()) {
      const code = column.codes[row] ?? 0;
      if (code === 0) continue;
      const met = known[i]?.get(code);
      if (met) return met;
      const made = [...new Set(column.values(code))].map(idOf);
      known[i]?.set(code, made);
      return made;
    }
    return [];
  };
}

function pointsFrom(windows: Uint32Array[], timeline: Timeline): Points {
  const place = (rows: Uint32Array) => timeline.place(rows.at(-1) ?? 0);
  const ordered = windows.toSorted((a, b) => place(a) - place(b));
  return {
    last: Uint32Array.from(ordered, (rows) => rows.at(-1) ?? 0),
    rows: (at) => ordered[at] ?? new Uint32Array(0),
  };
}

function inTime(rows: Uint32Array, timeline: Timeline): Uint32Array {
  return rows.sort((a, b) => timeline.place(a) - timeline.place(b));
}
