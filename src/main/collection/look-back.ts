import { latestOwned, ownersAt } from '../../shared/accounts.ts';
import { Failed } from '../../shared/errors.ts';
import type { SourceKind } from '../../shared/event.ts';
import type { Collection } from '../../shared/session.ts';
import { filterKey } from '../../shared/since-last.ts';
import type { SessionReader } from '../store/session-store.ts';
import type { CollectOrder } from './collect.ts';
import type { AskOwner, Ownership } from './owner.ts';

interface Known extends Ownership {
  /** The latest collection of this account that asked for the same. */
  before: Collection | undefined;
  /** µs, by the service's clock, as far as the ledger knows it. */
  now: number;
}

/**
 * Who asks, and what the ledger has of them. Throws `Failed` where nobody can be asked and it
 * cannot be said without.
 */
export async function lookBack(
  store: SessionReader,
  source: SourceKind,
  order: CollectOrder,
  askOwner: AskOwner,
): Promise<Known> {
  const { address, from, to, filters } = order;
  const { collections } = await store.info();
  const place = { source, address };
  const known = collections.filter((one) => one.source === source && one.address === address);
  const wanted = filterKey(filters);
  const same = known.filter(
    (one) =>
      one.origin === 'service' &&
      one.purpose === 'events' &&
      one.from === from &&
      one.to === to &&
      filterKey(one.filters) === wanted,
  );
  const owners = ownersAt(collections, place);
  const offsetMs = known.findLast((one) => one.clockOffsetMs !== null)?.clockOffsetMs ?? 0;
  const now = Math.floor((Date.now() + offsetMs) * 1000);

  const { owner, trouble } = await whoAsks(askOwner, known, owners);
  const ownerOf = (one: Collection) => one.owner?.id ?? null;
  const before = latestOwned(same.toReversed(), ownerOf, owners, owner?.id ?? null);
  const isDone = before?.status === 'complete' && !order.refresh;
  if (trouble && trouble.kind !== 'cancelled' && isDone)
    throw new Failed(trouble.kind, trouble.params);
  return { before, now, owner, trouble };
}

/**
 * Where nobody can be asked, nothing will be pulled: then the entry of the only owner that the
 * ledger knows may say so. Beside several owners it would be anybody's.
 */
async function whoAsks(
  askOwner: AskOwner,
  known: readonly Collection[],
  owners: ReadonlySet<string>,
): Promise<Ownership> {
  const { owner, trouble } = await askOwner(owners.size > 0);
  if (!trouble) return { owner, trouble };
  if (owners.size > 1) throw new Failed(trouble.kind, trouble.params);
  return { owner: known.findLast((one) => one.owner !== null)?.owner ?? null, trouble };
}
