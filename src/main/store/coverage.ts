import { accountsOf, type Account } from '../../shared/accounts.ts';
import { sourceKinds, type SourceKind } from '../../shared/event.ts';
import type { Collection, Coverage, CoverageState, LedgerWindow } from '../../shared/session.ts';
import { collectedUpTo } from '../../shared/since-last.ts';

/** Services write whole seconds: a window that ends at 23:59:59 leaves nothing before midnight. */
const second = 1_000_000;

/** Best last: where stretches lie over one another, the better one counts. */
const ranks: readonly CoverageState[] = ['none', 'failed', 'partial', 'complete'];

function rank(state: CoverageState): number {
  return ranks.indexOf(state);
}

/**
 * What a window is good for. One that is still being pulled, or was left half-way, is `partial` over
 * all of its stretch: windows go newest first, so none of it is known to be whole.
 */
function stateOf(window: LedgerWindow, collection: Collection): CoverageState {
  const filtered = Object.values(collection.filters).some(
    (filter) => filter !== undefined && filter.length > 0,
  );
  if (window.status === 'complete') return filtered ? 'partial' : 'complete';
  if (window.status === 'failed') return window.counts.pages > 0 ? 'partial' : 'failed';
  return window.status === 'pending' && window.counts.pages === 0 ? 'none' : 'partial';
}

/**
 * What was still to happen when a collection began can be there in part at best. A period that lies
 * wholly in the future is the sign of a wrong clock, and proves nothing. (Services tell their time
 * in whole seconds.)
 */
function believed(window: LedgerWindow, collection: Collection): Stretch[] {
  const { from, to } = window;
  const state = stateOf(window, collection);
  const horizon = collectedUpTo(collection);
  const isCut =
    state === 'complete' && to > horizon + second && (collection.from ?? from) <= horizon;
  if (!isCut) return [{ from, to, state }];
  return [
    { from, to: Math.min(to, horizon), state },
    { from: Math.max(from, horizon + 1), to, state: 'partial' },
  ];
}

/**
 * Stretches of each source that were collected, in order, touching ones of equal state joined. What
 * one account has complete says nothing of another: see `together`. A source that was asked, and
 * from which nothing has come beside what others brought, stands there as `none` over what was
 * asked for: otherwise what is complete would seem to be all.
 */
export function coverageOf(collections: readonly Collection[]): Coverage[] {
  const accounts = accountsOf(collections);
  const covered = sourceKinds.flatMap((source) => {
    const own = accounts.filter((account) => account.source === source);
    const stretches = together(
      own.map((account) => ({ name: account.name, stretches: stretchesOf(account) })),
    );
    return stretches.map((stretch): Coverage => ({ source, ...stretch }));
  });
  if (covered.length === 0) return [];
  const silent = sourceKinds.flatMap((source): Coverage[] => {
    const asked = accounts
      .filter((account) => account.source === source)
      .flatMap(({ collections: own }) => own.flatMap(({ windows }) => windows));
    if (asked.length === 0 || covered.some((one) => one.source === source)) return [];
    const from = Math.min(...asked.map((one) => one.from));
    const to = Math.max(...asked.map((one) => one.to));
    return [{ source, from, to, state: 'none' }];
  });
  return [...covered, ...silent];
}

function stretchesOf({ collections }: Account): Stretch[] {
  return union(
    collections
      .flatMap((one) => one.windows.flatMap((window) => believed(window, one)))
      .filter(({ state, from, to }) => state !== 'none' && from <= to),
  );
}

type Stretch = Omit<Coverage, 'source'>;

interface Covered {
  /** Of the account. */
  name: string;
  stretches: Stretch[];
}

