import { z } from 'zod';
import { Failed } from '../../../shared/errors.ts';
import type { Page, PullRequest } from '../connector.ts';
import type { HttpAnswer, HttpClient } from '../kit/http.ts';
import { sortPage, type Sorted } from '../kit/page.ts';
import { readPachcaEvent } from './event.ts';
import { isNewestFirst, isPast, look, nothingSeen, orderSchema } from './order.ts';
import { auditScope, refusal } from './refusal.ts';

/** Largest page there is (audit_events, `limit`). */
const pageLimit = 50;
/** A service that refuses its own cursors this often in one window will not stop. */
const maxRestarts = 3;
/** The same page so many times running is a list that does not move; so are so many empty ones. */
const maxRepeats = 3;
const maxEmpty = 1000;

/** Where a window goes on. The path differs between versions: February's has a hyphen. */
const positionSchema = z.object({
  path: z.enum(['/audit_events', '/audit-events']),
  cursor: z.string().nullable(),
  order: orderSchema,
});
type Position = z.output<typeof positionSchema>;

const start: Position = { path: '/audit_events', cursor: null, order: nothingSeen };

const metaSchema = z.looseObject({
  meta: z
    .looseObject({
      paginate: z
        .looseObject({
          next_page: z.string().nullish(),
          has_next: z.boolean().nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/**
 * The pages of one window of `GET /audit_events`, newest first. Serves all three dialects of the
 * notes: `has_next`; only `next_page`, null at the end; and a server that does not know the time
 * filter, where every event is checked here and reading stops once pages are older than the window.
 */
export async function* pullPachca(
  http: HttpClient,
  request: PullRequest,
  signal: AbortSignal,
): AsyncIterable<Page> {
  refuseOtherFilters(request);
  let at = readPosition(request.position);
  const keptCursor = at.cursor;
  let restarts = 0;
  let repeats = 0;
  let empty = 0;
  let lastIds = '';
  const seen = new Set<string>();
  for (;;) {
    const kept = at.cursor !== null && at.cursor === keptCursor;
    const answer = await http.get(at.path, query(request, at.cursor), signal).catch((error) => {
      if (kept && isBrokenAnswer(error)) return null;
      throw error;
    });
    if (answer?.status === 404 && at.cursor === null && at.path === '/audit_events') {
      at = { ...at, path: '/audit-events' };
      continue;
    }
    if (!answer || (isRefusedCursor(answer, at.cursor) && restarts < maxRestarts)) {
      restarts += 1;
      at = { ...start, path: at.path };
      seen.clear();
      lastIds = '';
      continue;
    }
    if (answer.status >= 400) throw refusal(answer, auditScope);

    const sorted = sortPage(answer.text, 'data', readPachcaEvent, request);
    const ids = sorted.all.map(({ id }) => id).join('\n');
    repeats = ids !== '' && ids === lastIds ? repeats + 1 : 0;
    lastIds = ids;
    empty = sorted.length === 0 ? empty + 1 : 0;
    const order = look(at.order, sorted, firstMillisecond(request.from) * 1000);
    const next = nextCursor(answer, at.cursor, sorted);
    const cyclic = next.cursor !== null && (next.cursor === at.cursor || seen.has(next.cursor));
    const stuck = next.lost || cyclic || repeats >= maxRepeats || empty >= maxEmpty;
    const done = next.cursor === null || stuck || isPast(order);

    if (next.cursor !== null) seen.add(next.cursor);
    at = { path: at.path, cursor: next.cursor, order };
    yield {
      body: answer.text,
      events: sorted.events,
      quarantined: sorted.quarantined,
      outOfWindow: sorted.outside.filter(({ time }) => !isMargin(time, request)).length,
      position: done ? null : JSON.stringify(at),
      clockOffsetMs: answer.clockOffsetMs,
      gaps: stuck ? gapsOf(request, order) : [],
    };
    if (done) return;
  }
}

function refuseOtherFilters({ filters }: PullRequest): void {
  const other = (['application', 'apiKeys'] as const).find((key) => filters[key] !== undefined);
  if (other) throw new Failed('input.invalid', { field: other });
}

/** Every filter goes with every cursor. Both spellings of the window: see the notes on the seed. */
function query({ from, to, filters }: PullRequest, cursor: string | null): URLSearchParams {
  const since = new Date(firstMillisecond(from)).toISOString();
  const until = new Date(lastMillisecond(to)).toISOString();
  const wanted: Record<string, string | undefined | null> = {
    start_time: since,
    end_time: until,
    'created_at[from]': since,
    'created_at[to]': until,
    event_key: filters.eventKey,
    actor_id: filters.actorId,
    actor_type: filters.actorType,
    entity_id: filters.entityId,
    entity_type: filters.entityType,
    limit: String(pageLimit),
    cursor,
  };
  const set = new URLSearchParams();
  for (const [key, value] of Object.entries(wanted)) if (value) set.set(key, value);
  return set;
}

/**
 * The end is inclusive today and was exclusive until May 2026 (both in the specification), and
 * nothing says what becomes of fractions of a second: a second more at both ends serves every
 * server, and what it brings is cut off again by the check of each event.
 */
function firstMillisecond(from: number): number {
  return Math.floor(from / 1000) - 1000;
}

function lastMillisecond(to: number): number {
  return Math.floor(to / 1000) + 1000;
}

/** Asked for by us on top of the window: no sign that the service ignores the filter. */
function isMargin(time: number, { from, to, filterIgnored = false }: PullRequest): boolean {
  if (filterIgnored) return false;
  return time >= firstMillisecond(from) * 1000 && time <= lastMillisecond(to) * 1000;
}

function isRefusedCursor({ status }: HttpAnswer, cursor: string | null): boolean {
  return cursor !== null && [400, 404, 410, 422].includes(status);
}

/** A cursor that is kept from an earlier run may be what a service stumbles over. */
function isBrokenAnswer(error: unknown): boolean {
  const kind = error instanceof Failed ? error.failure.kind : null;
  return kind === 'service.unavailable' || kind === 'service.not-json';
}

/**
 * `has_next` decides where it is sent: short and empty pages occur in mid-list and cursors are
 * never null. Without it the list ends with a missing cursor; an empty page whose cursor no longer
 * moves ends it as well. `lost`: there is no way to what is promised, or, after a full page that says
 * nothing of pages at all, to what may be there.
 */
function nextCursor(answer: HttpAnswer, current: string | null, { length }: Sorted) {
  const parsed = metaSchema.safeParse(answer.json);
  if (!parsed.success) throw new Failed('service.wrong-shape', { field: 'meta' });
  const { next_page: next, has_next: more } = parsed.data.meta?.paginate ?? {};
  const cursor = next || null;
  if (more === false) return { cursor: null, lost: false };
  if (more === true) return { cursor, lost: cursor === null };
  if (next === undefined && length === pageLimit) return { cursor: null, lost: true };
  return { cursor: length === 0 && cursor === current ? null : cursor, lost: false };
}

/** What a list that got stuck leaves open: in newest-first order only what lies further back. */
function gapsOf({ from, to }: PullRequest, order: Position['order']): Page['gaps'] {
  const reached = isNewestFirst(order) && order.last !== null ? Math.min(to, order.last) : to;
  if (reached < from) return [];
  return [{ from, to: reached, reason: { kind: 'service.list-stuck', params: {} } }];
}

/** A position that this version cannot read begins the window again: the ids make that safe. */
function readPosition(position: string | null): Position {
  if (position === null) return start;
  try {
    return positionSchema.parse(JSON.parse(position));
  } catch {
    return start;
  }
}
