import { Failed } from '../../../shared/errors.ts';
import type { Page, PullRequest } from '../connector.ts';
import type { HttpAnswer, HttpClient } from '../kit/http.ts';
import { sortPage, type Sorted } from '../kit/page.ts';
import { readJayGuardEvent } from './event.ts';
import { callList, wholeSecond, type ListCall } from './list.ts';
import {
  begin,
  beyond,
  follow,
  halve,
  isCut,
  mayBeCut,
  positionSchema,
  smallerLimit,
  smallestCap,
  type Position,
  type Stretch,
} from './stretches.ts';

interface Listed {
  answer: HttpAnswer;
  sorted: Sorted;
}

/** A list that has moved so often while it was read is not read page by page. */
const mostSlips = 3;

/**
 * The pages of one window of `audit/list`. Paged by `offset` with the number received, less one:
 * each page must begin with the last object of the one before, which tells that nothing has left the
 * list meanwhile; up to an empty page. Where that does not serve (the page repeats, the order
 * changes, the service refuses a deep offset), the window is halved until each stretch fits one
 * answer, down to one second; a second that does not fit is a gap. Each stretch is asked for with a second more on both sides, so
 * that borders may be inclusive or not; the ids make what comes twice harmless.
 */
export async function* pullJayGuard(
  http: HttpClient,
  request: PullRequest,
  signal: AbortSignal,
): AsyncIterable<Page> {
  refuseOtherFilters(request);
  const at = readPosition(request);
  let before: readonly string[] = [];
  let slips = 0;
  /** The last page had nothing but what it must begin with: is the next one empty? */
  let atEnd = false;
  let ignoresTime = false;
  let parent: { stretch: Stretch; keys: Set<string> } | null = null;

  async function ask(call: Omit<ListCall, 'limit'>): Promise<Listed | Failed> {
    const given = await callList(http, { ...call, limit: at.limit }, request.filters, signal);
    if (!given.answer) return given.refusal ?? new Failed('internal');
    const sorted = sortPage(given.answer.text, 'auditEvents', readJayGuardEvent, request);
    return { answer: given.answer, sorted };
  }

  /** `repeated`: the name of its first object, where that was asked for only to be found again. */
  function page(
    { answer, sorted }: Listed,
    gaps: Page['gaps'] = [],
    repeated: string | null = null,
  ): Page {
    const first = sorted.all[0]?.id === repeated ? sorted.all[0] : null;
    const foreign = sorted.outside.filter((event) => event !== first && !isMargin(event, request));
    return {
      body: answer.text,
      events: sorted.events.filter(({ event }) => event !== first),
      quarantined: sorted.quarantined,
      outOfWindow: foreign.length,
      position: at.stack.length === 0 ? null : JSON.stringify(at),
      clockOffsetMs: answer.clockOffsetMs,
      gaps,
    };
  }

  async function askExactly(second: number): Promise<Listed | null> {
    const listed = await ask(exactSecond(second));
    return listed instanceof Failed ? null : listed;
  }

  for (let stretch = at.stack.at(-1); stretch; stretch = at.stack.at(-1)) {
    const known = before.length > 0 ? before : stretch.ends;
    const overlap: number = stretch.offset > 0 && known.length > 1 && !atEnd ? 1 : 0;
    const listed = await ask({
      createdFrom: wholeSecond(stretch.from - 1),
      createdTo: wholeSecond(stretch.to + 1),
      offset: stretch.offset - overlap,
    });
    if (listed instanceof Failed) {
      const smaller = smallerLimit(at.limit);
      if (stretch.offset > 0 && ignoresTime) throw listed;
      if (stretch.offset > 0) {
        // Some services page only so deep: what lies deeper is reached by shorter stretches.
        before = [];
        atEnd = false;
        if (!split(at, stretch)) at.mode = 'halving';
        rewind(stretch);
      } else if (smaller === null) throw listed;
      else at.limit = smaller;
      continue;
    }
    const { length, keys } = listed.sorted;
    at.longest = Math.max(at.longest, length);
    ignoresTime ||= listed.sorted.all.some(({ time }) => isForeign(time, stretch));

    if (at.mode === 'paging') {
      const { step, fresh } = follow(known, keys);
      const isMissing = overlap === 1 && step === 'next';
      // So few objects were all there was, whatever the service thinks of this offset.
      const wasAll = isMissing && length === 0 && stretch.offset < smallestCap;
      atEnd = overlap === 1 && step === 'moved' && fresh === 0;
      const slipped = isMissing && !wasAll;
      if (slipped) slips += 1;
      if (step === 'useless' || slips >= mostSlips) at.mode = 'halving';
      if (step === 'useless' || slipped) {
        before = [];
        rewind(stretch);
      } else if (length === 0) {
        before = [];
        at.stack.splice(-1, 1, ...beyond(stretch));
      } else if (!atEnd) {
        before = keys;
        advance(stretch, listed.sorted, overlap);
      }
      const isRepeated = overlap === 1 && keys[0] === known.at(-1);
      yield page(listed, [], isRepeated ? (keys[0] ?? null) : null);
      continue;
    }

    if (parent && isWithin(stretch, parent.stretch) && hasNew(listed, stretch, parent.keys)) {
      at.cap = Math.min(at.cap ?? Infinity, parent.keys.size);
    }
    if (ignoresTime && mayBeCut(length, at)) {
      // Neither offset nor time: there is no way to what this answer does not hold.
      at.stack.length = 0;
      const reason = { kind: 'service.list-stuck' as const, params: {} };
      yield page(listed, [{ from: request.from, to: request.to, reason }]);
    } else if (mayBeCut(length, at) && split(at, stretch)) {
      parent = { stretch, keys: new Set(keys) };
      yield page(listed);
    } else if (mayBeCut(length, at) && isCut(length, at)) {
      const second = stretch.from;
      const whole = await askExactly(second);
      // The stretch stays in the position until all of it is handed over.
      if (whole) yield page(listed);
      const covered =
        whole !== null && !isCut(whole.sorted.length, at) && holds(whole, listed, second);
      at.stack.pop();
      yield page(whole ?? listed, covered ? [] : [gapOf(second, request, length)]);
    } else {
      at.stack.pop();
      yield page(listed);
    }
  }
}

