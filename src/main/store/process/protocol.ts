import { z } from 'zod';
import { decryptWithSchema, verifiedBundleSchema } from '../../../shared/bundle.ts';
import { failureSchema } from '../../../shared/errors.ts';
import { mappedEventSchema, sourceKindSchema } from '../../../shared/event.ts';
import {
  collectionSchema,
  countsSchema,
  eventDetailsSchema,
  eventRecordSchema,
  detailKeySchema,
  facetOptionsSchema,
  facetSchema,
  filtersSchema,
  histogramSchema,
  intervalSchema,
  ledgerWindowSchema,
  neighboursSchema,
  marksSchema,
  quarantinedSchema,
  quarantineEntrySchema,
  readEventSchema,
  rowSchema,
  selectionSchema,
  sessionInfoSchema,
  sortSchema,
  stackFieldSchema,
  stopSchema,
  tokenOwnerSchema,
} from '../../../shared/session.ts';
import {
  markChangeSchema,
  markTargetSchema,
  noteText,
  tagCountSchema,
  tagName,
  tagSchema,
} from '../../../shared/marks.ts';
import { comparisonSchema } from '../../../shared/comparison.ts';
import { noticeDraftSchema, noticeOutcomeSchema, noticeSchema } from '../../../shared/notices.ts';
import { overviewSchema } from '../../../shared/overview.ts';
import {
  actorSchema,
  namedPersonSchema,
  peopleSchema,
  personWorkSchema,
} from '../../../shared/people.ts';
import { revealSchema } from '../../../shared/reveals.ts';
import { askedQuery, searchDraftSchema, sessionSearchesSchema } from '../../../shared/searches.ts';
import { triagedSchema, triageWorkSchema } from '../../../shared/triage.ts';
import type { SessionReader, SessionWriter } from '../session-store.ts';

/**
 * What goes between a program and the process that holds its session: plain JSON, checked on both
 * sides, and the same over Node's channel and Electron's.
 */
const count = z.number().int();
const nothing = z.void();

/** Keys are hex digits here: JSON has no bytes. */
const keySchema = z.union([
  z.object({ key: z.string().regex(/^[\da-f]{64}$/) }),
  z.object({ passphrase: z.string() }),
]);

const openSchema = z.object({ path: z.string(), key: keySchema, version: z.string() });
const createSchema = openSchema.extend({ name: z.string(), fileId: z.string().nullable() });

const collectionRequestSchema = z.object({
  source: sourceKindSchema,
  address: z.string(),
  from: count,
  to: count,
  filters: filtersSchema,
  withDetails: z.boolean(),
  refresh: z.boolean(),
  overlapMs: count.nullable(),
  filterIgnored: z.boolean(),
  owner: tokenOwnerSchema.nullable(),
  windows: z.array(z.object({ from: count, to: count })),
});

const costSchema = countsSchema.pick({ requests: true, retries: true, waitedMs: true });

const pageSchema = z.object({
  windowId: count,
  body: z.string(),
  receivedAt: z.string(),
  events: z.array(readEventSchema),
  quarantined: z.array(quarantinedSchema),
  outOfWindow: count,
  position: z.string().nullable(),
  gap: failureSchema.nullable(),
  cost: costSchema,
  clockOffsetMs: z.number().nullable(),
});

const detailsRequestSchema = z.object({
  source: sourceKindSchema,
  address: z.string(),
  selection: selectionSchema,
  owner: tokenOwnerSchema.nullable(),
});

const detailsSchema = z.object({
  windowId: count,
  body: z.string(),
  receivedAt: z.string(),
  items: z.array(eventDetailsSchema),
  quarantined: z.array(quarantinedSchema),
  position: z.string().nullable(),
  cost: costSchema,
  clockOffsetMs: z.number().nullable(),
});

const importSchema = z.object({
  windowId: count,
  body: z.string(),
  events: z.array(
    z.object({
      event: mappedEventSchema,
      raw: z.string(),
      rawDetails: z.string().nullable(),
      marks: marksSchema.nullable(),
    }),
  ),
  quarantined: z.array(quarantinedSchema),
});

const pageResultSchema = z.object({
  newEvents: count,
  duplicates: count,
  conflicts: count,
  late: count,
});
const detailsWantedSchema = z.object({ row: count, id: z.string(), literal: z.string() });

type Session = SessionReader & SessionWriter;
export type MethodName = keyof Session;
export type Args<N extends MethodName> = Parameters<Session[N]>;
export type Answer<N extends MethodName> = Awaited<ReturnType<Session[N]>>;

/** The methods of an open session that a request may name. */
export type SessionMethods = {
  readonly [N in MethodName]: (...args: Args<N>) => Promise<Answer<N>>;
};

interface Method<N extends MethodName> {
  args: z.ZodType<Args<N>>;
  result: z.ZodType<Answer<N>>;
}

