import { z } from 'zod';
import { eventSchema, findingSchema, mappedEventSchema, sourceKindSchema } from './event.ts';
import { failureSchema } from './errors.ts';

/** What is on the screen: a query and a period. Both empty means everything. */
export const selectionSchema = z.object({
  /** The query language of contract.md, as typed. */
  query: z.string().max(10_000),
  /** IANA zone in which bare dates of the query are whole days, e.g. `Europe/Moscow`. */
  zone: z.string(),
  /** Instants in microseconds: `from` is inside, `to` is not. */
  period: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
});
export type Selection = z.infer<typeof selectionSchema>;

/** One sort key; `field` is any field of the query language, `details.KEY` included. */
export const sortKeySchema = z.object({ field: z.string(), descending: z.boolean() });
export type SortKey = z.infer<typeof sortKeySchema>;
/** Empty means newest first. Ties fall to the time, newest first, then to the id. */
export const sortSchema = z.array(sortKeySchema).max(8);
export type Sort = z.infer<typeof sortSchema>;

/**
 * What the session knows of an event beside what the service said; `is:` in the query language.
 * `late`: came after its stretch had been collected to the end. `gone`: a later complete refresh of
 * its stretch did not show it any more. `changed`: its id came with different contents. `own`: the
 * reading of the audit log by the owner of a token that collected into this session.
 */
export const flags = ['late', 'gone', 'changed', 'own'] as const;
export const flagSchema = z.enum(flags);
export type Flag = z.infer<typeof flagSchema>;

/** A row of the table. `row` names the event for as long as the session file exists. */
export const rowSchema = eventSchema.extend({
  row: z.number().int(),
  flags: z.array(flagSchema),
  /** Whom the analyst says the actor to be; absent where nobody was said. */
  person: z.string().optional(),
});
export type Row = z.infer<typeof rowSchema>;

export const facetSchema = z.object({
  field: z.string(),
  /** As asked for. A field that holds a list counts each element. */
  values: z.array(z.object({ value: z.string(), count: z.number().int() })),
  /** How many distinct values there are in all, of those that were searched for. */
  distinct: z.number().int(),
  /** Events that have a value, but none of `values`. */
  others: z.number().int(),
  /** Events that `has:FIELD` does not find. */
  empty: z.number().int(),
});
export type Facet = z.infer<typeof facetSchema>;

/** By `count` most frequent first, then by value; by `name` in the order of values. */
export const facetOrderSchema = z.enum(['count', 'name']);
export type FacetOrder = z.infer<typeof facetOrderSchema>;

export const facetOptionsSchema = z.object({
  order: facetOrderSchema,
  /** Only values with this in them, compared as the query language compares; empty means all. */
  find: z.string().max(1000),
});
export type FacetOptions = z.infer<typeof facetOptionsSchema>;

/** A KEY of `details.KEY`, and how many events of the session have something there. */
export const detailKeySchema = z.object({ key: z.string(), events: z.number().int() });
export type DetailKey = z.infer<typeof detailKeySchema>;

/** Coverage of a stretch of time: `none` means never collected, which is not "no events". */
export const coverageStateSchema = z.enum(['complete', 'partial', 'failed', 'none']);
export type CoverageState = z.infer<typeof coverageStateSchema>;

/** Steps a person can read; `auto` follows the period (at most about 200 buckets). */
export const intervals = ['second', 'minute', 'hour', 'day', 'week', 'month'] as const;
export const intervalSchema = z.enum(intervals);
export type Interval = z.infer<typeof intervalSchema>;

/** What the bars of the histogram can be made of. */
export const stackFields = ['event', 'source', 'tags', 'person'] as const;
export const stackFieldSchema = z.enum(stackFields);
export type StackField = z.infer<typeof stackFieldSchema>;

export const histogramSchema = z.object({
  interval: intervalSchema,
  /** Buckets that touch, from the first covered or matching instant to the last. `time` in µs. */
  buckets: z.array(
    z.object({ time: z.number().int(), count: z.number().int(), coverage: coverageStateSchema }),
  ),
  /**
   * The same counts taken apart; null when that was not asked for. `parts` has a list for each
   * bucket: events without the field, with each of `values`, and with another value. An event of
   * several values (tags) counts for the first of them.
   */
  stack: z
    .object({
      field: stackFieldSchema,
      /** Most frequent first. */
      values: z.array(z.string()),
      parts: z.array(z.array(z.number().int())),
    })
    .nullable(),
});
export type Histogram = z.infer<typeof histogramSchema>;

