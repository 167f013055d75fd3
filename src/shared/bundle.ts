import { z } from 'zod';
import { findingSchema, sourceKindSchema } from './event.ts';
import { tagSchema } from './marks.ts';
import { noticeSchema } from './notices.ts';
import { revealDraftSchema } from './reveals.ts';
import { findingSchema as ruleFindingSchema } from './rules.ts';
import { collectionSchema, selectionSchema } from './session.ts';
import { triageStateSchema } from './triage.ts';

/**
 * What a sealed bundle holds (docs/bundle-format.md): the session as lines of JSON. A row is the
 * number of an event's line, from 0; every other number is the session's own.
 */

const id = z.number().int().nonnegative();
const rows = z.array(id).max(10_000);
const text = z.string().nullable();
const hex = z.string().regex(/^[\da-f]{64}$/);

/** The groups of lines in `data/`, in the order in which they lie in the bundle and are read. */
export const bundleGroups = [
  'ledger',
  'events',
  'details',
  'responses',
  'sightings',
  'quarantine',
  'marks',
  'people',
  'searches',
  'reveals',
  'findings',
] as const;
export type BundleGroup = (typeof bundleGroups)[number];

/** Collections, and answers without their bodies, each in the order of their numbers. */
export const ledgerRecordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('collection'),
    /** How many events the session had when it was recorded; null where that was not kept. */
    knownRows: id.nullable(),
    collection: collectionSchema,
  }),
  z.strictObject({
    kind: z.literal('answer'),
    id,
    window: id.nullable(),
    receivedAt: z.string(),
    /** Of the body, and of the chain up to it: SHA-256 of the link before and this hash. */
    sha256: hex,
    chain: hex,
    /** The earlier answer these objects could not be read in. */
    againOf: id.nullable(),
  }),
]);
export type LedgerRecord = z.infer<typeof ledgerRecordSchema>;
export type CollectionRecord = Extract<LedgerRecord, { kind: 'collection' }>;
export type AnswerRecord = Extract<LedgerRecord, { kind: 'answer' }>;

/** What answers told of events that were there. */
export const sightingRecordSchema = z.discriminatedUnion('kind', [
  /** Events that an answer showed although the session had them already. */
  z.strictObject({ kind: z.literal('seen'), answer: id, window: id, rows }),
  z.strictObject({ kind: z.literal('late'), rows }),
  /** An event of the same id with other content; `first` is the one that came first. */
  z.strictObject({ kind: z.literal('version'), row: id, first: id }),
  z.strictObject({
    kind: z.literal('absence'),
    row: id,
    collection: id,
    at: z.string(),
    endedBy: id.nullable(),
  }),
]);
export type SightingRecord = z.infer<typeof sightingRecordSchema>;

/** What a line of `events` says beside the event itself. `time` in µs. */
export const eventOriginSchema = z.strictObject({
  answer: id,
  time: z.number().int(),
  /** What the service's list said, where the event shows what was learned later. */
  said: z
    .strictObject({
      actorName: text,
      findings: z.array(findingSchema).nullable(),
      content: text,
    })
    .optional(),
});
export type EventOrigin = z.infer<typeof eventOriginSchema>;

/** What audit/details said of an event; `raw` is its JSON to the letter. */
export const detailsRecordSchema = z.strictObject({
  answer: id,
  row: id,
  content: text,
  findings: z.array(findingSchema),
  raw: z.string(),
});
export type DetailsRecord = z.infer<typeof detailsRecordSchema>;

/** A body as it came. */
export const responseRecordSchema = z.strictObject({ answer: id, body: z.string() });
export type ResponseRecord = z.infer<typeof responseRecordSchema>;

export const quarantineRecordSchema = z.strictObject({
  id,
  answer: id,
  raw: z.string(),
  reason: z.string(),
  repeats: id.nullable(),
  rereadAt: text,
});
export type QuarantineRecord = z.infer<typeof quarantineRecordSchema>;