/** One schema for each method of reader and writer: one that is missing does not compile. */
export const methods: { readonly [N in MethodName]: Method<N> } = {
  info: { args: z.tuple([]), result: sessionInfoSchema },
  count: { args: z.tuple([selectionSchema]), result: count },
  rows: {
    args: z.tuple([selectionSchema, sortSchema, count, count, z.boolean().optional()]),
    result: z.array(rowSchema),
  },
  position: { args: z.tuple([selectionSchema, sortSchema, count]), result: count.nullable() },
  event: { args: z.tuple([count]), result: eventRecordSchema },
  neighbours: { args: z.tuple([selectionSchema, count, count]), result: neighboursSchema },
  facet: {
    args: z.tuple([selectionSchema, z.string(), count, facetOptionsSchema.optional()]),
    result: facetSchema,
  },
  detailKeys: { args: z.tuple([]), result: z.array(detailKeySchema) },
  histogram: {
    args: z.tuple([
      selectionSchema,
      intervalSchema.or(z.literal('auto')),
      stackFieldSchema.nullable().optional(),
    ]),
    result: histogramSchema,
  },
  overview: { args: z.tuple([selectionSchema]), result: overviewSchema },
  compare: { args: z.tuple([selectionSchema, selectionSchema, count]), result: comparisonSchema },
  quarantine: { args: z.tuple([count, count]), result: z.array(quarantineEntrySchema) },
  withoutDetails: {
    args: z.tuple([selectionSchema, count, count]),
    result: z.array(detailsWantedSchema),
  },
  unnamedActors: { args: z.tuple([sourceKindSchema, count]), result: z.array(z.string()) },
  openCollection: { args: z.tuple([collectionRequestSchema]), result: collectionSchema },
  commitPage: { args: z.tuple([pageSchema]), result: pageResultSchema },
  splitWindow: { args: z.tuple([count, z.array(count)]), result: z.array(ledgerWindowSchema) },
  finishWindow: {
    args: z.tuple([
      count,
      z.enum(['pending', 'complete', 'partial', 'failed']),
      failureSchema.nullable(),
      costSchema,
    ]),
    result: nothing,
  },
  finishCollection: {
    args: z.tuple([count, failureSchema.nullable(), stopSchema.nullable()]),
    result: collectionSchema,
  },
  openDetails: { args: z.tuple([detailsRequestSchema]), result: collectionSchema },
  commitDetails: { args: z.tuple([detailsSchema]), result: count },
  setNames: {
    args: z.tuple([
      sourceKindSchema,
      z.record(z.string(), z.string()),
      z.record(z.string(), z.string()).optional(),
    ]),
    result: nothing,
  },
  openImport: { args: z.tuple([sourceKindSchema, z.string()]), result: collectionSchema },
  commitImport: { args: z.tuple([importSchema]), result: pageResultSchema },
  tags: { args: z.tuple([]), result: z.array(tagCountSchema) },
  markHistory: { args: z.tuple([count.nullable(), count]), result: z.array(markChangeSchema) },
  tagEvents: { args: z.tuple([markTargetSchema, tagName, z.boolean()]), result: count },
  setNote: { args: z.tuple([count, noteText.nullable()]), result: nothing },
  undoMarks: { args: z.tuple([]), result: z.array(markChangeSchema).nullable() },
  redoMarks: { args: z.tuple([]), result: z.array(markChangeSchema).nullable() },
  saveTag: { args: z.tuple([tagSchema]), result: nothing },
  knownPeople: { args: z.tuple([]), result: z.array(namedPersonSchema) },
  people: { args: z.tuple([]), result: peopleSchema },
  actors: { args: z.tuple([z.string(), count]), result: z.array(actorSchema) },
  changePeople: { args: z.tuple([personWorkSchema]), result: nothing },
  searches: { args: z.tuple([]), result: sessionSearchesSchema },
  rememberQuery: { args: z.tuple([askedQuery]), result: nothing },
  forgetQueries: { args: z.tuple([]), result: nothing },
  saveSearch: { args: z.tuple([count.nullable(), searchDraftSchema]), result: count },
  removeSearch: { args: z.tuple([count]), result: nothing },
  reveals: { args: z.tuple([]), result: z.array(revealSchema) },
  triage: { args: z.tuple([]), result: z.array(triagedSchema) },
  judge: { args: z.tuple([triageWorkSchema]), result: nothing },
  notices: { args: z.tuple([]), result: z.array(noticeSchema) },
  beginNotice: { args: z.tuple([noticeDraftSchema]), result: count },
  endNotice: { args: z.tuple([count, noticeOutcomeSchema]), result: noticeSchema },
  setMarks: { args: z.tuple([z.array(count), marksSchema]), result: nothing },
};

/** Looking at a bundle: what a process is asked for that holds no session, and is told on the way. */
export const verification = {
  args: z.object({ path: z.string(), keys: decryptWithSchema }),
  progress: z.object({ bytes: count, of: count }),
  /** `keys` open the very same file again. */
  result: verifiedBundleSchema.extend({ keys: decryptWithSchema }),
};
export type VerifyArgs = z.infer<typeof verification.args>;
export type Verification = z.infer<typeof verification.result>;
export type VerifyProgress = z.infer<typeof verification.progress>;

/** Towards the session's process. `call` names a method, `run` an operation. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), id: count, args: openSchema }),
  z.object({ kind: z.literal('create'), id: count, args: createSchema }),
  z.object({ kind: z.literal('call'), id: count, name: z.string(), args: z.unknown() }),
  z.object({ kind: z.literal('run'), id: count, name: z.string(), args: z.unknown() }),
  z.object({ kind: z.literal('verify'), id: count, args: verification.args }),
  z.object({ kind: z.literal('close'), id: count }),
  /** Drops the request if it still waits, and stops it if it is an operation. */
  z.object({ kind: z.literal('cancel'), id: count }),
]);
export type Request = z.infer<typeof requestSchema>;

/** From the session's process: one `done` or `failed` for each request, any `progress` before it. */
export const responseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), id: count, value: z.unknown().optional() }),
  z.object({ kind: z.literal('failed'), id: count, failure: failureSchema }),
  z.object({ kind: z.literal('progress'), id: count, value: z.unknown() }),
]);
export type Response = z.infer<typeof responseSchema>;
