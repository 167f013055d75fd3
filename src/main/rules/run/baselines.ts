import { isIP } from 'node:net';
import { formatInstant } from '../../../shared/instant.ts';
import type { FieldRef } from '../../../shared/query/query.ts';
import type { Baseline } from '../sigma/baseline.ts';
import { within } from './compile.ts';
import { clockOf } from './clock.ts';
import type { Hit } from './correlate.ts';
import type { Timeline } from './evidence.ts';
import { byGroup, Groups, nowhere, type GroupField } from './groups.ts';
import { hostOf, networkOf, ownerOf, privateNetworks } from './networks.ts';

/** Events of one finding lie no further apart than this, µs. */
const quiet = 3600e6;
const at = { line: 1, column: 1 };

type Of<K extends Baseline['kind']> = Baseline & { kind: K };
type Compared = Exclude<Baseline, { kind: 'not_collected' }>;

interface Context {
  timeline: Timeline;
  zone: string;
  /** What the rule selects, in order of time. */
  rows: Uint32Array;
}

/** What stands out among the selected events, each with the figures that say so. */
export function baselineHits(baseline: Compared, context: Context): Hit[] {
  switch (baseline.kind) {
    case 'first_seen':
      return firstSeen(baseline, context);
    case 'rare':
      return rare(baseline, context);
    case 'unusual_hour':
      return unusualHour(baseline, context);
    case 'far_apart':
      return farApart(baseline, context);
    case 'other_host':
      return otherHost(baseline, context);
    case 'ceased':
      return ceased(baseline, context);
  }
}

/** Values that a group shows for the first time after it has been known for a while. */
function firstSeen(baseline: Of<'first_seen'>, { timeline, rows }: Context): Hit[] {
  const { groups, groupOf } = grouping(baseline, timeline);
  const valuesOf = valueReader(baseline, timeline);
  const past = new Map<number, Past>();
  const users = new Map<string, Set<number>>();
  const hits: (Hit & { found: number[] })[] = [];
  for (const row of rows) {
    const group = groupOf(row);
    if (group === nowhere) continue;
    const time = timeline.time(row);
    let known = past.get(group);
    if (!known) {
      known = { since: time, events: 0, values: new Map() };
      past.set(group, known);
    }
    const isLearned = known.events >= baseline.atLeast && time - known.since >= baseline.learn;
    const values = known.values.size;
    const isSteady = baseline.few === 0 || values <= baseline.few;
    const fresh: { value: string; others: number }[] = [];
    for (const value of valuesOf(row)) {
      const met = known.values.get(value);
      if (met !== undefined) {
        if (met !== null && !goesOn(hits[met]?.found, row, timeline)) known.values.set(value, null);
        continue;
      }
      const shared = users.get(value) ?? new Set<number>();
      users.set(value, shared);
      const isShared = baseline.sharedBy > 0 && shared.size >= baseline.sharedBy;
      if (isLearned && isSteady && !isShared) fresh.push({ value, others: shared.size });
      else known.values.set(value, null);
      shared.add(group);
    }
    if (fresh.length > 0) {
      const figures = {
        value: fresh.map(({ value }) => value).join(', '),
        before: known.events,
        values,
        since: formatInstant(known.since),
        others: Math.min(...fresh.map(({ others }) => others)),
      };
      for (const { value } of fresh) known.values.set(value, hits.length);
      hits.push({
        rows: new Uint32Array(0),
        found: [row],
        group: record(baseline, groups.values[group]),
        reason: { kind: 'first-seen', figures },
      });
    }
    known.events += 1;
  }
  return hits.map(({ found, group, reason }) => ({ rows: Uint32Array.from(found), group, reason }));
}

/** What follows on the first use at once belongs to it, once whatever it repeats of it. */
function goesOn(found: number[] | undefined, row: number, timeline: Timeline): boolean {
  const last = found?.at(-1);
  if (!found || last === undefined) return false;
  if (last === row) return true;
  const isNear = timeline.time(row) - timeline.time(last) < quiet;
  if (isNear) found.push(row);
  return isNear;
}