/** What was done to marks at once; `rows`: to how many events. */
export const markChange = {
  id,
  step: id,
  at: z.string(),
  who: z.string(),
  did: z.enum(['tag', 'untag', 'note']),
  /** The number of the tag; null for a note. */
  tag: id.nullable(),
  before: text,
  after: text,
  rows: id,
  state: z.enum(['done', 'undone', 'dropped']),
  stateAt: text,
  stateBy: text,
};

/** Tags, and all that was done to marks; the rows of a change follow it, 10,000 a line. */
export const markRecordSchema = z.discriminatedUnion('kind', [
  // Tags that came with an import may have any name.
  tagSchema.extend({ kind: z.literal('tag'), id, name: z.string() }).strict(),
  z.strictObject({
    kind: z.literal('change'),
    ...markChange,
  }),
  z.strictObject({ kind: z.literal('rows'), change: id, rows }),
]);
export type MarkRecord = z.infer<typeof markRecordSchema>;

/** Names that services gave, and all that was said of who is whom. */
export const peopleRecordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('name'),
    source: sourceKindSchema,
    actor: z.string(),
    name: z.string(),
    email: text,
  }),
  z.strictObject({
    kind: z.literal('change'),
    at: z.string(),
    who: z.string(),
    did: z.enum(['link', 'unlink', 'rename']),
    person: id,
    name: text,
    source: sourceKindSchema.nullable(),
    actor: text,
  }),
  z.strictObject({
    kind: z.literal('apart'),
    one: z.string(),
    other: z.string(),
    at: z.string(),
    who: z.string(),
  }),
]);
export type PeopleRecord = z.infer<typeof peopleRecordSchema>;

/** A saved search; `from` and `to` in µs, or null. */
export const searchRecordSchema = z.strictObject({
  name: z.string(),
  query: z.string(),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
});
export type SearchRecord = z.infer<typeof searchRecordSchema>;

/** Who saw personal data, when and why. */
export const revealRecordSchema = revealDraftSchema
  .extend({ at: z.string(), who: z.string(), reason: z.string() })
  .strict();
export type RevealRecord = z.infer<typeof revealRecordSchema>;

/** What people made of findings, and whom they told. */
export const findingRecordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('judgement'),
    at: z.string(),
    who: z.string(),
    state: triageStateSchema,
    reason: text,
    finding: ruleFindingSchema,
  }),
  noticeSchema
    .omit({ id: true })
    .extend({ kind: z.literal('notice') })
    .strict(),
]);
export type FindingRecord = z.infer<typeof findingRecordSchema>;

/** What was chosen to go in. */
export const bundleChoiceSchema = z.object({
  /** Only events that match; null: all of them. Raw responses and quarantine are left out with it. */
  selection: selectionSchema.nullable(),
  /** Pseudonyms stand where personal data was. Raw responses and quarantine are left out. */
  masked: z.boolean(),
  notes: z.boolean(),
});
export type BundleChoice = z.infer<typeof bundleChoiceSchema>;

export const sessionFactsSchema = z.object({
  sessionId: z.string().max(100),
  name: z.string().max(1000),
  createdAt: z.string().max(100),
  /** The secret of the session's pseudonyms, in hex; only beside everything they stand for. */
  pseudonyms: hex.nullable(),
});
export type SessionFacts = z.infer<typeof sessionFactsSchema>;

/** As `Date` writes it. */
const sealedAtSchema = z.iso.datetime({ precision: 3 });

const groupSize = z.strictObject({ files: id, lines: id, bytes: id });

/** `data/session.json`. */
export const bundleFactsSchema = z.strictObject({
  format: z.literal(1),
  program: z.string().max(100),
  sealedAt: sealedAtSchema,
  session: sessionFactsSchema.strict(),
  contents: bundleChoiceSchema.extend({ responses: z.boolean() }).strict(),
  /** How many files each group has, and how many lines and bytes when they are unpacked. */
  groups: z.strictObject({
    ledger: groupSize,
    events: groupSize,
    details: groupSize,
    responses: groupSize,
    sightings: groupSize,
    quarantine: groupSize,
    marks: groupSize,
    people: groupSize,
    searches: groupSize,
    reveals: groupSize,
    findings: groupSize,
  }),
});
export type BundleFacts = z.infer<typeof bundleFactsSchema>;

