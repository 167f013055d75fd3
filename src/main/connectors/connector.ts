import type { MappedEvent, SourceKind } from '../../shared/event.ts';
import type { Failure } from '../../shared/errors.ts';
import type {
  EventDetails,
  Filters,
  Quarantined,
  ReadEvent,
  TokenOwner,
} from '../../shared/session.ts';
import type { NoticeOutcome, Recipient } from '../../shared/notices.ts';
import type { LineReader } from './kit/event-bytes.ts';
import type { HttpClient } from './kit/http.ts';
import type { Rate } from './kit/rate-limiter.ts';
import type { SendOptions } from './kit/send-once.ts';

/** One page of a window, ready to be committed with the position after it. */
export interface Page {
  body: string;
  events: ReadEvent[];
  quarantined: Quarantined[];
  /**
   * Events the service sent although they lie outside the window: counted, not stored. Those in the
   * margin that a connector asks for around a window are not among them, unless the service is known
   * to ignore what it is asked for.
   */
  outOfWindow: number;
  /** Opaque; given back as `position` to go on after this page. null: the window is done. */
  position: string | null;
  /** The service's clock minus ours, ms, as its answer had it; null when it sends no date. */
  clockOffsetMs: number | null;
  /** Stretches this connector cannot complete, and why (a second fuller than the cap). */
  gaps: { from: number; to: number; reason: Failure }[];
}

export interface PullRequest {
  /** µs, both inclusive. */
  from: number;
  to: number;
  filters: Filters;
  /** From an earlier page, or null to begin. A position the service refuses starts the window again. */
  position: string | null;
  /** The service is known to ignore the time filter: it sends nothing for having been asked for it. */
  filterIgnored?: boolean;
}

/** One answer with details, ready to be committed. */
export interface DetailsAnswer {
  body: string;
  items: EventDetails[];
  quarantined: Quarantined[];
  /** How many of those wanted, from the first on, have been asked for with this answer. */
  asked: number;
  clockOffsetMs: number | null;
}

/**
 * Asks for details; `literal` is sent as it came. Ids that an answer lacks stay "not fetched". May
 * be called again while it still answers.
 */
export type AskDetails = (
  wanted: readonly { id: string; literal: string }[],
  signal: AbortSignal,
) => AsyncIterable<DetailsAnswer>;

/** Whose token it is and what it may do; nothing of the token itself. */
export interface TokenReport {
  owner: TokenOwner | null;
  scopes: string[] | null;
  missingScopes: string[];
  /** ISO 8601, null when it does not expire or the service does not say. */
  expiresAt: string | null;
}

/** By the ids of actors; addresses only of those who have one. */
export interface FoundNames {
  names: Record<string, string>;
  emails: Record<string, string>;
}

/** Sends messages to people and chats of the service. */
export interface Messenger {
  /** What a token needs for it. */
  readonly scope: string;
  /** People and chats with this in their name; `missingScopes`: why some kinds could not be listed. */
  recipients(
    http: HttpClient,
    find: string,
    signal: AbortSignal,
  ): Promise<{ recipients: Recipient[]; missingScopes: string[] }>;
  /** Sends once, whatever comes of it; what that is, is the answer and never thrown. */
  send(
    options: SendOptions,
    to: Recipient,
    text: string,
    signal: AbortSignal,
  ): Promise<NoticeOutcome>;
}

export interface Connector {
  readonly kind: SourceKind;
  readonly defaultAddress: string;
  /** What the service is known to stand, or how to feel for it; both adapt to 429. */
  readonly requestsPerSecond: Rate;
  /** Accepts a host or a whole base; returns the base without a slash at the end. Throws `Failed`. */
  normalizeAddress(typed: string): string;
  /** One vendor object (parsed from `raw`) as an event; throws `Unreadable`, naming the field. */
  read(raw: string): MappedEvent;
  /** Makes what reads very many. */
  lines(): LineReader;
  test(http: HttpClient, signal: AbortSignal): Promise<TokenReport>;
  /** Whose token it is, null where the service does not say. Absent where no service ever does. */
  owner?(http: HttpClient, signal: AbortSignal): Promise<TokenOwner | null>;
  pull(http: HttpClient, request: PullRequest, signal: AbortSignal): AsyncIterable<Page>;
  /**
   * Makes what asks for details of events by id; what it learns about the service stays with it.
   * Absent where a service has none.
   */
  details?(http: HttpClient): AskDetails;
  /** One object of a details answer; throws `Unreadable`, naming the field. */
  readDetails?(raw: string): EventDetails;
  /** Names by actor id; an id that is not found is left out. Absent where a service has none. */
  names?(http: HttpClient, ids: string[], signal: AbortSignal): Promise<FoundNames>;
  /** Absent where a service carries no messages. */
  readonly messenger?: Messenger;
}
