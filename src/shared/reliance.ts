import { accountsOf, type Account } from './accounts.ts';
import { spanOf, summarize, type Gap } from './coverage-gaps.ts';
import { collectedUpTo } from './since-last.ts';
import type { Collection, Coverage, LedgerWindow, SessionInfo } from './session.ts';

/**
 * Whether the absence of an event proves anything. `yes`: all of the period was collected to its
 * end. `but`: so it was, with reservations. `no`: part of it was not. `nothing`: none of it was.
 */
export type Verdict = 'yes' | 'but' | 'no' | 'nothing';

/** Why not a plain yes. Gaps in µs, `to` outside, by time. */
export type Reason =
  /** Never collected; collected in vain; collected in part; collected through a filter only. */
  | { kind: 'holes' | 'failed' | 'partial' | 'filters'; gaps: readonly Gap[] }
  /** All there is came from files: nobody vouches that it is all. */
  | { kind: 'imported' }
  /** The service took no notice of the period: what it has was read in one stream. */
  | { kind: 'filterIgnored' }
  /**
   * Objects that cannot be read; events of which there are versions with other content, all of them
   * counted, as `is:changed` shows them; events that the source no longer has.
   */
  | { kind: 'quarantined' | 'conflicts' | 'gone'; count: number }
  /** The service's clock minus ours, ms: the largest. */
  | { kind: 'clock'; offsetMs: number }
  /** Events of Jay Guard whose findings are not known: no silence of theirs is an all-clear. */
  | { kind: 'details'; count: number }
  /** Owners whose tokens collected from one address: an account each, be it of one company or not. */
  | { kind: 'owners'; count: number }
  /** Collections of which nobody knows whose token it was, where others' are known. */
  | { kind: 'unowned'; count: number }
  /** Is being collected; was left before its end. */
  | { kind: 'running' | 'unfinished'; count: number }
  /** Asked for before it had happened. */
  | { kind: 'early'; gaps: readonly Gap[] }
  /** Asked for when the service had kept it for as long as it keeps anything. */
  | { kind: 'retention'; gaps: readonly Gap[] };

export interface Reliance {
  verdict: Verdict;
  /** The weightiest first. */
  reasons: readonly Reason[];
  /** What was judged, µs, `to` outside; null when there is nothing. */
  span: { from: number; to: number } | null;
  /** Pachca is among the sources: a DLP rule of it that simply blocks leaves no event. */
  blocksUnseen: boolean;
}

/** With one of these the silence of a stretch proves nothing. */
const missingKinds: ReadonlySet<Reason['kind']> = new Set(['holes', 'failed', 'partial', 'early']);

/** Services write whole seconds: between two windows less than one is no gap. */
const second = 1_000_000;
const day = 86_400 * second;
/** api/notes.md: what Pachca keeps. */
const pachcaKeeps = 90 * day;
/** A clock that is off by less is as good as right. */
const clockTolerance = 60_000;

/**
 * Can one rely on this session, or on `period` of it (µs, `to` outside)? From what the ledger says
 * alone. Counts of a period are those of the windows that touch it: rather too many than too few.
 */
export function relianceOf(
  info: SessionInfo,
  period: { from: number; to: number } | null = null,
): Reliance {
  const span = period ?? spanOf(info);
  const pulled = span ? pullsIn(info.collections, span) : [];
  const blocksUnseen = pulled.some(({ collection }) => collection.source === 'pachca');
  const summary = span && summarize(info.coverage, span.from, span.to);
  const touched = info.coverage.some(
    ({ from, to, state }) => span && from < span.to && to >= span.from && state !== 'none',
  );
  if (!span || !summary || !touched) {
    const came = Object.values(info.events).some((count) => count > 0);
    const reasons: Reason[] = came && info.coverage.length === 0 ? [{ kind: 'imported' }] : [];
    return { verdict: 'nothing', reasons, span, blocksUnseen };
  }
  const missing = summary.gaps.filter((gap) => gap.to - gap.from >= second);
  const reasons = [
    ...reasonsOfGaps(missing, pulled),
    ...gapReason('early', unvouched(info, span, pulled, happenedWhenAsked)),
    ...reservations(info, period === null, pulled, missing),
    ...gapReason('retention', unvouched(info, span, pulled, keptUntilAsked)),
  ];
  const isMissing = ({ kind }: Reason) => missingKinds.has(kind);
  const verdict = reasons.some(isMissing) ? 'no' : reasons.length > 0 ? 'but' : 'yes';
  return { verdict, reasons, span, blocksUnseen };
}

