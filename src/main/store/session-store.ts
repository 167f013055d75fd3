import type { MappedEvent, SourceKind } from '../../shared/event.ts';
import type { EventIndex } from './event-index.ts';
import type { EventPacket } from './event-packet.ts';
import type { Comparison } from '../../shared/comparison.ts';
import type { MergeConflict, Origin } from '../../shared/bundle.ts';
import type { Failure } from '../../shared/errors.ts';
import type { EventBytes, PackedImport } from './import-packet.ts';
import type { Incoming } from './transfer/incoming.ts';
import type { Outgoing } from './transfer/outgoing.ts';
import type { SessionMasker } from '../privacy/masker.ts';
import type { MarkChange, MarkTarget, Tag, TagCount } from '../../shared/marks.ts';
import type { Overview } from '../../shared/overview.ts';
import type { Actor, NamedPerson, People, PersonWork } from '../../shared/people.ts';
import type { Notice, NoticeDraft, NoticeOutcome } from '../../shared/notices.ts';
import type { Reveal, RevealDraft } from '../../shared/reveals.ts';
import type { Triaged, TriageWork } from '../../shared/triage.ts';
import type { SearchDraft, SessionSearches } from '../../shared/searches.ts';
import type {
  Collection,
  Counts,
  EventDetails,
  EventRecord,
  DetailKey,
  Facet,
  FacetOptions,
  Filters,
  Histogram,
  Interval,
  LedgerWindow,
  Marks,
  Neighbours,
  Quarantined,
  QuarantineEntry,
  ReadEvent,
  Row,
  Selection,
  SessionInfo,
  Sort,
  Stop,
  StackField,
  TokenOwner,
} from '../../shared/session.ts';

/**
 * Reading an open session. Every method may be asked while events are being written; an answer
 * is of one moment. All throw `Failed` (`query.*` for an unreadable query).
 */
export interface SessionReader {
  info(): Promise<SessionInfo>;
  count(selection: Selection): Promise<number>;
  /**
   * `brief`: without what audit/details said but for the methods of findings (no `content`, values
   * are empty), which takes as long to read as all the rest.
   */
  rows(
    selection: Selection,
    sort: Sort,
    offset: number,
    limit: number,
    brief?: boolean,
  ): Promise<Row[]>;
  /** Where `row` stands in this order, or null when it does not match. */
  position(selection: Selection, sort: Sort, row: number): Promise<number | null>;
  event(row: number): Promise<EventRecord>;
  /** Of what is selected, `each` events on either side of `row` in time; none if it is not there. */
  neighbours(selection: Selection, row: number, each: number): Promise<Neighbours>;
  /** Without options the most frequent values. */
  facet(selection: Selection, field: string, limit: number, options?: FacetOptions): Promise<Facet>;
  /** Which KEY of `details.KEY` there are, most frequent first. */
  detailKeys(): Promise<DetailKey[]>;
  /** `auto` picks the finest interval with at most about 200 buckets. */
  histogram(
    selection: Selection,
    interval: Interval | 'auto',
    stack?: StackField | null,
  ): Promise<Histogram>;
  /** What the selection holds, at a glance: a pass over all of it. */
  overview(selection: Selection): Promise<Overview>;
  /** Two selections side by side, value by value: a pass over both for each field. */
  compare(a: Selection, b: Selection, limit: number): Promise<Comparison>;
  /** The session's tags in the order of first use, with how many events carry each. */
  tags(): Promise<TagCount[]>;
  /** What was done to the marks of one event (a look through all of it), or of all; latest first. */
  markHistory(row: number | null, limit: number): Promise<MarkChange[]>;
  /** Saved searches by name; queries that were asked, latest first. */
  searches(): Promise<SessionSearches>;
  /** Who was shown personal data, when and why; latest first. */
  reveals(): Promise<Reveal[]>;
  /** Findings that were judged, with all that was said of them. */
  triage(): Promise<Triaged[]>;
  /** Messages about findings, latest first. */
  notices(): Promise<Notice[]>;
  /** Who is one person. */
  knownPeople(): Promise<NamedPerson[]>;
  /** The same with what they did, and who may be one person: a pass over all events. */
  people(): Promise<People>;
  /** Actors with this in their id or name (empty: all), most active first; a pass over all events. */
  actors(find: string, limit: number): Promise<Actor[]>;
  quarantine(offset: number, limit: number): Promise<QuarantineEntry[]>;
  /** Ids of Jay Guard events that match and whose details were not fetched, a batch at a time. */
  withoutDetails(selection: Selection, limit: number, after: number): Promise<DetailsWanted[]>;
  /** Actors whose name is not known yet, most frequent first. */
  unnamedActors(source: SourceKind, limit: number): Promise<string[]>;
}