/** What a group has shown so far; of a value the finding that may still go on, by its place. */
interface Past {
  since: number;
  events: number;
  values: Map<string, number | null>;
}

/** Values that make up very little of what a group does. */
function rare(baseline: Of<'rare'>, { timeline, rows }: Context): Hit[] {
  const { groups, groupOf } = grouping(baseline, timeline);
  const valuesOf = valueReader(baseline, timeline);
  const hits: Hit[] = [];
  for (const { group, rows: of } of byGroup(rows, groupOf)) {
    if (group === nowhere || of.length < baseline.atLeast) continue;
    const having = new Map<string, number[]>();
    for (const row of of) {
      for (const value of valuesOf(row)) {
        const list = having.get(value);
        if (list) list.push(row);
        else having.set(value, [row]);
      }
    }
    for (const [value, found] of having) {
      if (found.length > baseline.atMost) continue;
      const figures = { value, count: found.length, of: of.length, values: having.size };
      hits.push({
        rows: Uint32Array.from(found),
        group: record(baseline, groups.values[group]),
        reason: { kind: 'rare', figures },
      });
    }
  }
  return hits;
}

/** Hours of the day in which a group hardly ever does anything. */
function unusualHour(baseline: Of<'unusual_hour'>, { timeline, rows, zone }: Context): Hit[] {
  const { groups, groupOf } = grouping(baseline, timeline);
  const clock = clockOf(zone);
  const hits: Hit[] = [];
  for (const { group, rows: of } of byGroup(rows, groupOf)) {
    if (group === nowhere || of.length < baseline.atLeast) continue;
    const hours = Uint8Array.from(of, (row) => clock.hour(timeline.time(row)));
    const counts = new Uint32Array(24);
    for (const hour of hours) counts[hour] = (counts[hour] ?? 0) + 1;
    const days = new Set(Array.from(of, (row) => clock.day(timeline.time(row)))).size;
    if (days < baseline.days) continue;
    const near = (hour: number) =>
      (counts[hour] ?? 0) + (counts[(hour + 1) % 24] ?? 0) + (counts[(hour + 23) % 24] ?? 0);
    const odd = of.filter((_row, i) => near(hours[i] ?? 0) / of.length <= baseline.share);
    for (const found of runs(odd, timeline)) {
      const hour = clock.hour(timeline.time(found[0] ?? 0));
      const figures = { hour, zone, count: near(hour), of: of.length, days };
      hits.push({
        rows: found,
        group: record(baseline, groups.values[group]),
        reason: { kind: 'unusual-hour', figures },
      });
    }
  }
  return hits;
}

/**
 * The same account from two networks within minutes. Nothing is known of where networks are: that is
 * the reason given. An address of version 4 and one of version 6 are not compared, because one device
 * has both.
 */
function farApart(baseline: Of<'far_apart'>, { timeline, rows }: Context): Hit[] {
  const { groups, groupOf } = grouping(baseline, timeline);
  const column = timeline.coded({ name: 'ip', path: null });
  const isKnown = within([...privateNetworks, ...baseline.known]);
  const networks = Array.from({ length: column?.size ?? 0 }, (_, code) => {
    const [address = ''] = column?.values(code) ?? [];
    return isIP(address) === 0 || isKnown(address) ? null : networkOf(address);
  });
  const network = (row: number) => networks[column?.codes[row] ?? 0] ?? null;
  const address = (row: number) => column?.values(column.codes[row] ?? 0).join() ?? '';
  const hits: Hit[] = [];
  for (const { group, rows: of } of byGroup(rows, groupOf)) {
    if (group === nowhere) continue;
    const last = new Map<string, number>();
    for (const row of of) {
      const own = network(row);
      if (!own) continue;
      const before = last.get(own.family);
      last.set(own.family, row);
      if (before === undefined || network(before)?.name === own.name) continue;
      const apart = timeline.time(row) - timeline.time(before);
      if (apart > baseline.within) continue;
      const figures = { from: address(before), to: address(row), seconds: Math.round(apart / 1e6) };
      hits.push({
        rows: Uint32Array.of(before, row),
        group: record(baseline, groups.values[group]),
        reason: { kind: 'far-apart', figures },
      });
    }
  }
  return hits;
}