/** A window of a collection from a service. */
interface Pull {
  collection: Collection;
  account: Account;
  window: LedgerWindow;
  isFiltered: boolean;
}

function pullsIn(
  collections: readonly Collection[],
  span: { from: number; to: number },
): readonly Pull[] {
  return accountsOf(collections).flatMap((account) =>
    account.collections.flatMap((collection) => {
      const isFiltered = Object.values(collection.filters).some((one) => one && one.length > 0);
      return collection.windows
        .filter(({ from, to }) => from < span.to && to >= span.from)
        .map((window) => ({ collection, account, window, isFiltered }));
    }),
  );
}

const overlaps = (gap: Gap, { collection, account, window }: Pull) =>
  collection.source === gap.source &&
  (gap.lacking?.includes(account.name) ?? true) &&
  window.from < gap.to &&
  window.to >= gap.from;

/** What is missing, by why, the gravest first. Only a filter's is no hole in what was asked for. */
function reasonsOfGaps(missing: readonly Gap[], pulled: readonly Pull[]): Reason[] {
  const byFilter = ({ window, isFiltered }: Pull) => isFiltered && window.status === 'complete';
  const kindOf = (gap: Gap) => {
    if (gap.state === 'none') return 'holes';
    if (gap.state === 'failed') return 'failed';
    const asked = pulled.filter((pull) => overlaps(gap, pull));
    const begun = asked.filter((pull) => pull.window.counts.pages > 0 || byFilter(pull));
    // Others of the source have it: what matters is those who do not.
    if (gap.lacking && begun.length === 0) {
      if (asked.some(({ window }) => window.status === 'failed')) return 'failed';
      if (asked.every(({ window }) => window.status === 'pending')) return 'holes';
    }
    return begun.length > 0 && begun.every(byFilter) ? 'filters' : 'partial';
  };
  return (['failed', 'holes', 'partial', 'filters'] as const).flatMap((kind) =>
    gapReason(
      kind,
      missing.filter((gap) => kindOf(gap) === kind),
    ),
  );
}

function gapReason(
  kind: Extract<Reason, { gaps: unknown }>['kind'],
  gaps: readonly Gap[],
): Reason[] {
  return gaps.length > 0 ? [{ kind, gaps }] : [];
}