/** Accounts of one source: complete where every one is, and who is not where they differ. */
function together(accounts: readonly Covered[]): Stretch[] {
  const [first, ...others] = accounts;
  if (!first || others.length === 0) return first?.stretches ?? [];
  const end = Math.max(...accounts.map(({ stretches }) => stretches.at(-1)?.to ?? 0));
  const lists = accounts.map(({ name, stretches }) => ({
    name,
    list: closed(stretches, end),
    at: 0,
  }));
  const edges = lists.flatMap(({ list }) => list.flatMap(({ from, to }) => [from, to + 1]));
  const borders = [...new Set(edges)].toSorted((a, b) => a - b);
  const found: Stretch[] = [];
  for (const [index, from] of borders.slice(0, -1).entries()) {
    const states = lists.map((account) => {
      while ((account.list[account.at]?.to ?? Infinity) < from) account.at += 1;
      const here = account.list[account.at];
      return here && here.from <= from ? here.state : 'none';
    });
    const state = combine(states);
    if (state === 'none') continue;
    const stretch = { from, to: (borders[index + 1] ?? from) - 1, state };
    const lacking = lists.flatMap(({ name }, of) => (states[of] === 'complete' ? [] : [name]));
    const differs = states.some((one) => one !== states[0]);
    join(found, differs ? { ...stretch, lacking } : stretch);
  }
  return found;
}

/** Less than a second that nobody asked for holds nothing: it goes with what is before it. */
function closed(stretches: readonly Stretch[], end: number): Stretch[] {
  return stretches.map((one, index) => {
    const next = stretches[index + 1]?.from ?? end + 1;
    return next - 1 - one.to < second ? { ...one, to: next - 1 } : one;
  });
}

/** Sweeps over the borders and keeps, between two of them, the best state that is open. */
function union(stretches: readonly Stretch[]): Stretch[] {
  const borders = stretches
    .flatMap(({ from, to, state }) => [
      { at: from, rank: rank(state), step: 1 },
      { at: to + 1, rank: rank(state), step: -1 },
    ])
    .toSorted((a, b) => a.at - b.at);
  const open = ranks.map(() => 0);
  const found: Stretch[] = [];
  for (const [index, border] of borders.entries()) {
    open[border.rank] = (open[border.rank] ?? 0) + border.step;
    const next = borders[index + 1]?.at ?? border.at;
    if (next === border.at) continue;
    const state = ranks[open.findLastIndex((count) => count > 0)];
    if (state !== undefined && state !== 'none')
      join(found, { from: border.at, to: next - 1, state });
  }
  return found;
}

/** Appends a stretch, or lengthens the last one when it touches and says the same. */
function join(found: Stretch[], next: Stretch): void {
  const last = found.at(-1);
  const isSame = last?.state === next.state && String(last.lacking) === String(next.lacking);
  if (last && isSame && next.from - last.to <= second) last.to = next.to;
  else found.push(next);
}

/**
 * The state of each bucket, `starts` being their beginnings and `end` the end of the last one (µs,
 * outside). A bucket is `complete` when every source that was ever asked covers all of it, but for
 * less than a second; `none` when nothing covers any of it.
 */
export function bucketCoverage(
  coverage: readonly Coverage[],
  starts: readonly number[],
  end: number,
): CoverageState[] {
  const asked = new Map<SourceKind, Coverage[]>();
  for (const stretch of coverage) {
    const of = asked.get(stretch.source);
    if (of) of.push(stretch);
    else asked.set(stretch.source, [stretch]);
  }
  const perSource = [...asked.values()].map((stretches) => statesOf(stretches, starts, end));
  return starts.map((_start, bucket) =>
    combine(perSource.map((states) => states[bucket] ?? 'none')),
  );
}

/** One source, both lists in order: a merge. */
function statesOf(
  stretches: readonly Stretch[],
  starts: readonly number[],
  end: number,
): CoverageState[] {
  let first = 0;
  return starts.map((from, bucket) => {
    const to = (starts[bucket + 1] ?? end) - 1;
    while ((stretches[first]?.to ?? Infinity) < from) first++;
    const lengths = new Map<CoverageState, number>();
    for (let index = first; (stretches[index]?.from ?? Infinity) <= to; index++) {
      const {
        from: begin,
        to: stop,
        state,
      } = stretches[index] ?? { from: 0, to: 0, state: 'none' };
      const length = Math.min(stop, to) - Math.max(begin, from) + 1;
      lengths.set(state, (lengths.get(state) ?? 0) + length);
    }
    if ((lengths.get('complete') ?? 0) > to - from + 1 - second) return 'complete';
    if (lengths.has('complete') || lengths.has('partial')) return 'partial';
    return lengths.has('failed') ? 'failed' : 'none';
  });
}

function combine(states: readonly CoverageState[]): CoverageState {
  const [first = 'none'] = states;
  if (states.every((state) => state === first)) return first;
  return states.some((state) => state === 'complete' || state === 'partial') ? 'partial' : 'failed';
}
