import type { ChannelInput, Source } from '../../../shared/contract.ts';
import type { SourceKind } from '../../../shared/event.ts';
import type { Collection, Filters } from '../../../shared/session.ts';
import { sinceLast, type SinceLast } from '../../../shared/since-last.ts';
import type { Period } from '../../ui/period-field.tsx';
import { cleanFilters } from './collection-words.ts';

export type Order = ChannelInput<'collect.start'>;

/** What the form says, for whichever sources are chosen. */
export interface Wish {
  /** null: since the last collection, of each source its own. */
  period: Period | null;
  /** As typed. */
  filters: Readonly<Record<SourceKind, Filters>>;
  withDetails: boolean;
  withNames: boolean;
  refresh: boolean;
}

export interface Known {
  collections: readonly Collection[];
  overlapMinutes: number;
  /** µs. */
  now: number;
}

/** The period since the last collection of this source with these filters; null: there is none. */
export function sinceOf(source: Source, { filters }: Pick<Wish, 'filters'>, known: Known) {
  const asked = {
    source: source.kind,
    address: source.address,
    filters: cleanFilters(filters[source.kind]),
  };
  return sinceLast(known.collections, asked, known.overlapMinutes, known.now);
}

/** A job for each source; none for one that "since the last" has no last for. */
export function ordersOf(sources: readonly Source[], wish: Wish, known: Known): Order[] {
  return sources.flatMap((source) => {
    const period: Period | SinceLast | null = wish.period ?? sinceOf(source, wish, known);
    if (!period) return [];
    return {
      sourceId: source.id,
      from: period.from,
      to: period.to,
      filters: cleanFilters(wish.filters[source.kind]),
      withDetails: source.kind === 'jayguard' && wish.withDetails,
      withNames: source.kind === 'pachca' && wish.withNames,
      // Reaching back is a small refresh in itself; of all that is new there is nothing to refresh.
      refresh: wish.period !== null && wish.refresh,
      overlapMs: wish.period ? null : known.overlapMinutes * 60_000,
    };
  });
}

export function hasToken({ token }: Source): boolean {
  return token === 'stored' || token === 'run';
}

/**
 * Whom to ask at first: those this session has been collected from, where their kind is the wanted
 * one; else the first that can be asked.
 */
export function firstChosen(
  sources: readonly Source[],
  collections: readonly Collection[],
  kind: SourceKind | null,
): string[] {
  const fitting = sources.filter((one) => hasToken(one) && (!kind || one.kind === kind));
  const known = fitting.filter((one) =>
    collections.some(({ source, address }) => source === one.kind && address === one.address),
  );
  const chosen = known.length > 0 ? known : fitting.slice(0, 1);
  return chosen.map(({ id }) => id);
}