/** Sealing and unsealing, in the process that holds the file. */
export interface Transferable {
  /** As it is now: what matches, or everything. Throws `query.*`. */
  outgoing(selection: Selection | null, signal: AbortSignal): Outgoing;
  incoming(): Incoming;
  /** The bundles it came from, in the order in which they were opened. */
  origins(): Promise<Origin[]>;
  /** What the bundle of that origin said otherwise when it was merged. */
  conflicts(origin: number, offset: number, limit: number): Promise<MergeConflict[]>;
}

/** `literal` is the id as the list gave it (a JSON number stays one), to be sent back as it came. */
export interface DetailsWanted {
  row: number;
  id: string;
  literal: string;
}

/** An event with its vendor JSON, for exports: what the contract's NDJSON holds. */
export interface ExportedEvent {
  row: Row;
  /** One line of JSON, to the letter. */
  raw: string;
  /**
   * The same as JSON, which costs less than reading and writing it. Absent or null where it is not at
   * hand: then it has to be made of `row`.
   */
  json?(): EventJson | null;
}

/** An event as JSON in bytes (byte-text.ts), to the letter what `JSON.stringify` makes of its row. */
export interface EventJson {
  /** A field by its place in the event model, any but `raw`. */
  field(place: number): string;
  /** Has a field be something else. */
  change(place: number, json: string): void;
  /** Writes the object, all of it but for `raw` and the closing brace. */
  writeHead(to: ByteSink): void;
  writeRaw(to: ByteSink): void;
  readonly raw: string;
}

/** Where bytes are gathered: those of a text that has a character for each, or of memory. */
export interface ByteSink {
  add(bytes: string): void;
  copy(bytes: Buffer, start: number, end: number): void;
}

/** Reading in bulk, in the process that holds the file. Batches keep memory flat. */
export interface BulkReader {
  /** Makes this session's pseudonyms, for `maskEvent`: the same in the window, exports and bundles. */
  masker(): SessionMasker;
  /** Without `range` everything that matches. */
  scan(
    selection: Selection,
    sort: Sort,
    signal: AbortSignal,
    range?: { offset: number; limit: number },
  ): AsyncIterable<ExportedEvent[]>;
  /** The same events, to be read by another thread. */
  packets(selection: Selection, sort: Sort, signal: AbortSignal): AsyncIterable<EventPacket>;
}

/** Whether the answers of the services are as they came. Hashes are SHA-256, in hex digits. */
export interface Proof {
  /** Answers, in the order they came. */
  bodies: number;
  /** Those whose body a bundle left out: they cannot be held against their hash. */
  absent: number;
  /** The first answer (from 1) that is not what its hash and the chain of all say; null: none. */
  changed: number | null;
  /** The last link of the chain; null before the first answer. */
  head: string | null;
  /** Those with answers: how many, and where the chain stood after the last of them. */
  collections: { id: number; bodies: number; head: string }[];
}

/** What a report says beyond the events. */
export interface ProofReader {
  /** Reads and checks every answer. Throws `session.damaged`, `cancelled`. */
  proof(signal: AbortSignal): Promise<Proof>;
  /** For each of `rows` what was done to its marks and still holds, latest first. */
  marksOf(rows: readonly number[]): Promise<MarkChange[][]>;
}

