import type { SourceKind } from './event.ts';
import type { Collection, TokenOwner } from './session.ts';

/** Where something is collected from; accounts may share an address (decision 0009). */
export interface Place {
  source: SourceKind;
  address: string;
}

/** One log of one service: what its collections hold says nothing of another's. */
export interface Account extends Place {
  /** null: the service does not say. */
  owner: TokenOwner | null;
  /** Short, and different for each account of a source: by its owner, its address, or both. */
  name: string;
  /** Those that asked for events, in the order of the ledger. */
  collections: readonly Collection[];
}

/** Ids of those whose tokens are known to have collected from there. */
export function ownersAt(collections: readonly Collection[], at: Place): Set<string> {
  const ids = collections.filter((one) => isAt(one, at)).map(({ owner }) => owner?.id);
  return new Set(ids.filter((id) => id !== undefined));
}

/**
 * Tells by its owner whether a collection of an address is of the account that `asking` owns.
 * `owners`: all that are known there. One whose owner is not known belongs to the only owner there
 * is; beside several it is of nobody. Who asks unknown, where owners are known, is none of them.
 */
export function ownedBy(
  owners: ReadonlySet<string>,
  asking: string | null,
): (owner: string | null) => boolean {
  const isAlone = asking !== null && [...owners].every((id) => id === asking);
  return (owner) => owner === asking || (owner === null && isAlone);
}

/** Of an address's collections, newest first, the one to go on with: rather one surely its own. */
export function latestOwned<T>(
  candidates: readonly T[],
  ownerOf: (candidate: T) => string | null,
  owners: ReadonlySet<string>,
  asking: string | null,
): T | undefined {
  const isOwned = ownedBy(owners, asking);
  return (
    candidates.find((one) => ownerOf(one) === asking) ??
    candidates.find((one) => isOwned(ownerOf(one)))
  );
}

/** The accounts that events were collected from, or should have been, in the order of the ledger. */
export function accountsOf(collections: readonly Collection[]): Account[] {
  const found = new Map<string, { of: Collection; owner: string | null; list: Collection[] }>();
  for (const of of collections) {
    if (of.origin !== 'service' || of.purpose !== 'events') continue;
    const [only, ...others] = ownersAt(collections, of);
    const owner = of.owner?.id ?? (others.length === 0 ? only : undefined) ?? null;
    const key = JSON.stringify([of.source, of.address, owner]);
    const known = found.get(key);
    if (known) known.list.push(of);
    else found.set(key, { of, owner, list: [of] });
  }
  const accounts = [...found.values()].map(({ of: { source, address }, list }) => {
    const owner = list.findLast((one) => one.owner !== null)?.owner ?? null;
    return { source, address, owner, collections: list };
  });
  return accounts.map((one) => ({ ...one, name: nameAmong(one, accounts) }));
}

function nameAmong(
  { source, address, owner }: Omit<Account, 'name'>,
  accounts: readonly Omit<Account, 'name'>[],
): string {
  const others = accounts.filter((one) => one.source === source);
  const isShared = others.filter((one) => one.address === address).length > 1;
  const who = isShared && owner && `${owner.name ?? owner.email ?? 'ID'} (${owner.id})`;
  const isElsewhere = others.some((one) => one.address !== address);
  const where = (isElsewhere || !who) && address.replace(/^https?:\/\//, '');
  return [who, where].filter(Boolean).join(' · ');
}

function isAt(one: Place & Pick<Collection, 'origin'>, { source, address }: Place): boolean {
  return one.origin === 'service' && one.source === source && one.address === address;
}