/** What a collection asks a service for. Instants are inclusive at both ends, as contract.md says. */
export const filtersSchema = z.object({
  eventKey: z.string().optional(),
  actorId: z.string().optional(),
  actorType: z.string().optional(),
  entityId: z.string().optional(),
  entityType: z.string().optional(),
  application: z.string().optional(),
  apiKeys: z.array(z.string()).optional(),
});
export type Filters = z.infer<typeof filtersSchema>;

export const windowStatusSchema = z.enum(['pending', 'running', 'complete', 'partial', 'failed']);
export type WindowStatus = z.infer<typeof windowStatusSchema>;

export const countsSchema = z.object({
  requests: z.number().int(),
  retries: z.number().int(),
  /** Milliseconds spent waiting because the service asked for it. */
  waitedMs: z.number().int(),
  pages: z.number().int(),
  /** Events in the answers, whatever became of them. */
  received: z.number().int(),
  newEvents: z.number().int(),
  duplicates: z.number().int(),
  outOfWindow: z.number().int(),
  quarantined: z.number().int(),
  conflicts: z.number().int(),
  /** New events of a stretch that had been collected to its end before. */
  late: z.number().int(),
  /** Known events of the window that a complete refresh of it did not show. */
  vanished: z.number().int(),
  /** Runs that ended without a word (killed, power lost): what they spent last is not counted. */
  interruptions: z.number().int(),
});
export type Counts = z.infer<typeof countsSchema>;

/** Counts that are not the rule, in the order in which they are told. */
export const oddCounts = [
  'duplicates',
  'outOfWindow',
  'late',
  'quarantined',
  'conflicts',
  'vanished',
] as const satisfies readonly (keyof Counts)[];
export type OddCount = (typeof oddCounts)[number];

export const noCounts: Counts = {
  requests: 0,
  retries: 0,
  waitedMs: 0,
  pages: 0,
  received: 0,
  newEvents: 0,
  duplicates: 0,
  outOfWindow: 0,
  quarantined: 0,
  conflicts: 0,
  late: 0,
  vanished: 0,
  interruptions: 0,
};

/** An event named in the ledger; `time` in µs. */
export const landmarkSchema = z.object({ id: z.string(), time: z.number().int() });
export type Landmark = z.infer<typeof landmarkSchema>;

/** One closed stretch of a collection, as the ledger keeps it. Instants in µs, inclusive. */
export const ledgerWindowSchema = z.object({
  id: z.number().int(),
  from: z.number().int(),
  to: z.number().int(),
  status: windowStatusSchema,
  /** Why it is not complete, null when it is. */
  reason: failureSchema.nullable(),
  /** Opaque: where the connector goes on. null before the first page and after the last. */
  position: z.string().nullable(),
  counts: countsSchema,
  /** The oldest and the newest event received inside the window; null without any. */
  first: landmarkSchema.nullable(),
  last: landmarkSchema.nullable(),
});
export type LedgerWindow = z.infer<typeof ledgerWindowSchema>;

const collectionStatusSchema = z.enum(['running', 'complete', 'partial', 'failed']);

/**
 * Who ended a collection before its end: the person paused or cancelled it or closed the program
 * (then it goes on by itself when the session is opened again), or the program died.
 */
export const stopSchema = z.enum(['paused', 'cancelled', 'closed', 'interrupted']);
export type Stop = z.infer<typeof stopSchema>;

/** Whose token collected; nothing of the token itself. */
export const tokenOwnerSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
});
export type TokenOwner = z.infer<typeof tokenOwnerSchema>;

