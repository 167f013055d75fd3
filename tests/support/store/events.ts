import type { MappedEvent } from '../../../src/shared/event.ts';
import type {
  Collection,
  EventDetails,
  ReadEvent,
  Selection,
} from '../../../src/shared/session.ts';
import type {
  CollectionRequest,
  DetailsCommit,
  DetailsRequest,
  PageCommit,
  SessionKey,
} from '../../../src/main/store/session-store.ts';
import { blankEvent } from '../blank-event.ts';

export const key: SessionKey = { key: new Uint8Array(32).fill(7) };
export const everything: Selection = { query: '', zone: 'UTC', period: null };
export const day = 86_400e6;
/** 1 March 2026, 00:00 UTC. */
export const start = Date.UTC(2026, 2, 1) * 1000;

/** A Pachca-like event, `n` seconds after {@link start}; `over` changes the vendor's object. */
export function readEvent(n: number, over: Record<string, unknown> = {}): ReadEvent {
  const vendor = {
    id: `e${n}`,
    created_at: new Date((start + n * 1e6) / 1000).toISOString(),
    event_key: n % 3 === 0 ? 'user_login' : 'message_deleted',
    actor_id: String(n % 7),
    details: { text: `Посылка номер ${n}` },
    ...over,
  };
  const event: MappedEvent = {
    ...blankEvent,
    id: vendor.id,
    source: 'pachca',
    time: start + n * 1e6,
    event: vendor.event_key,
    actor: vendor.actor_id,
    actorType: 'User',
    ip: n % 2 === 0 ? '10.0.0.1' : null,
    userAgent: 'Mozilla/5.0',
    details: vendor.details,
  };
  return { event, raw: JSON.stringify(vendor) };
}

/** A Jay Guard event with an integer id; its raw JSON keeps all digits. */
export function guardEvent(id: string, n: number): ReadEvent {
  const { event } = readEvent(n);
  return {
    event: { ...event, id, source: 'jayguard', event: 'redact', text: 'Паспорт 4510 123456' },
    raw: `{"eventId":${id},"action":"redact","message":"Паспорт 4510 123456"}`,
  };
}

export function request(over: Partial<CollectionRequest> = {}): CollectionRequest {
  const from = over.from ?? start;
  const to = over.to ?? start + day - 1;
  return {
    source: 'pachca',
    address: 'https://example.test/v1',
    from,
    to,
    filters: {},
    withDetails: false,
    refresh: false,
    overlapMs: null,
    filterIgnored: false,
    owner: null,
    windows: [{ from, to }],
    ...over,
  };
}

export function firstWindow(collection: Collection): number {
  const [window] = collection.windows;
  if (!window) throw new Error('no window');
  return window.id;
}

export function page(
  windowId: number,
  events: ReadEvent[],
  over: Partial<PageCommit> = {},
): PageCommit {
  return {
    windowId,
    body: `{"data":[${events.map(({ raw }) => raw).join(',')}]}`,
    receivedAt: '2026-03-02T10:00:00.000Z',
    events,
    quarantined: [],
    outOfWindow: 0,
    position: null,
    gap: null,
    cost: { requests: 1, retries: 0, waitedMs: 0 },
    clockOffsetMs: null,
    ...over,
  };
}

export const nothingSpent = { requests: 0, retries: 0, waitedMs: 0 };

export function detailsRequest(over: Partial<DetailsRequest> = {}): DetailsRequest {
  return {
    source: 'jayguard',
    address: 'https://example.test/v1',
    selection: everything,
    owner: null,
    ...over,
  };
}

/** An answer of audit/details. */
export function answer(
  windowId: number,
  items: EventDetails[],
  over: Partial<DetailsCommit> = {},
): DetailsCommit {
  return {
    windowId,
    body: `{"auditDetails":[${items.map(({ raw }) => raw).join(',')}]}`,
    receivedAt: '2026-03-02T11:00:00.000Z',
    items,
    quarantined: [],
    position: null,
    cost: { requests: 1, retries: 0, waitedMs: 0 },
    clockOffsetMs: null,
    ...over,
  };
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
