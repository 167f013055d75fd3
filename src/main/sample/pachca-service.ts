import { colleagues, company, owner, people, type Person } from './company.ts';
import { createArchive, type Held } from './archive.ts';
import { plantPachca, type Span } from './incidents.ts';
import { chatsOf, messageBox } from './pachca-messages.ts';
import { createPachcaEvents, type PachcaEvent } from './pachca-events.ts';
import {
  json,
  listed,
  serve,
  serviceLayers,
  type Answer,
  type Layer,
  type SampleRequest,
  type ServiceOptions,
} from './server.ts';
import { createTimeline } from './timeline.ts';

export interface PachcaOptions extends ServiceOptions {
  /**
   * `current`: `has_next`, cursors never null, short and empty pages in mid-list. `legacy`: only
   * `next_page`, null at the end; the path with a hyphen and an exclusive end, as in February 2026.
   * `seed`: as legacy, at today's path, and understands `created_at[…]` alone.
   */
  dialect: 'current' | 'legacy' | 'seed';
  /** A server that does not know the parameter sends everything. */
  ignoresTime: boolean;
  order: 'newest-first' | 'oldest-first';
  /** Each reading of the log is an event of its own, at the time of reading. */
  recordsReads: boolean;
}

export const usualPachca: PachcaOptions = {
  dialect: 'current',
  ignoresTime: false,
  order: 'newest-first',
  recordsReads: false,
  rateLimit: 50,
  latencyMs: 0,
  clockOffMs: 0,
  layers: [],
};

/** The owner's has every scope; the others are refused as their names say; any other gets 401. */
export const pachcaTokens = {
  owner: 'sample-pachca-owner',
  withoutScope: 'sample-pachca-noscope',
  withoutPlan: 'sample-pachca-noplan',
  withoutMessages: 'sample-pachca-nomessages',
} as const;

const base = '/api/shared/v1';
/** An answer looks at so many events at most, as a real index would: rare keys make short pages. */
const scanLimit = 3000;
const readScopes = ['audit_events:read', 'users:read', 'chats:read', 'profile:read'];
const messageScope = 'messages:create';

const everybody = [...people, ...colleagues];

/** What a Pachca of this span holds: events by their number, and those that are planted among them. */
export function pachcaData(span: Span) {
  const planted = plantPachca(span, held);
  const timeline = createTimeline({ ...span, count: planted.rest, step: 1 });
  return { planted, timeline, generated: createPachcaEvents(span.seed, timeline) };
}

