import { z } from 'zod';
import {
  broughtSchema,
  bundleReportSchema,
  encryptToSchema,
  knownSignerSchema,
  mergeConflictSchema,
  originSchema,
} from './bundle.ts';
import { sourceKindSchema } from './event.ts';
import { exportStyleSchema, offeredFormats } from './export.ts';
import { failureSchema } from './errors.ts';
import {
  collectionSchema,
  eventRecordSchema,
  detailKeySchema,
  facetOrderSchema,
  facetSchema,
  filtersSchema,
  histogramSchema,
  intervalSchema,
  neighboursSchema,
  quarantineEntrySchema,
  rowSchema,
  selectionSchema,
  sessionInfoSchema,
  sortSchema,
  stackFieldSchema,
  tokenOwnerSchema,
} from './session.ts';
import {
  markChangeSchema,
  markTargetSchema,
  noteText,
  tagCountSchema,
  tagName,
  tagSchema,
} from './marks.ts';
import { comparisonSchema } from './comparison.ts';
import { noticeDraftSchema, noticeSchema, recipientSchema } from './notices.ts';
import { overviewSchema } from './overview.ts';
import { actorSchema, namedPersonSchema, peopleSchema, personWorkSchema } from './people.ts';
import {
  askedQuery,
  recentQuerySchema,
  savedSearchSchema,
  searchDraftSchema,
  searchPlaceSchema,
} from './searches.ts';
import { fileFates, lockCode, privacyStateSchema } from './privacy.ts';
import { revealDraftSchema, revealReason, revealSchema } from './reveals.ts';
import { detectionSchema, ruleListSchema } from './rules.ts';
import { settingsSchema } from './settings.ts';
import { triagedSchema, triageWorkSchema } from './triage.ts';

/**
 * The whole border between the window and the main process. A channel is added here and nowhere
 * else: preload builds its method from this list, main must handle it or does not compile, and both
 * sides check what crosses. Every answer is a `Result`, never an exception.
 */
const nothing = z.undefined();
const name = z.string().trim().min(1).max(200);
const address = z.string().trim().min(1).max(2000);
const token = z.string().trim().min(1).max(10_000);
const passphrase = z.string().min(8).max(1000);
const instant = z.number().int();
/** The longest text that goes to the clipboard, UTF-16 code units. */
export const mostClipboard = 5_000_000;
/** Why personal data leave the program unmasked, which is written down; null: they are masked. */
const unmasked = revealReason.nullable().default(null);
/** What keeps a new session's key. */
const protection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain') }),
  z.object({ kind: z.literal('passphrase'), passphrase }),
]);
/** As long as a file of rules may be. */
const ruleText = z.string().max(1_000_000);
const clipboardText = z.string().max(mostClipboard);
/** The most events that are chosen one by one, or copied. */
export const mostCopied = 10_000;

/** `absent`: no keychain service; `locked`: it is there but closed. */
export const keychainStateSchema = z.enum(['available', 'absent', 'locked']);
export type KeychainState = z.infer<typeof keychainStateSchema>;

/**
 * `stored` in the keychain, `run` only for this run of the program, `missing`, or not to be known
 * because the keychain is `locked` or `absent`. The token itself never crosses this border outwards.
 */
const tokenStateSchema = z.enum(['stored', 'run', 'missing', 'locked', 'absent']);

export const sourceSchema = z.object({
  id: z.string(),
  kind: sourceKindSchema,
  name: z.string(),
  address: z.string(),
  token: tokenStateSchema,
  /** Id of whose token it was when that was last asked; null: not known. */
  owner: z.string().nullable(),
  /** A built-in simulator: gone with this run of the program. */
  sample: z.boolean(),
  addedAt: z.string(),
});
export type Source = z.infer<typeof sourceSchema>;