export const collectionSchema = z.object({
  id: z.number().int(),
  /** `import` has no service behind it and therefore covers nothing. */
  origin: z.enum(['service', 'import']),
  /** `details`: what audit/details says about events that are there; it covers no time. */
  purpose: z.enum(['events', 'details']),
  source: sourceKindSchema,
  /** Base URL of the service, or the name of the imported file without its folder. */
  address: z.string(),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
  filters: filtersSchema,
  withDetails: z.boolean(),
  /** The events whose details are wanted; null for `events`. */
  selection: selectionSchema.nullable(),
  /** null where the service does not say, or was not asked. */
  owner: tokenOwnerSchema.nullable(),
  /** The service's clock minus ours, ms, as of its last answer; null when it sends no date. */
  clockOffsetMs: z.number().nullable(),
  /** Asked again for what was complete: what is no longer there is noticed. */
  refresh: z.boolean(),
  /** "Since the last collection": how far it reaches back into what was complete, ms. */
  overlapMs: z.number().nullable(),
  /** The service ignores the period, so all it has was read in one stream. */
  filterIgnored: z.boolean(),
  /** null while it runs, and when it came to its own end. */
  stop: stopSchema.nullable(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  version: z.string(),
  status: collectionStatusSchema,
  windows: z.array(ledgerWindowSchema),
});
export type Collection = z.infer<typeof collectionSchema>;

/**
 * Instants in µs, both inclusive. Stretches of one source never overlap. Within an account the best
 * state wins; `complete` is what all accounts of the source have completely.
 */
export const coverageSchema = z.object({
  source: sourceKindSchema,
  from: z.number().int(),
  to: z.number().int(),
  state: coverageStateSchema,
  /** Where accounts differ: the names of those that do not have all of it (`accountsOf`). */
  lacking: z.array(z.string()).optional(),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** What encrypts and authenticates the pages of a session file. */
export const ciphers = ['AEGIS-256', 'ChaCha20-Poly1305'] as const;
export type Cipher = (typeof ciphers)[number];

/** Of sessions that are made now; decision 0021. */
export const newCipher: Cipher = 'AEGIS-256';

export const sessionInfoSchema = z.object({
  sessionId: z.string(),
  name: z.string(),
  createdAt: z.string(),
  schemaVersion: z.number().int(),
  cipher: z.enum(ciphers),
  events: z.record(sourceKindSchema, z.number().int()),
  quarantined: z.number().int(),
  conflicts: z.number().int(),
  /** How many events carry each flag. */
  flags: z.record(flagSchema, z.number().int()),
  /** Events of Jay Guard whose details were fetched, and all of them. */
  details: z.object({ fetched: z.number().int(), of: z.number().int() }),
  first: z.number().int().nullable(),
  last: z.number().int().nullable(),
  coverage: z.array(coverageSchema),
  collections: z.array(collectionSchema),
});
export type SessionInfo = z.infer<typeof sessionInfoSchema>;

/** Everything about one event: `raw` and `rawDetails` are the vendor's JSON to the letter. */
export const eventRecordSchema = z.object({
  event: rowSchema,
  raw: z.string(),
  rawDetails: z.string().nullable(),
  collectionId: z.number().int(),
  /** Other versions of the same id (a conflict), by row. */
  otherVersions: z.array(z.number().int()),
  /** When its answer was received, ISO 8601. */
  receivedAt: z.string(),
  /** The refresh that no longer found it, and when; null while the source has it. */
  goneSince: z.object({ collectionId: z.number().int(), at: z.string() }).nullable(),
});
export type EventRecord = z.infer<typeof eventRecordSchema>;

/** The events next to one in time, newest first on either side. */
export const neighboursSchema = z.object({ after: z.array(rowSchema), before: z.array(rowSchema) });
export type Neighbours = z.infer<typeof neighboursSchema>;

/** A vendor object with the connector's reading of it; `raw` is its JSON to the letter, on one line. */
export const readEventSchema = z.object({ event: mappedEventSchema, raw: z.string() });
export type ReadEvent = z.infer<typeof readEventSchema>;

/** A vendor object that could not be read: kept as it came. `reason` names the field, no values. */
export const quarantinedSchema = z.object({ raw: z.string(), reason: z.string() });
export type Quarantined = z.infer<typeof quarantinedSchema>;

/** An object in quarantine, with where it came from. */
export const quarantineEntrySchema = quarantinedSchema.extend({
  id: z.number().int(),
  source: sourceKindSchema,
  collectionId: z.number().int(),
  receivedAt: z.string(),
});
export type QuarantineEntry = z.infer<typeof quarantineEntrySchema>;

/** The answer of audit/details for one event. */
export const eventDetailsSchema = z.object({
  id: z.string(),
  content: z.string().nullable(),
  findings: z.array(findingSchema),
  raw: z.string(),
});
export type EventDetails = z.infer<typeof eventDetailsSchema>;

export const marksSchema = z.object({ tags: z.array(z.string()), note: z.string().nullable() });
export type Marks = z.infer<typeof marksSchema>;