/** An address that now leads to another company than before, or to one where there was none. */
function otherHost(baseline: Of<'other_host'>, { timeline, rows }: Context): Hit[] {
  const { groups, groupOf } = grouping(baseline, timeline);
  const now = valueReader(baseline, timeline);
  const before = valueReader({ ...baseline, field: baseline.previous }, timeline);
  const isKnown = (host: string) =>
    baseline.known.some((known) => host === known || host.endsWith(`.${known}`));
  const hits: Hit[] = [];
  for (const row of rows) {
    const group = groupOf(row);
    const host = hostOf(now(row)[0]);
    const old = hostOf(before(row)[0]);
    if (group === nowhere || host === null || isKnown(host)) continue;
    if (old !== null && ownerOf(host) === ownerOf(old)) continue;
    hits.push({
      rows: Uint32Array.of(row),
      group: record(baseline, groups.values[group]),
      reason: { kind: 'other-host', figures: { from: old ?? '—', to: host } },
    });
  }
  return hits;
}

/** What used to happen with a share of a group's events, and then with none of many in a row. */
function ceased(baseline: Of<'ceased'>, { timeline, rows }: Context): Hit[] {
  const { groups, groupOf } = grouping(baseline, timeline);
  const valuesOf = valueReader(baseline, timeline);
  const hits: Hit[] = [];
  for (const { group, rows: of } of byGroup(rows, groupOf)) {
    if (group === nowhere) continue;
    let met = 0;
    /** Where the stretch without it begins. */
    let start = 0;
    for (let i = 0; i <= of.length; i += 1) {
      const isIt = i < of.length && valuesOf(of[i] ?? 0).includes(baseline.value);
      if (i < of.length && !isIt) continue;
      const row = i - start;
      const isLearned = start >= baseline.atLeast && met / start >= baseline.share;
      // Such a row comes by chance, too, and the likelier the rarer it was before.
      const chance = (1 - met / Math.max(1, start)) ** row;
      if (isLearned && row >= baseline.inRow && chance <= baseline.chance) {
        const figures = { value: baseline.value, met, before: start, row };
        hits.push({
          rows: of.subarray(start, i),
          group: record(baseline, groups.values[group]),
          reason: { kind: 'ceased', figures },
        });
      }
      met += 1;
      start = i + 1;
    }
  }
  return hits;
}

function grouping({ groupBy }: Compared, timeline: Timeline) {
  const groups = new Groups(timeline);
  const fields = groupBy.map(({ name, field }): GroupField => ({ name, field, at }));
  return { groups, groupOf: groups.of(fields) };
}

function record({ groupBy }: Compared, values: readonly string[] | undefined) {
  return Object.fromEntries(groupBy.map(({ name }, i) => [name, values?.[i] ?? '']));
}

/** The values of a row's field; texts of one code are read once. */
function valueReader(
  { field }: { field: FieldRef },
  timeline: Timeline,
): (row: number) => readonly string[] {
  const column = timeline.coded(field);
  if (!column) throw new TypeError('checked when the rule was read');
  const known = new Map<number, readonly string[]>();
  return (row) => {
    const code = column.codes[row] ?? 0;
    const met = known.get(code);
    if (met) return met;
    const made = [...new Set(column.values(code))];
    known.set(code, made);
    return made;
  };
}

/** Rows with less than `quiet` between them. */
export function* runs(
  rows: Uint32Array,
  timeline: Timeline,
  apart: number = quiet,
): Generator<Uint32Array> {
  let from = 0;
  for (let i = 1; i <= rows.length; i += 1) {
    const isNext =
      i < rows.length && timeline.time(rows[i] ?? 0) - timeline.time(rows[i - 1] ?? 0) <= apart;
    if (isNext) continue;
    yield rows.subarray(from, i);
    from = i;
  }
}