const tokenReportSchema = z.object({
  owner: tokenOwnerSchema.nullable(),
  scopes: z.array(z.string()).nullable(),
  missingScopes: z.array(z.string()),
  expiresAt: z.string().nullable(),
});

/** An open session as the window sees it. */
export const openSessionSchema = z.object({
  /** As in `sessions.recent` and in the list of jobs; the file's own id is `info.sessionId`. */
  id: z.string(),
  info: sessionInfoSchema,
  /** File name without its folder; the path stays in main. */
  fileName: z.string(),
  /** `run`: a sample session whose key was given to no keychain; it ends with this run. */
  protection: z.enum(['keychain', 'passphrase', 'run']),
});
export type OpenSession = z.infer<typeof openSessionSchema>;

export const recentSessionSchema = z.object({
  id: z.string(),
  name: z.string(),
  fileName: z.string(),
  /** The last folders of its path, for telling equal names apart. */
  folder: z.string(),
  openedAt: z.string(),
  protection: z.enum(['keychain', 'passphrase']),
  /** The file is still there. */
  exists: z.boolean(),
});
export type RecentSession = z.infer<typeof recentSessionSchema>;

const jobId = z.string().max(100);

export const collectProgressSchema = z.object({
  jobId,
  collectionId: z.number().int().nullable(),
  phase: z.enum(['events', 'details', 'names', 'done']),
  received: z.number().int(),
  newEvents: z.number().int(),
  requests: z.number().int(),
  pages: z.number().int(),
  /** Events a second over the last seconds. */
  rate: z.number(),
  /** Share of the period done, 0 to 1, null when it cannot be told. */
  done: z.number().min(0).max(1).nullable(),
  secondsLeft: z.number().nullable(),
  /** A wait that is going on now; `offline`: the network is gone, it is tried again at `until`. */
  waiting: z
    .object({ reason: z.enum(['rate-limit', 'retry', 'offline']), until: z.string() })
    .nullable(),
  /** Of all windows, how many are done, and those being pulled now: `done` is the share, 0 to 1. */
  windowsDone: z.number().int(),
  windowsOf: z.number().int(),
  open: z.array(
    z.object({
      id: z.number().int(),
      from: instant,
      to: instant,
      received: z.number().int(),
      done: z.number().min(0).max(1),
    }),
  ),
});
export type CollectProgress = z.infer<typeof collectProgressSchema>;

/** What is being fetched, or waits for its turn; what ended leaves the list with `collect.ended`. */
export const collectJobSchema = z.object({
  id: jobId,
  purpose: z.enum(['events', 'details']),
  sourceId: z.string(),
  /** The session it goes into, by its id in `sessions.recent`: `current` when that is the open one. */
  session: z.object({ id: z.string(), name: z.string(), current: z.boolean() }),
  /** µs, inclusive; null for details. */
  period: z.object({ from: instant, to: instant }).nullable(),
  state: z.enum(['queued', 'running', 'pausing', 'paused']),
  /** null until it has begun. */
  progress: collectProgressSchema.nullable(),
});
export type CollectJob = z.infer<typeof collectJobSchema>;

const channel = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({
  input,
  output,
});