export interface CollectionRequest {
  source: SourceKind;
  /** Normalised base URL. */
  address: string;
  /** µs, both inclusive. */
  from: number;
  to: number;
  filters: Filters;
  withDetails: boolean;
  /** Asks again for what is already complete. */
  refresh: boolean;
  /** Of "since the last collection", ms; null otherwise. */
  overlapMs: number | null;
  filterIgnored: boolean;
  /** Whose token it is; null where that cannot be learned. Part of what the account is. */
  owner: TokenOwner | null;
  /** The windows to pull; they touch and cover from…to. Ignored when a collection is resumed. */
  windows: { from: number; to: number }[];
}

/** Details of what matches, as a collection of its own with one window. */
export interface DetailsRequest {
  source: SourceKind;
  address: string;
  selection: Selection;
  owner: TokenOwner | null;
}

/** One answer of audit/details. */
export interface DetailsCommit {
  windowId: number;
  body: string;
  receivedAt: string;
  items: EventDetails[];
  /** Objects of the answer that cannot be read. */
  quarantined: Quarantined[];
  /** Where to go on: the last row asked for, as text; null when all were asked. */
  position: string | null;
  cost: Pick<Counts, 'requests' | 'retries' | 'waitedMs'>;
  clockOffsetMs: number | null;
}

export interface PageCommit {
  windowId: number;
  /** The response body as received (after content decoding). */
  body: string;
  receivedAt: string;
  events: ReadEvent[];
  quarantined: Quarantined[];
  outOfWindow: number;
  /** Where the connector goes on after this page; null after the last. */
  position: string | null;
  /** Why something before this position cannot be had, kept together with it; null: all was had. */
  gap: Failure | null;
  /** What this page cost since the one before. */
  cost: Pick<Counts, 'requests' | 'retries' | 'waitedMs'>;
  /** The service's clock minus ours, ms. */
  clockOffsetMs: number | null;
}

export interface PageResult {
  newEvents: number;
  duplicates: number;
  conflicts: number;
  late: number;
}

/** Writing into an open session. Every method is one transaction: all of it or nothing. */
export interface SessionWriter {
  /**
   * Records a collection, or returns the unfinished one (`running`, `partial`, `failed`) with the
   * same account (shared/accounts.ts), from, to and filters so that it goes on, and a complete one as
   * it is, unless `refresh` is set.
   */
  openCollection(request: CollectionRequest): Promise<Collection>;
  /** A page, its position and its counts. Duplicates fall to (source, id, content). */
  commitPage(page: PageCommit): Promise<PageResult>;
  /**
   * Cuts a pending window that has no page yet before each of `borders` (µs, ascending). Its parts
   * touch and cover the same, oldest first; the oldest keeps the id and the counts.
   */
  splitWindow(windowId: number, borders: number[]): Promise<LedgerWindow[]>;
  /**
   * `spent`: requests that brought no page any more. A window of a refresh that becomes complete
   * has its known events that were not seen flagged as gone (and those seen again no longer).
   * `pending`: it was stopped before its first page, and is as if it had not been asked.
   */
  finishWindow(
    windowId: number,
    status: 'pending' | 'complete' | 'partial' | 'failed',
    reason: Failure | null,
    spent: Pick<Counts, 'requests' | 'retries' | 'waitedMs'>,
  ): Promise<void>;
  /** Sets the status from its windows (and `failure` when it could not even begin). */
  finishCollection(
    collectionId: number,
    failure: Failure | null,
    stop: Stop | null,
  ): Promise<Collection>;
  /** Records a fetching of details, or returns the unfinished one of the same selection. */
  openDetails(request: DetailsRequest): Promise<Collection>;
  /**
   * An answer, its position and its counts: `received` are its objects, `newEvents` the events that
   * got details, which is returned. Ids unknown to the session are ignored.
   */
  commitDetails(commit: DetailsCommit): Promise<number>;
  /** By the ids of actors; an address that is known already is not forgotten. */
  setNames(
    source: SourceKind,
    names: Record<string, string>,
    emails?: Record<string, string>,
  ): Promise<void>;
  openImport(source: SourceKind, fileName: string): Promise<Collection>;
  /** Like commitPage, for a batch of a file; details and marks as this program's own export has them. */
  commitImport(batch: ImportBatch): Promise<PageResult>;
  /** Makes rows carry exactly these marks; rows that do not exist are passed over. */
  setMarks(rows: number[], marks: Marks): Promise<void>;
  /** Adds a tag to events or takes it away; returns how many did not have it so already. */
  tagEvents(target: MarkTarget, tag: string, on: boolean): Promise<number>;
  /** Throws `input.invalid` for a row that does not exist. */
  setNote(row: number, note: string | null): Promise<void>;
  /** Takes back what was done last to marks, all of it or nothing; null when nothing is left. */
  undoMarks(): Promise<MarkChange[] | null>;
  redoMarks(): Promise<MarkChange[] | null>;
  /** Colour and key of a tag, which need not be in use; a key has one tag. */
  saveTag(tag: Tag): Promise<void>;
  /** What an analyst says of people; throws `input.invalid` for a name that is somebody else's. */
  changePeople(work: PersonWork): Promise<void>;
  /** A query was asked; one that was asked before is now the latest. Cannot fail on a read-only file. */
  rememberQuery(query: string): Promise<void>;
  forgetQueries(): Promise<void>;
  /** Writes a saved search anew, or a new one (`id` null); returns its number. */
  saveSearch(id: number | null, search: SearchDraft): Promise<number>;
  removeSearch(id: number): Promise<void>;
  /** What a person makes of a finding; all of it is kept. */
  judge(work: TriageWork): Promise<void>;
  /** A message is about to be sent: from now on it may have been. Returns its number. */
  beginNotice(draft: NoticeDraft): Promise<number>;
  /** What became of it. Throws `input.invalid` for one whose end is known already. */
  endNotice(id: number, outcome: NoticeOutcome): Promise<Notice>;
}