/** A Pachca of the sample company, answering as its specification says. */
export async function startPachca(port: number, span: Span, options: PachcaOptions) {
  const { planted, timeline, generated } = pachcaData(span);
  const archive = createArchive(timeline, (number, time) => {
    if (time === undefined) return held(generated(number));
    // As something of the past, with an id and a time of its own.
    const like = generated(number % planted.rest);
    return held({ ...like, id: `since-${number}`, created_at: new Date(time).toISOString() });
  });
  for (const { time, event } of planted.events) archive.happen(time, event);
  const { total, firstAt } = archive;
  const box = messageBox(() => Date.now() + options.clockOffMs);

  function rangeOf(query: URLSearchParams): [number, number] {
    const isSeed = options.dialect === 'seed';
    const from = query.get(isSeed ? 'created_at[from]' : 'start_time');
    const to = query.get(isSeed ? 'created_at[to]' : 'end_time');
    const inclusive = options.dialect === 'legacy' ? 0 : 1;
    return options.ignoresTime
      ? [0, total()]
      : [
          from === null ? 0 : firstAt(Date.parse(from)),
          to === null ? total() : firstAt(Date.parse(to) + inclusive),
        ];
  }

  function list(query: URLSearchParams): Answer {
    const limit = Number(query.get('limit') ?? 50);
    if (!(limit >= 1 && limit <= 50)) return invalid('limit', 'inclusion');
    const [low, high] = rangeOf(query);
    const newest = options.order === 'newest-first';
    const given = query.get('cursor');
    const cursor = given === null ? { at: null, paused: false } : readCursor(given);
    if (cursor === null) return invalid('cursor', 'invalid');
    // A cursor names the last event looked at: whatever arrives meanwhile, the next one follows it.
    const first = newest ? high : low;
    const start = cursor.at === null ? first : archive.positionOf(cursor.at) + (newest ? 0 : 1);
    const paused = options.dialect === 'current' && !cursor.paused && isPause(start);

    const matches = filterOf(query);
    const short = options.dialect === 'current' && start % 11 === 3;
    const wanted = paused ? 0 : short ? Math.min(limit, 17) : limit;
    const data: string[] = [];
    let at = Math.max(low, Math.min(high, start));
    let last = cursor.at;
    const more = (): boolean => (newest ? at > low : at < high);
    for (let looked = 0; more() && data.length < wanted && looked < scanLimit; looked += 1) {
      const position = newest ? at - 1 : at;
      const event = archive.at(position);
      last = archive.numberAt(position);
      at += newest ? -1 : 1;
      if (event && matches(event.of)) data.push(event.raw);
    }
    const next = writeCursor(last, paused);
    const paginate =
      options.dialect === 'current'
        ? {
            next_page: next,
            prev_page: writeCursor(cursor.at),
            has_next: more(),
            has_prev: given !== null,
          }
        : { next_page: more() ? next : null };
    if (options.recordsReads) {
      const now = Date.now() + options.clockOffMs;
      archive.happen(now, held(readingOf(total(), now)));
    }
    const meta = JSON.stringify({ paginate });
    return listed(data, (items) => `{"data":[${items.join(',')}],"meta":${meta}}`);
  }

  function route({ method, url, body, token }: SampleRequest): Answer {
    const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : '';
    const auditPath = options.dialect === 'legacy' ? '/audit-events' : '/audit_events';
    if (method === 'GET' && path === auditPath) return list(url.searchParams);
    if (method === 'GET' && path === '/profile') return json(200, { data: userOf(owner) });
    if (method === 'GET' && path === '/oauth/token/info')
      return json(200, { data: tokenInfo(token) });
    if (method === 'GET' && path === '/users') return users(url.searchParams);
    if (method === 'GET' && path === '/chats') return chatList(url.searchParams);
    if (method === 'GET' && path.startsWith('/users/')) {
      const person = everybody.find(({ id }) => String(id) === path.slice('/users/'.length));
      return person ? json(200, { data: userOf(person) }) : missing();
    }
    if (method === 'POST' && path === '/messages') return box.take(body);
    return missing();
  }

  const server = await serve(port, [...serviceLayers(options), authorize], route);

  return {
    ...server,
    address: server.origin + base,
    token: pachcaTokens.owner,
    /** Messages that were taken, in their order. */
    messages: box.messages,
    archive,
    /** How many events there are now. */
    count: total,
    /** JSON text of each event as it is served, oldest first. */
    events: archive.events,
  };
}

/** Its JSON text is made when it is served: a rare key looks at thousands that are not. */
function held(event: PachcaEvent): Held<PachcaEvent> {
  return {
    of: event,
    get raw() {
      return JSON.stringify(event);
    },
  };
}

const authorize: Layer = (request, next) => {
  const { token } = request;
  const { owner: good, withoutPlan, withoutScope, withoutMessages } = pachcaTokens;
  if (![good, withoutPlan, withoutScope, withoutMessages].some((known) => known === token)) {
    const error_description =
      token === null ? 'Access token is missing' : 'Access token is invalid';
    return json(401, { error: 'invalid_token', error_description });
  }
  // Who a token belongs to needs no scope; what it may do is in the answer.
  if (token === good || request.url.pathname.endsWith('/oauth/token/info')) return next(request);
  if (token === withoutMessages) {
    return request.method === 'POST' ? lacking(messageScope) : next(request);
  }
  if (token === withoutPlan) {
    const message = 'Доступно на тарифе «Корпорация»';
    return json(402, errorsOf('plan', message, 'payment_required'));
  }
  return lacking('audit_events:read');
};

function lacking(scope: string): Answer {
  const error_description = `Insufficient scope. Required: ${scope}`;
  return json(403, { error: 'insufficient_scope', error_description });
}

