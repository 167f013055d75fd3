import type { ChannelInput, ChannelOutput } from '../../../src/shared/contract.ts';
import { sourceKinds } from '../../../src/shared/event.ts';
import type { Row } from '../../../src/shared/session.ts';
import { facet, select } from './review.ts';

/** The overview of the fake events, counted plainly. */
export function overview({
  selection,
}: ChannelInput<'review.overview'>): ChannelOutput<'review.overview'> {
  const rows = select(selection);
  const at = (row: Row) => Date.parse(row.time) * 1000;
  const times = rows.map(at).toSorted((a, b) => a - b);
  const first = times[0] ?? null;
  const last = times.at(-1) ?? null;
  const newSince = first === null || last === null ? null : last - (last - first) / 4;
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const row of rows) {
    const date = new Date(row.time);
    const day = week[(date.getUTCDay() + 6) % 7] ?? [];
    day[date.getUTCHours()] = (day[date.getUTCHours()] ?? 0) + 1;
  }
  const actorOf = ({ source, actor, actorName }: Row) => ({
    source,
    id: actor ?? '',
    name: actorName,
  });
  const counts = new Map<string, { row: Row; count: number }>();
  for (const row of rows) {
    if (row.actor === null) continue;
    const key = `${row.source} ${row.actor}`;
    counts.set(key, { row, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const uses = (field: 'ip' | 'userAgent') => {
    const seen = new Map<string, Row>();
    for (const row of rows) {
      const value = row[field];
      if (value !== null && row.actor !== null) seen.set(`${row.actor} ${value}`, row);
    }
    const latest = [...seen.values()].slice(0, 6).map((row) => ({
      actor: actorOf(row),
      value: row[field] ?? '',
      at: at(row),
      count: 3,
      before: 214,
    }));
    return { found: seen.size, latest };
  };
  return {
    total: rows.length,
    first,
    last,
    sources: sourceKinds.flatMap((source) => {
      const own = rows.filter((row) => row.source === source).map(at);
      if (own.length === 0) return [];
      return [{ source, events: own.length, first: Math.min(...own), last: Math.max(...own) }];
    }),
    events: facet({ selection, field: 'event', limit: 8 }),
    rules: facet({ selection, field: 'rules', limit: 8 }),
    actors: [...counts.values()]
      .toSorted((a, b) => b.count - a.count)
      .slice(0, 8)
      .map(({ row, count }) => ({ actor: actorOf(row), count })),
    distinctActors: counts.size,
    week,
    newSince: newSince === null ? null : Math.floor(newSince),
    addresses: uses('ip'),
    agents: uses('userAgent'),
  };
}
