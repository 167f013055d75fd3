import { ownersAt } from '../../../../shared/accounts.ts';
import type { Source } from '../../../../shared/contract.ts';
import type { Collection } from '../../../../shared/session.ts';
import { filterKey, sinceLast } from '../../../../shared/since-last.ts';
import type { Task } from './job.ts';

/**
 * What the closing of the program or of the session cut short and can go on: of everything that was
 * asked for the latest attempt, where its source is still set up with a token.
 */
export function cutShort(collections: readonly Collection[], sources: readonly Source[]): Task[] {
  const latest = latestBy(collections, (one) =>
    JSON.stringify([accountOf(one), one.from, one.to, filterKey(one.filters), one.selection]),
  );
  return latest.flatMap((collection): Task[] => {
    const { status, stop, selection, from, to, filters, withDetails, overlapMs } = collection;
    const source = sourceOf(collection, sources);
    if (!source || stop !== 'closed' || status === 'complete') return [];
    // Whose of them this source's token is, the ledger does not tell: another's would begin anew.
    if (ownersAt(collections, collection).size > 1) return [];
    const sourceId = source.id;
    if (selection) return [{ purpose: 'details', order: { sourceId, selection } }];
    if (from === null || to === null) return [];
    const order = { sourceId, from, to, filters, withDetails, overlapMs };
    // It is a refresh still if it was one: asked for again it would begin anew.
    return [
      { purpose: 'events', order: { ...order, refresh: false, withNames: hasNames(source) } },
    ];
  });
}

/**
 * Everything that was ever collected, since its last time, from sources that are still set up with
 * a token. `now` in µs.
 */
export function upToDate(
  collections: readonly Collection[],
  sources: readonly Source[],
  overlapMinutes: number,
  now: number,
): Task[] {
  const events = collections.filter(({ purpose }) => purpose === 'events');
  const latest = latestBy(events, (one) =>
    JSON.stringify([accountOf(one), filterKey(one.filters)]),
  );
  return latest.flatMap((collection): Task[] => {
    const source = sourceOf(collection, sources);
    const { filters, withDetails } = collection;
    // Its token may be that of any account of the address.
    const asked = { ...collection, owner: null };
    const period = source && sinceLast(collections, asked, overlapMinutes, now);
    if (!period) return [];
    const { from, to } = period;
    const order = { sourceId: source.id, from, to, filters, withDetails, refresh: false };
    const overlapMs = overlapMinutes * 60_000;
    return [{ purpose: 'events', order: { ...order, overlapMs, withNames: hasNames(source) } }];
  });
}

/** Of those that ask for the same the last one, in the order of the ledger. */
function latestBy(
  collections: readonly Collection[],
  keyOf: (collection: Collection) => string,
): Collection[] {
  const latest = new Map<string, Collection>();
  for (const one of collections) if (one.origin === 'service') latest.set(keyOf(one), one);
  return [...latest.values()];
}

function accountOf({ source, address, purpose }: Collection): string {
  return JSON.stringify([source, address, purpose]);
}

/** None where several accounts share the address: the ledger does not tell which of them it was. */
function sourceOf({ source, address }: Collection, sources: readonly Source[]): Source | undefined {
  const [found, another] = sources.filter(
    ({ kind, address: at, token }) =>
      kind === source && at === address && (token === 'stored' || token === 'run'),
  );
  return another ? undefined : found;
}

function hasNames({ kind }: Source): boolean {
  return kind === 'pachca';
}