export const channels = {
  'app.info': channel(
    nothing,
    z.object({
      version: z.string(),
      electron: z.string(),
      chromium: z.string(),
      /** True when this is the unofficial stand-in of development and tests. */
      standIn: z.boolean(),
      keychain: keychainStateSchema,
      /** The system's language and zone: what `system` means in the settings. */
      systemLanguage: z.enum(['ru', 'en']),
      systemZone: z.string(),
      platform: z.enum(['linux', 'darwin', 'win32']),
    }),
  ),
  'settings.get': channel(nothing, settingsSchema),
  'settings.set': channel(settingsSchema.partial(), settingsSchema),

  'sources.list': channel(nothing, z.array(sourceSchema)),
  /** Without `id` a new one. A changed address forgets the token unless a new one comes with it. */
  'sources.save': channel(
    z.object({
      id: z.string().optional(),
      kind: sourceKindSchema,
      name,
      address,
      token: token.optional(),
      /** Where the token goes: the keychain, or this run's memory only. */
      keep: z.enum(['keychain', 'run']),
    }),
    sourceSchema,
  ),
  'sources.test': channel(z.object({ id: z.string() }), tokenReportSchema),
  'sources.remove': channel(z.object({ id: z.string() }), nothing),

  'sessions.recent': channel(nothing, z.array(recentSessionSchema)),
  /** Main asks where to put it. null: the person closed the dialog, or lets go on what runs. */
  'sessions.create': channel(z.object({ name, protection }), openSessionSchema.nullable()),
  /**
   * Without `id` main asks for a file. Fails with `session.no-key` when a passphrase is wanted. null:
   * the person closed the dialog, or lets go on what runs in the session that is open.
   */
  'sessions.open': channel(
    z.object({ id: z.string().optional(), passphrase: z.string().max(1000).optional() }),
    openSessionSchema.nullable(),
  ),
  'sessions.current': channel(nothing, openSessionSchema.nullable()),
  /** Asks before it stops what runs; then it may stay open. */
  'sessions.close': channel(nothing, nothing),
  /** Takes it off the list; the file stays. */
  'sessions.forget': channel(z.object({ id: z.string() }), nothing),
  /** Without `id` the open session's file. */
  /**
   * Takes its key out of the keychain, so that the file is unreadable for good, and off the list; the
   * file itself as wished. Fails with `session.in-use` while it is open.
   */
  'sessions.delete': channel(z.object({ id: z.string(), file: z.enum(fileFates) }), nothing),
  'sessions.showInFolder': channel(z.object({ id: z.string().optional() }), nothing),

  /**
   * Starts the built-in services, adds them as sources and opens a session of their own. Fails with
   * `cancelled` when the person lets go on what runs in the session that is open.
   */
  'sample.start': channel(
    z.object({ events: z.number().int().min(100).max(5_000_000) }),
    z.object({
      session: openSessionSchema,
      sources: z.array(sourceSchema),
      /** The period that the sample data covers, µs, inclusive. */
      from: instant,
      to: instant,
    }),
  ),

  /** Queues it (one at a time a source) and returns; what becomes of it comes as events. */
  'collect.start': channel(
    z.object({
      sourceId: z.string(),
      from: instant,
      to: instant,
      filters: filtersSchema,
      withDetails: z.boolean(),
      withNames: z.boolean(),
      refresh: z.boolean(),
      /** Of "since the last collection", ms; null otherwise. */
      overlapMs: z.number().int().min(0).nullable(),
    }),
    nothing,
  ),
  /** Details of Jay Guard for what matches, queued like a collection. */
  'collect.details': channel(
    z.object({ sourceId: z.string(), selection: selectionSchema }),
    nothing,
  ),
  /**
   * Brings a recent session up to date in the background, after what is queued: everything it ever
   * collected, since its last time, from sources that are still set up. Returns how many jobs that
   * makes. Fails with `session.no-key` when it wants a passphrase.
   */
  'collect.updateSession': channel(
    z.object({ id: z.string(), passphrase: z.string().max(1000).optional() }),
    z.object({ jobs: z.number().int() }),
  ),
  /** Stops after the page at hand; it stays in the list and goes on with `collect.resume`. */
  'collect.pause': channel(z.object({ jobId }), nothing),
  'collect.resume': channel(z.object({ jobId }), nothing),
  /** Ends it; what was committed stays, and the ledger lets it go on later. */
  'collect.cancel': channel(z.object({ jobId }), nothing),
  /** For a window that was opened or reloaded meanwhile. */
  'collect.jobs': channel(nothing, z.array(collectJobSchema)),

  'review.rows': channel(
    z.object({
      selection: selectionSchema,
      sort: sortSchema,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(1000),
      /** Without `content` and the values of findings. */
      brief: z.boolean().optional(),
    }),
    z.array(rowSchema),
  ),
  'review.count': channel(
    z.object({ selection: selectionSchema }),
    z.object({ matching: z.number().int(), total: z.number().int() }),
  ),
  'review.position': channel(
    z.object({ selection: selectionSchema, sort: sortSchema, row: z.number().int() }),
    z.number().int().nullable(),
  ),
  'review.event': channel(z.object({ row: z.number().int() }), eventRecordSchema),
  /** Of what is selected, the events next to one in time, so many on either side; none if it is not. */
  'review.neighbours': channel(
    z.object({
      selection: selectionSchema,
      row: z.number().int().min(0),
      each: z.number().int().min(1).max(100),
    }),
    neighboursSchema,
  ),
  /** Events by their rows, each with its JSON to the letter, on one line. */
  'review.records': channel(
    z.object({ rows: z.array(z.number().int().min(0)).min(1).max(1000) }),
    z.array(z.object({ row: rowSchema, raw: z.string() })),
  ),
  /**
   * Events as an export would write them, for the clipboard: whole events only, as many as fit.
   * `rows` says how many that are. CSV has these columns; JSON is always whole.
   */
  'review.copy': channel(
    z.object({
      rows: z.array(z.number().int().min(0)).min(1).max(mostCopied),
      format: z.enum(['csv', 'json']),
      columns: z.array(z.string().max(200)).max(200),
      unmasked,
    }),
    z.object({ text: clipboardText, rows: z.number().int() }),
  ),
  'review.facet': channel(
    z.object({
      selection: selectionSchema,
      field: z.string().max(200),
      limit: z.number().int().min(1).max(10_000),
      order: facetOrderSchema.default('count'),
      /** Only values with this in them. */
      find: z.string().max(1000).default(''),
    }),
    facetSchema,
  ),
  /** Which KEY of `details.KEY` the session has, most frequent first. */
  'review.detailKeys': channel(nothing, z.array(detailKeySchema)),
  'review.histogram': channel(
    z.object({
      selection: selectionSchema,
      interval: intervalSchema.or(z.literal('auto')),
      stack: stackFieldSchema.nullable().default(null),
    }),
    histogramSchema,
  ),
  'review.overview': channel(z.object({ selection: selectionSchema }), overviewSchema),
  /** Two selections side by side; `limit` is for each group of values. */
  'review.compare': channel(
    z.object({
      a: selectionSchema,
      b: selectionSchema,
      limit: z.number().int().min(1).max(1000),
    }),
    comparisonSchema,
  ),
  'review.quarantine': channel(
    z.object({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    z.array(quarantineEntrySchema),
  ),
  /** Reads again what could not be read; `left` still cannot. */
  'quarantine.reread': channel(
    nothing,
    z.object({ read: z.number().int(), newEvents: z.number().int(), left: z.number().int() }),
  ),
  /** Main asks where to put it. null: the person closed the dialog. */
  'quarantine.export': channel(
    z.strictObject({ unmasked }),
    z.object({ fileName: z.string(), rows: z.number().int(), sha256: z.string() }).nullable(),
  ),
  'marks.tags': channel(nothing, z.array(tagCountSchema)),
  /** Adds a tag to events or takes it away; returns how many that changed. */
  'marks.tag': channel(
    z.object({ target: markTargetSchema, tag: tagName, on: z.boolean() }),
    z.object({ events: z.number().int() }),
  ),
  'marks.note': channel(
    z.object({ row: z.number().int().min(0), note: noteText.nullable() }),
    nothing,
  ),
  /** What was taken back, or done again; null when nothing is left. */
  'marks.undo': channel(nothing, z.array(markChangeSchema).nullable()),
  'marks.redo': channel(nothing, z.array(markChangeSchema).nullable()),
  'marks.saveTag': channel(tagSchema, nothing),
  /** Of one event, or of all; latest first. */
  'marks.history': channel(
    z.object({
      row: z.number().int().min(0).nullable(),
      limit: z.number().int().min(1).max(1000),
    }),
    z.array(markChangeSchema),
  ),

  /** Saved searches of the open session and of all, by name; its queries, latest first. */
  'searches.list': channel(
    nothing,
    z.object({ saved: z.array(savedSearchSchema), recent: z.array(recentQuerySchema) }),
  ),
  /** A new one without `id`. */
  'searches.save': channel(
    searchDraftSchema.extend({ place: searchPlaceSchema, id: z.string().max(100).optional() }),
    nothing,
  ),
  'searches.remove': channel(
    z.object({ place: searchPlaceSchema, id: z.string().max(100) }),
    nothing,
  ),
  /** A query was asked. */
  'searches.remember': channel(z.object({ query: askedQuery }), nothing),
  'searches.forgetRecent': channel(nothing, nothing),

  /** Who of the actors is one person. */
  'people.known': channel(nothing, z.array(namedPersonSchema)),
  /** The same with what they did, and who may be one person; a pass over all events. */
  'people.list': channel(nothing, peopleSchema),
  /** Actors with this in their id or name, most active first. */
  'people.actors': channel(
    z.object({ find: z.string().max(1000), limit: z.number().int().min(1).max(1000) }),
    z.array(actorSchema),
  ),
  /** Takes hold at once: rows, facets and counts may be asked again. */
  'people.change': channel(personWorkSchema, nothing),

  /** Our own rules and those that were loaded, and what of them is refused. */
  'rules.list': channel(nothing, ruleListSchema),
  /** Reads what is being written: what is wrong with it, where, or what it looks at. */
  'rules.check': channel(z.object({ text: ruleText, zone: z.string() }), ruleListSchema),
  /** Runs every rule that applies over the open session; hours of the day are of `zone`. */
  'rules.run': channel(z.object({ zone: z.string() }), detectionSchema),
  /** Asks for a file or a folder of rules and keeps it; null: none was chosen. */
  'rules.load': channel(z.object({ folder: z.boolean() }), ruleListSchema.nullable()),
  /** Forgets all that was loaded. */
  'rules.forget': channel(nothing, ruleListSchema),
  /** Findings that were judged, as they were then, with all that was said of them. */
  'findings.judged': channel(nothing, z.array(triagedSchema)),
  'findings.judge': channel(triageWorkSchema, nothing),

  /** Messages about findings, latest first. */
  'notices.list': channel(nothing, z.array(noticeSchema)),
  /** Whose token a source has, and what it lacks to send messages. */
  'notices.check': channel(
    z.object({ sourceId: z.string() }),
    z.object({ owner: tokenOwnerSchema.nullable(), missingScope: z.string().nullable() }),
  ),
  /** People and chats by name; `missingScopes`: why some could not be listed. */
  'notices.recipients': channel(
    z.object({ sourceId: z.string(), find: z.string().trim().min(1).max(200) }),
    z.object({ recipients: z.array(recipientSchema), missingScopes: z.array(z.string()) }),
  ),
  /**
   * Sends once and never again; what became of it is in the answer. Fails only where nothing was
   * sent: for want of a token, a scope (`service.scope`) or an answer to whose token it is.
   */
  'notices.send': channel(
    noticeDraftSchema.omit({ address: true }).extend({ sourceId: z.string() }),
    noticeSchema,
  ),

  'session.info': channel(nothing, sessionInfoSchema),

  'privacy.state': channel(nothing, privacyStateSchema),
  /** Writes down who is shown what and why, then shows it: until the window locks, or `privacy.hide`. */
  'privacy.reveal': channel(
    revealDraftSchema.pick({ row: true, field: true, reason: true }),
    nothing,
  ),
  'privacy.hide': channel(nothing, nothing),
  'privacy.reveals': channel(nothing, z.array(revealSchema)),
  /** Main asks where to put it. null: the person closed the dialog. */
  'privacy.saveReveals': channel(nothing, z.object({ fileName: z.string() }).nullable()),
  'privacy.lock': channel(nothing, nothing),
  /** Fails with `lock.wrong-secret`. */
  'privacy.unlock': channel(z.object({ secret: z.string().max(1000).nullable() }), nothing),
  /** The code of this program that unlocks sessions without a passphrase; null takes it away. */
  'privacy.setCode': channel(z.object({ code: lockCode.nullable() }), nothing),
  /** A key was pressed or the mouse moved: not idle. */
  'privacy.touch': channel(nothing, nothing),

  /** Main asks where to put it. null: the person closed the dialog. Progress comes as events. */
  'export.start': channel(
    exportStyleSchema.extend({
      selection: selectionSchema,
      sort: sortSchema,
      format: z.enum(offeredFormats),
      unmasked,
    }),
    z.object({ fileName: z.string(), rows: z.number().int(), sha256: z.string() }).nullable(),
  ),
  'export.cancel': channel(nothing, nothing),
  'export.showInFolder': channel(nothing, nothing),
  /** Loads a file of saved responses, vendor objects or this program's own export. */
  'import.start': channel(z.object({ kind: sourceKindSchema }), collectionSchema.nullable()),
  /** What was committed until then stays in the session. */
  'import.cancel': channel(nothing, nothing),

  /** Who signs: the name and the fingerprint of the last bundle, if there was one, and the keychain. */
  'bundle.sealer': channel(
    nothing,
    z.object({
      keychain: keychainStateSchema,
      name: z.string(),
      fingerprint: z.string().nullable(),
    }),
  ),
  /**
   * Seals the open session; main asks where to put it, and null says that the dialog was closed. It is
   * signed with the key in the keychain, or, where `once` is wanted, with one made for it alone.
   * Progress comes as events. Fails with `keychain.*`, `input.invalid` for a recipient.
   */
  'bundle.seal': channel(
    z.object({
      selection: selectionSchema.nullable(),
      notes: z.boolean(),
      unmasked,
      signer: name,
      once: z.boolean(),
      encryptTo: encryptToSchema.nullable(),
    }),
    z
      .object({
        fileName: z.string(),
        events: z.number().int(),
        bytes: z.number().int(),
        sha256: z.string(),
        /** SHA-256 of what was signed. */
        tagManifest: z.string(),
        fingerprint: z.string(),
      })
      .nullable(),
  ),
  /** Main asks which, and it is verified; nothing is read out of it. null: the dialog was closed. */
  'bundle.choose': channel(nothing, bundleReportSchema.nullable()),
  /** Tries what opens an encrypted one. Fails with `bundle.wrong-key`, `input.invalid`. */
  'bundle.unlock': channel(
    z
      .object({ identity: z.string().max(20_000) })
      .or(z.object({ passphrase: z.string().min(1).max(1000) })),
    bundleReportSchema,
  ),
  /** Remembers the signer of the bundle at hand under a name, once the fingerprints were compared. */
  'bundle.confirm': channel(z.object({ name }), bundleReportSchema),
  /**
   * Makes a session of the bundle at hand; main asks where to put it. null: the person closed the
   * dialog, or stays with what is open. Fails with `bundle.*`, `file.exists`.
   */
  'bundle.open': channel(z.object({ protection }), openSessionSchema.nullable()),
  /**
   * Brings the bundle at hand into the open session. Fails with `input.invalid` while that is empty, or
   * something is being collected into it.
   */
  'bundle.merge': channel(nothing, broughtSchema),
  /** Forgets the bundle at hand, and what opened it. */
  'bundle.leave': channel(nothing, nothing),
  /** Stops what is done with a bundle; nothing half made stays. */
  'bundle.cancel': channel(nothing, nothing),
  'bundle.showInFolder': channel(nothing, nothing),
  /** The bundles that the open session came from, and their signers as they are known today. */
  'bundle.origins': channel(
    nothing,
    z.array(originSchema.extend({ known: knownSignerSchema.nullable() })),
  ),
  /** What the bundle of an origin said otherwise when it was brought in. */
  'bundle.conflicts': channel(
    z.object({
      origin: z.number().int(),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(200),
    }),
    z.array(mergeConflictSchema),
  ),
  'bundle.signers': channel(nothing, z.array(knownSignerSchema)),
  'bundle.forgetSigner': channel(z.object({ fingerprint: z.string() }), z.array(knownSignerSchema)),

  /** Stops the query requests that are still waiting: the next key has been typed. */
  'review.cancel': channel(nothing, nothing),
  'clipboard.write': channel(z.object({ text: clipboardText }), nothing),
} as const;

export type Channels = typeof channels;
export type ChannelName = keyof Channels;
export type ChannelInput<N extends ChannelName> = z.input<Channels[N]['input']>;
export type ChannelOutput<N extends ChannelName> = z.output<Channels[N]['output']>;

/** What main tells the window unasked. */
export const pushes = {
  'settings.changed': settingsSchema,
  /** Events, details or names came; what is shown may be asked again. */
  'session.changed': z.object({ events: z.number().int(), revision: z.number().int() }),
  /** The session is gone: closed, or its process ended with a failure. */
  'session.closed': z.object({ failure: failureSchema.nullable() }),
  /** Locked, unlocked, or something was revealed or masked again. */
  'privacy.changed': privacyStateSchema,
  'collect.progress': collectProgressSchema,
  /** The whole list, whenever a job is queued, begins, pauses or leaves. */
  'collect.jobs': z.array(collectJobSchema),
  'collect.ended': z.object({
    jobId,
    sourceId: z.string(),
    purpose: z.enum(['events', 'details']),
    /** It went into another session than the open one. */
    session: z.object({ id: z.string(), name: z.string(), current: z.boolean() }),
    collection: collectionSchema.nullable(),
    failure: failureSchema.nullable(),
    /** The ledger had it complete: no event was asked for. */
    alreadyComplete: z.boolean(),
    /** The service ignores the period, so all it has was read in one stream. */
    filterIgnored: z.boolean(),
    /** Events whose details were fetched; null: they were not asked for, or it never came to them. */
    detailsFetched: z.number().int().nullable(),
    /** Why actors are left without a name; that is never the failure of a collection. */
    namesFailure: failureSchema.nullable(),
  }),
  'export.progress': z.object({ rows: z.number().int(), of: z.number().int() }),
  /** What is counted: bytes that were verified, events that were sealed or brought in. */
  'bundle.progress': z.object({
    step: z.enum(['verify', 'seal', 'unseal']),
    done: z.number(),
    of: z.number(),
  }),
  'import.progress': z.object({ bytes: z.number(), of: z.number(), events: z.number().int() }),
  /** A menu item of the system's menu bar. */
  'menu.command': z.object({
    command: z.enum([
      'settings',
      'export',
      'find',
      'collect',
      'welcome',
      'shortcuts',
      'seal',
      'bundle',
    ]),
  }),
} as const;

export type Pushes = typeof pushes;
export type PushName = keyof Pushes;
export type PushPayload<N extends PushName> = z.output<Pushes[N]>;

/** What preload puts on `window.vestigo`: two functions over the lists above. */
export interface Bridge {
  invoke(channel: ChannelName, input: unknown): Promise<unknown>;
  on(push: PushName, listener: (payload: unknown) => void): () => void;
}

/** The two names on Electron's wire; the channel's or push's own name is the first argument. */
export const wire = { invoke: 'vestigo:invoke', push: 'vestigo:push' } as const;