/** To whom a bundle is encrypted: age recipients (`age1…`), or whoever knows a passphrase. */
export const encryptToSchema = z.union([
  z.object({ recipients: z.array(z.string().max(5000)).min(1).max(100) }),
  z.object({ passphrase: z.string().min(1).max(1000) }),
]);
export type EncryptTo = z.infer<typeof encryptToSchema>;

/** What an encrypted bundle may be opened with (`AGE-SECRET-KEY-1…`); all are tried. */
export const decryptWithSchema = z.object({
  identities: z.array(z.string().max(5000)).max(100),
  passphrases: z.array(z.string().max(1000)).max(10),
  /** What a passphrase opened before in the very same file, in hex: deriving it takes a second. */
  fileKey: z
    .string()
    .regex(/^[\da-f]{32}$/)
    .optional(),
});
export type DecryptWith = z.infer<typeof decryptWithSchema>;

/** The identities in a text: an identity file of age with its comments, or one pasted into a line. */
export function identitiesIn(text: string): string[] {
  return text.match(/AGE-SECRET-KEY-[A-Z\d-]+/g) ?? [];
}

/** Who sealed. `fingerprint`: SHA-256 of the public key (DER, SubjectPublicKeyInfo), in hex. */
export const signerSchema = z.object({ name: z.string(), fingerprint: z.string() });
export type Signer = z.infer<typeof signerSchema>;

/** Longer lists and names are cut where a bundle is written, and refused where it is read. */
export const mostStated = { origins: 500, name: 200 };

/** A bundle as the signer of a later one tells of it: nobody who reads this has checked it. */
export const statedOriginSchema = z.object({
  /** Of its file. */
  sha256: hex,
  sealedAt: sealedAtSchema,
  signer: z.object({
    name: z
      .string()
      .max(mostStated.name)
      .regex(/^[^\p{Cc}\u2028\u2029]*$/u),
    fingerprint: hex,
  }),
  /** The bundle in which it was stated to that signer; null: they opened it themselves. */
  through: hex.nullable(),
});
export type StatedOrigin = z.infer<typeof statedOriginSchema>;

/** What a signer states of the bundles their session came from, nearest first. */
export const statedOriginsSchema = z.object({
  /** Whether these are all, as far as the signer knows; somebody on the way may not have said. */
  isWhole: z.boolean(),
  origins: z.array(statedOriginSchema).max(mostStated.origins),
});
export type StatedOrigins = z.infer<typeof statedOriginsSchema>;

/** Who stated it to the signer, or the bundle in which they did; null: nobody, they opened it. */
export function throughWhom({ origins }: StatedOrigins, { through }: StatedOrigin): string | null {
  const by = origins.find(({ sha256 }) => sha256 === through);
  return by?.signer.name ?? through;
}

/** Somebody whose bundles the analyst knows. */
export const knownSignerSchema = z.object({
  fingerprint: hex,
  /** As the analyst knows them, whatever a bundle says. */
  name: z.string().max(200),
  confirmedAt: z.string(),
  /** This computer's own key. */
  own: z.boolean(),
});
export type KnownSigner = z.infer<typeof knownSignerSchema>;

/** A bundle that is, byte for byte, what its signer sealed. */
export const verifiedBundleSchema = z.object({
  facts: bundleFactsSchema,
  signer: signerSchema,
  /** Of the file as it lies there. */
  sha256: hex,
  /** Of the tag manifest, which is what was signed: the same however the bundle is encrypted. */
  tagManifest: hex,
  isEncrypted: z.boolean(),
  /** null: the bundle does not say, as none did once. */
  stated: statedOriginsSchema.nullable(),
});
export type VerifiedBundle = z.infer<typeof verifiedBundleSchema>;