/** It lies outside of what was asked for, seconds around it included: the period has no effect. */
function isForeign(time: number, { from, to }: Stretch): boolean {
  return time < (from - 2) * 1e6 || time >= (to + 3) * 1e6;
}

/** Its list is read from its beginning again; what came is known by its ids. */
function rewind(stretch: Stretch): void {
  Object.assign(stretch, { offset: 0, ends: [] });
}

function advance(stretch: Stretch, { keys, length, all }: Sorted, overlap: number): void {
  stretch.offset += length - overlap;
  stretch.ends = [...new Set([...keys.slice(0, 1), ...keys.slice(-1)])];
  for (const { time } of all) {
    const second = Math.floor(time / 1e6);
    stretch.low = Math.min(stretch.low ?? second, second);
    stretch.high = Math.max(stretch.high ?? second, second);
  }
}

/** Replaces the stretch by its halves; false for a single second. */
function split({ stack }: Position, stretch: Stretch): boolean {
  const halves = halve(stretch);
  if (halves) stack.splice(-1, 1, ...halves);
  return halves !== null;
}

function isWithin(inner: Stretch, outer: Stretch): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

/** A part holds what the whole had not: then the whole was cut off. */
function hasNew({ sorted }: Listed, { from, to }: Stretch, known: Set<string>): boolean {
  return sorted.all.some(
    ({ id, time }) => time >= from * 1e6 && time < (to + 1) * 1e6 && !known.has(id),
  );
}

/** The second alone and no neighbour; an instant that is no whole second serves either border. */
function exactSecond(second: number): Omit<ListCall, 'limit'> {
  const createdFrom = new Date(second * 1000 - 1).toISOString();
  const createdTo = new Date(second * 1000).toISOString().replace('.000Z', '.999999Z');
  return { createdFrom, createdTo, offset: 0 };
}

/**
 * Whether an answer for the second alone can be believed: it has all that is known of that second.
 * (A service that drops fractions and excludes the end leaves the second out. It is then found here,
 * because an answer around it that is cut off shows some of it, unless its neighbour fills both.)
 */
function holds(exact: Listed, around: Listed, second: number): boolean {
  const known = around.sorted.all.filter(({ time }) => Math.floor(time / 1e6) === second);
  return known.every(({ id }) => exact.sorted.keys.includes(id));
}

/** What we asked for around the window, and a service that drops fractions may add. */
function isMargin(
  { time }: { time: number },
  { from, to, filterIgnored = false }: PullRequest,
): boolean {
  return !filterIgnored && time >= from - 2e6 && time <= to + 2e6;
}

function gapOf(second: number, { from, to }: PullRequest, cap: number): Page['gaps'][number] {
  return {
    from: Math.max(from, second * 1e6),
    to: Math.min(to, second * 1e6 + 999_999),
    reason: { kind: 'service.window-full', params: { cap } },
  };
}

function refuseOtherFilters({ filters }: PullRequest): void {
  const other = (['eventKey', 'actorId', 'actorType', 'entityId', 'entityType'] as const).find(
    (key) => filters[key] !== undefined,
  );
  if (other) throw new Failed('input.invalid', { field: other });
}

/** A position that this version cannot read begins the window again: the ids make that safe. */
function readPosition({ position, from, to }: PullRequest): Position {
  try {
    if (position !== null) return positionSchema.parse(JSON.parse(position));
  } catch {
    // Falls through to the beginning.
  }
  return begin(from, to);
}
