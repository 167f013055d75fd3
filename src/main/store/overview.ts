import { sourceKinds, type SourceKind } from '../../shared/event.ts';
import type { Overview } from '../../shared/overview.ts';
import { quoteValue } from '../../shared/query/quote.ts';
import type { Selection } from '../../shared/session.ts';
import { zoneOffset } from '../../shared/zone.ts';
import type { EventIndex, RowSet } from './event-index.ts';

const topValues = 8;
const topActors = 8;
const latestUses = 8;

const hour = 3600e6;
const week = 7 * 24 * hour;

type Select = (selection: Selection) => RowSet;
type Actor = Overview['actors'][number]['actor'];

/** What a selection holds, at a glance. */
export function overviewOf(index: EventIndex, selection: Selection, select: Select): Overview {
  const set = select(selection);
  const span = index.span(set);
  const newSince = span && beginOfNews(span.first, span.last);
  const perSource = sourceKinds.map((source) => sourceOf(index, selection, source, select));
  const actors = perSource
    .flatMap((one) => one.actors)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, topActors);
  return {
    total: set.size,
    first: span?.first ?? null,
    last: span?.last ?? null,
    sources: perSource.flatMap(({ source, events, span: of }) =>
      of ? [{ source, events, first: of.first, last: of.last }] : [],
    ),
    events: index.facet(set, 'event', topValues),
    rules: index.facet(set, 'rules', topValues),
    actors,
    distinctActors: perSource.reduce((sum, { distinct }) => sum + distinct, 0),
    week: weekOf(index.histogram(set, 'hour', selection.zone), selection.zone),
    newSince,
    addresses: firstUses(index, set, 'ip', newSince),
    agents: firstUses(index, set, 'userAgent', newSince),
  };
}

/** The last week; of a session that is shorter than a month, its last quarter. */
function beginOfNews(first: number, last: number): number {
  return last - Math.min(week, Math.floor((last - first) / 4));
}

function sourceOf(index: EventIndex, selection: Selection, source: SourceKind, select: Select) {
  const having = (condition: string) => {
    const given = selection.query.trim();
    const text = given === '' ? condition : `(${given}) ${condition}`;
    return select({ ...selection, query: text });
  };
  const set = having(`source:${source}`);
  const { values, distinct } = index.facet(set, 'actor', topActors);
  const actors = values.map(({ value: id, count }) => {
    const own = having(`source:${source} actor:${quoteValue(id)}`);
    const [row] = index.page(own, [], 0, 1);
    const name = row === undefined ? null : index.actorName(row);
    return { actor: { source, id, name }, count };
  });
  return { source, events: set.size, span: index.span(set), actors, distinct };
}

/** Hours of the histogram by their place in the week; clocks that change by less are rounded down. */
function weekOf(hours: ReadonlyMap<number, number>, zone: string): number[][] {
  const days = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const [start, count] of hours) {
    const local = Math.floor((start + zoneOffset(zone, start)) / hour);
    // 1 January 1970 was a Thursday.
    const day = days[(((Math.floor(local / 24) + 3) % 7) + 7) % 7] ?? [];
    const at = ((local % 24) + 24) % 24;
    day[at] = (day[at] ?? 0) + count;
  }
  return days;
}

function firstUses(
  index: EventIndex,
  set: RowSet,
  field: 'ip' | 'userAgent',
  since: number | null,
): Overview['addresses'] {
  const found = since === null ? [] : index.firstUses(set, field, since);
  const latest = found.slice(0, latestUses).flatMap(({ row, count, before }) => {
    const value = index.value(row, field);
    const actor = actorOf(index, row);
    return value === null || !actor ? [] : [{ actor, value, at: index.time(row), count, before }];
  });
  return { found: found.length, latest };
}

function actorOf(index: EventIndex, row: number): Actor | null {
  const id = index.value(row, 'actor');
  return id === null ? null : { source: index.source(row), id, name: index.actorName(row) };
}