function reservations(
  info: SessionInfo,
  isWhole: boolean,
  pulled: readonly Pull[],
  missing: readonly Gap[],
): Reason[] {
  const collections = [...new Set(pulled.map(({ collection }) => collection))];
  const sum = (name: 'quarantined' | 'conflicts' | 'vanished') =>
    pulled.reduce((total, { window }) => total + window.counts[name], 0);
  // What was read again, or is back, is in the ledger still: the session knows how many are left.
  const left = (all: number, name: Parameters<typeof sum>[0], each = 1) =>
    isWhole ? all : Math.min(all, each * sum(name));
  const quarantined = left(info.quarantined, 'quarantined');
  // The ledger counts what came again; each makes the event that it differs from another one.
  const conflicts = left(info.flags.changed, 'conflicts', 2);
  const gone = left(info.flags.gone, 'vanished');
  const offsetMs = collections
    .map((one) => one.clockOffsetMs ?? 0)
    .reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);
  const without = info.details.of - info.details.fetched;
  const guarded = isWhole || collections.some(({ source }) => source === 'jayguard');
  const running = collections.filter(({ status }) => status === 'running').length;
  const unfinished = new Set(
    pulled
      .filter(({ collection, window }) => collection.stop && window.status !== 'complete')
      .filter((pull) => missing.some((gap) => overlaps(gap, pull)))
      .map(({ collection }) => collection),
  ).size;
  const all: (Reason | false)[] = [
    collections.some(({ filterIgnored }) => filterIgnored) && { kind: 'filterIgnored' },
    quarantined > 0 && { kind: 'quarantined', count: quarantined },
    conflicts > 0 && { kind: 'conflicts', count: conflicts },
    gone > 0 && { kind: 'gone', count: gone },
    Math.abs(offsetMs) > clockTolerance && { kind: 'clock', offsetMs },
    without > 0 && guarded && { kind: 'details', count: without },
    ...whose(collections),
    running > 0 && { kind: 'running', count: running },
    unfinished > 0 && { kind: 'unfinished', count: unfinished },
  ];
  return all.filter((one) => one !== false);
}

/** What is to be known of tokens where an address has several accounts, or may have. */
function whose(collections: readonly Collection[]): Reason[] {
  const places = new Map<string, (string | null)[]>();
  for (const { source, address, owner } of collections) {
    const place = JSON.stringify([source, address]);
    places.set(place, [...(places.get(place) ?? []), owner?.id ?? null]);
  }
  let [owners, unowned] = [0, 0];
  for (const ids of places.values()) {
    const known = new Set(ids.filter((id) => id !== null)).size;
    if (known > 1) owners += known;
    if (known > 0) unowned += ids.filter((id) => id === null).length;
  }
  const reasons: Reason[] = [
    { kind: 'owners', count: owners },
    { kind: 'unowned', count: unowned },
  ];
  return reasons.filter((one) => 'count' in one && one.count > 0);
}

/**
 * Stretches that count as complete, and yet no collection that was complete can vouch for: `vouched`
 * says for how much of its window each can. Shorter ones than a minute are the clocks' doing.
 */
function unvouched(
  { coverage }: SessionInfo,
  span: { from: number; to: number },
  pulled: readonly Pull[],
  vouched: (pull: Pull) => { from: number; to: number },
): Gap[] {
  const complete = coverage.filter(({ state }) => state === 'complete');
  const accounts = [...new Set(pulled.map(({ account }) => account))];
  return accounts.flatMap((account) => {
    const believed = pulled
      .filter((pull) => pull.account === account)
      .filter(({ window, isFiltered }) => window.status === 'complete' && !isFiltered)
      .map((pull): Coverage => {
        const { from, to } = vouched(pull);
        return { source: account.source, from, to: Math.max(from - 1, to), state: 'complete' };
      });
    const isOne = accounts.every((other) => other === account || other.source !== account.source);
    return complete
      .filter(({ source }) => source === account.source)
      .flatMap((stretch) => {
        const from = Math.max(stretch.from, span.from);
        const to = Math.min(stretch.to + 1, span.to);
        return summarize(believed, from, to)?.gaps ?? [];
      })
      .filter((gap) => gap.to - gap.from >= clockTolerance * 1000)
      .map((gap) => (isOne ? gap : { ...gap, lacking: [account.name] }));
  });
}

/** Pachca may have thrown away what was older than it keeps when it was asked. */
function keptUntilAsked({ collection, window: { from, to } }: Pull) {
  const oldest = Date.parse(collection.startedAt) * 1000 - pachcaKeeps;
  return { from: collection.source === 'pachca' ? Math.max(from, oldest) : from, to };
}

/** Nothing that happened, by the service's clock, after it was asked can have come. */
function happenedWhenAsked({ collection, window: { from, to } }: Pull) {
  return { from, to: Math.min(to, collectedUpTo(collection)) };
}