export interface ImportBatch {
  windowId: number;
  /** The lines or objects of the file that this batch was read from. */
  body: string;
  /** Whether the body is what its events' JSON is, to the letter, a line each. */
  isPlain?: boolean;
  events: ImportedEvent[];
  quarantined: Quarantined[];
  /** What of it was made ready beforehand. */
  packed?: PackedImport;
}

/** An event with what the file says of it; `bytes` where its texts are at hand as such. */
export interface ImportedEvent {
  readonly event: MappedEvent;
  readonly raw: string;
  readonly rawDetails: string | null;
  readonly marks: Marks | null;
  readonly bytes?: EventBytes;
}

/** An object of the quarantine, as far as reading it needs to know. */
export interface Unreadable extends Quarantined {
  source: SourceKind;
  origin: Collection['origin'];
  purpose: Collection['purpose'];
}

/** What an object that could not be read turns out to be. */
export type Understood =
  | { kind: 'event'; event: ImportBatch['events'][number] }
  | { kind: 'details'; details: EventDetails };

/** Reads an object again; null while it cannot be read. The composition roots know how. */
export type ReadAgain = (object: Unreadable) => Understood | null;

/** `read` objects are no longer in quarantine, `left` still are. */
export interface Reread {
  read: number;
  newEvents: number;
  left: number;
}

export interface RereadWatch {
  signal?: AbortSignal;
  onProgress?: (progress: { read: number; of: number }) => void;
}

export interface QuarantineReader {
  reread(readAgain: ReadAgain, watch: RereadWatch): Promise<Reread>;
}

/** Keeps who was shown personal data. */
export interface RevealRecord {
  /** Nothing personal is shown, copied or written before this. Throws `file.*`, `input.invalid`. */
  recordReveal(draft: RevealDraft): Promise<void>;
}

/** Reading for rules, in the process that holds the file. */
export interface EvidenceReader {
  /** The events in memory as they are now; to be asked anew after something was written. */
  evidence(): Evidence;
}

export type Evidence = Pick<
  EventIndex,
  'rows' | 'sift' | 'coded' | 'oldestFirst' | 'time' | 'id' | 'source'
>;

export type SessionStore = SessionReader &
  EvidenceReader &
  SessionWriter &
  BulkReader &
  ProofReader &
  Transferable &
  QuarantineReader &
  RevealRecord & { close(): Promise<void> };

/** How a session is unlocked: 32 random bytes from the keychain, or what a person typed. */
export type SessionKey = { key: Uint8Array } | { passphrase: string };