/** What is wrong with a bundle; the words are in `locales/bundles.ts`. */
const bundleFaults = [
  // The container and what vouches for it: it is not what was sealed.
  'not-a-bundle',
  'truncated',
  'surplus', // bytes after the end
  'header', // the entry `name` is not written as a bundle's
  'encrypted-entry',
  'foreign-name', // an entry, `name`, that no bundle has
  'duplicate-name',
  'out-of-order',
  'too-large',
  'too-many',
  'checksum', // of the file `name`
  'directory', // the list of entries at the end
  'not-listed', // `name` is there and in no manifest
  'missing', // `name` is in a manifest and not there
  'manifest', // `name` is not written as a manifest is
  'signature',
  'facts', // bag-info.txt or session.json is not written as a bundle's
  'encryption', // the age file around it
  // What is sealed in it is not what a session holds.
  'packing', // `name` cannot be unpacked
  'ratio',
  'line-too-long',
  'too-deep',
  'not-json',
  'wrong-shape',
  'count', // more or less than the facts say
  'chain', // a body is not the one the ledger tells of
  'reference', // something is said of what is not there
] as const;
export const bundleFaultSchema = z.enum(bundleFaults);
export type BundleFault = z.infer<typeof bundleFaultSchema>;

/** What looking at a bundle told, as the window sees it. `fileName` has no folder. */
export const bundleReportSchema = z.discriminatedUnion('verdict', [
  /** Encrypted; nothing was given that opens it. */
  z.object({ verdict: z.literal('encrypted'), fileName: z.string() }),
  z.object({
    verdict: z.literal('changed'),
    fileName: z.string(),
    reason: bundleFaultSchema,
    name: text,
  }),
  verifiedBundleSchema.extend({
    verdict: z.literal('intact'),
    fileName: z.string(),
    /** Its signer, where the analyst has confirmed them. */
    known: knownSignerSchema.nullable(),
  }),
]);
export type BundleReport = z.infer<typeof bundleReportSchema>;
export type IntactBundle = Extract<BundleReport, { verdict: 'intact' }>;

/** What bringing a bundle into a session came to. */
export const broughtSchema = z.object({
  newEvents: id,
  duplicates: id,
  /** Events of one id with different content, and notes that differ. */
  conflicts: id,
  noteConflicts: id,
  marks: id,
});

/** What an unsealed session remembers of each bundle it came from. */
export const originSchema = z.object({
  id,
  /** The bundle's file name without its folder, and its SHA-256. */
  bundle: z.string(),
  sha256: z.string(),
  sealedAt: z.string(),
  signer: signerSchema,
  openedAt: z.string(),
  contents: bundleFactsSchema.shape.contents,
  /** What its signer states of the bundles before it; null where it does not say or was not kept yet. */
  stated: statedOriginsSchema.nullable(),
  /** How many the bundle held; null where that was not kept yet. */
  events: id.nullable(),
  marks: id.nullable(),
  /** What merging brought; null for the bundle that the session was made of. */
  merged: broughtSchema.nullable(),
});
export type Origin = z.infer<typeof originSchema>;

const ofEvent = {
  row: id,
  event: z.object({
    id: z.string(),
    source: sourceKindSchema,
    time: z.string(),
    event: z.string(),
  }),
};
/**
 * Something that a merged bundle says otherwise than the session did. `note`: what each side had and
 * who wrote it (null: they had taken theirs away), and what was kept. `content`: an event came with
 * the id of `other` and other content; both stand.
 */
export const mergeConflictSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('content'), ...ofEvent, other: id }),
  z.object({
    kind: z.literal('note'),
    ...ofEvent,
    mine: text,
    mineBy: text,
    theirs: text,
    theirsBy: text,
    kept: text,
  }),
]);
export type MergeConflict = z.infer<typeof mergeConflictSchema>;