function filterOf(query: URLSearchParams): (event: PachcaEvent) => boolean {
  const keys = ['event_key', 'actor_id', 'actor_type', 'entity_id', 'entity_type'] as const;
  const asked = keys.flatMap((key) => {
    const value = query.get(key);
    return value === null ? [] : [{ key, value }];
  });
  return (event) => asked.every(({ key, value }) => event[key] === value);
}

/** Where a page is empty although the list goes on: it happens, as short pages do (doc). */
function isPause(start: number): boolean {
  return start % 37 === 5;
}

/** Which part of a list is asked for, or null where that cannot be read. */
function partOf(query: URLSearchParams): { start: number; limit: number } | null {
  const limit = Number(query.get('limit') ?? 50);
  const start = query.has('cursor') ? readCursor(query.get('cursor') ?? '')?.at : 0;
  if (start === undefined || start === null || !(limit >= 1 && limit <= 50)) return null;
  return { start, limit };
}

function chatList(query: URLSearchParams): Answer {
  const part = partOf(query);
  if (!part) return invalid('cursor', 'invalid');
  const { data, hasNext } = chatsOf(part.start, part.limit);
  const paginate = { next_page: writeCursor(part.start + part.limit), has_next: hasNext };
  return json(200, { data, meta: { paginate } });
}

function users(query: URLSearchParams): Answer {
  const part = partOf(query);
  if (!part) return invalid('cursor', 'invalid');
  const { start, limit } = part;
  const sought = (query.get('query') ?? '').toLowerCase();
  const found = everybody.filter((one) =>
    `${one.firstName} ${one.lastName} ${one.email} ${one.nickname}`.toLowerCase().includes(sought),
  );
  const next_page = writeCursor(start + limit);
  const has_next = start + limit < found.length;
  const data = found.slice(start, start + limit).map(userOf);
  return json(200, { data, meta: { paginate: { next_page, has_next } } });
}

function userOf(person: Person): object {
  return {
    id: person.id,
    first_name: person.firstName,
    last_name: person.lastName,
    nickname: person.nickname,
    email: person.email,
    phone_number: null,
    department: person.department,
    title: person.title,
    role: person.role,
    suspended: false,
    invite_status: 'confirmed',
    inviter_id: null,
    list_tags: [],
    custom_properties: [],
    user_status: null,
    bot: false,
    sso: false,
    created_at: '2024-02-01T08:00:00.000Z',
    last_activity_at: null,
    time_zone: 'Europe/Moscow',
    image_url: null,
  };
}

function tokenInfo(token: string | null): object {
  return {
    id: 4827,
    token: 'sample-p...wner',
    name: 'Журнал аудита',
    user_id: owner.id,
    scopes: token === pachcaTokens.withoutMessages ? readScopes : [...readScopes, messageScope],
    created_at: '2026-01-15T10:30:00.000Z',
    revoked_at: null,
    expires_in: null,
    last_used_at: null,
  };
}

function readingOf(number: number, time: number): PachcaEvent {
  return {
    id: `reading-${number}`,
    created_at: new Date(time).toISOString(),
    event_key: 'audit_events_accessed',
    entity_id: String(company.id),
    entity_type: 'Company',
    actor_id: String(owner.id),
    actor_type: 'User',
    details: {},
    ip_address: owner.officeIp,
    user_agent: 'Vestigo',
  };
}

function writeCursor(at: number | null, paused = false): string {
  return Buffer.from(`${at ?? 'start'}${paused ? ',paused' : ''}`).toString('base64url');
}

function readCursor(cursor: string): { at: number | null; paused: boolean } | null {
  const found = /^(\d+|start)(,paused)?$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!found) return null;
  return { at: found[1] === 'start' ? null : Number(found[1]), paused: found[2] !== undefined };
}

function errorsOf(key: string, message: string, code: string): object {
  return { errors: [{ key, value: null, message, code, payload: null }] };
}

function invalid(key: string, code: string): Answer {
  return json(400, errorsOf(key, 'Поле не соответствует правилам', code));
}

function missing(): Answer {
  return json(404, errorsOf('url', 'Объект не найден', 'not_found'));
}
