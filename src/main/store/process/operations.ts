import { z } from 'zod';
import {
  broughtSchema,
  decryptWithSchema,
  encryptToSchema,
  mergeConflictSchema,
  originSchema,
} from '../../../shared/bundle.ts';
import { sourceKindSchema } from '../../../shared/event.ts';
import { exportFormatSchema, exportStyleSchema } from '../../../shared/export.ts';
import { detectionSchema, ruleListSchema } from '../../../shared/rules.ts';
import { revealDraftSchema, revealReason, shownSchema } from '../../../shared/reveals.ts';
import {
  collectionSchema,
  rowSchema,
  selectionSchema,
  sortSchema,
} from '../../../shared/session.ts';
import type { SessionStore } from '../session-store.ts';

const count = z.number().int();
/** Why personal data leave unmasked, which is written down; null: they are masked. */
const unmasked = revealReason.nullable();

/**
 * Long jobs that run in the session's process because they read or write all of it. The composition
 * root `session-process.ts` gives each its handler; this room knows what goes in, is told on the way
 * and comes out.
 */
const operations = {
  /** Writes `path` and its manifest. Throws `file.*`, `query.*`, `input.invalid`, `cancelled`. */
  export: {
    args: exportStyleSchema.extend({
      selection: selectionSchema,
      sort: sortSchema,
      format: exportFormatSchema,
      path: z.string(),
      overwrite: z.boolean(),
      /** This program's version, for the manifest. */
      program: z.string(),
      unmasked,
    }),
    progress: z.object({ rows: count, of: count }),
    result: z.object({ rows: count, bytes: count, sha256: z.string() }),
  },
  /** Loads a file of saved responses, vendor objects or this program's own export. Throws `file.*`. */
  import: {
    args: z.object({ path: z.string(), source: sourceKindSchema }),
    progress: z.object({ bytes: count, of: count, events: count }),
    result: z.object({
      collections: z.array(collectionSchema),
      events: count,
      newEvents: count,
      duplicates: count,
      conflicts: count,
      quarantined: count,
    }),
  },
  /**
   * Writes a signed bundle to `path`; without a reason in `unmasked` pseudonyms stand in it. `key` is
   * a key's text as bundle/signature.ts makes it. Throws `file.*`, `query.*`, `cancelled`.
   */
  seal: {
    args: z.object({
      path: z.string(),
      selection: selectionSchema.nullable(),
      notes: z.boolean(),
      unmasked,
      key: z.object({ text: z.string(), name: z.string().max(200) }),
      encryptTo: encryptToSchema.nullable(),
      overwrite: z.boolean(),
      program: z.string(),
    }),
    progress: z.object({ events: count, of: count }),
    result: z.object({
      events: count,
      bytes: count,
      sha256: z.string(),
      /** SHA-256 of what was signed. */
      tagManifest: z.string(),
      fingerprint: z.string(),
    }),
  },
  /**
   * Verifies a bundle and brings it into this session: a new one becomes what was sealed, one that
   * holds something is merged with it. `sha256` is of the file that a person was told of: another one
   * in its place counts as changed. Throws `bundle.*`, `file.*`, `cancelled`.
   */
  unseal: {
    args: z.object({ path: z.string(), keys: decryptWithSchema, sha256: z.string().optional() }),
    progress: z.object({ events: count, of: count }),
    result: broughtSchema,
  },
  /** The bundles this session came from. */
  origins: {
    args: z.object({}),
    progress: z.never(),
    result: z.array(originSchema),
  },
  /** What the bundle of an origin said otherwise when it was merged. */
  conflicts: {
    args: z.object({ origin: count, offset: count, limit: count }),
    progress: z.never(),
    result: z.array(mergeConflictSchema),
  },
  /** Reads again what could not be read: a newer program may know it. What can be read becomes events. */
  reread: {
    args: z.object({}),
    progress: z.object({ read: count, of: count }),
    result: z.object({ read: count, newEvents: count, left: count }),
  },
  /** Writes what could not be read as NDJSON, each object as it came. Throws `file.*`. */
  exportQuarantine: {
    args: z.object({ path: z.string(), overwrite: z.boolean(), unmasked }),
    progress: z.object({ rows: count, of: count }),
    result: z.object({ rows: count, bytes: count, sha256: z.string() }),
  },
  /** Events by their rows, as the window may see them. Throws `input.invalid` for a row that does not exist. */
  records: {
    args: z.object({ rows: z.array(count) }),
    progress: z.never(),
    result: z.array(z.object({ row: rowSchema, raw: z.string() })),
  },
  /** Whole events as text, as many as fit into `most` characters. Throws `input.invalid`. */
  copy: {
    args: z.object({
      rows: z.array(count),
      format: z.enum(['csv', 'json']),
      columns: z.array(z.string()),
      most: count,
      unmasked,
    }),
    progress: z.never(),
    result: z.object({ text: z.string(), rows: count }),
  },
  /** Shows personal data from now on, and writes that down first. Throws `file.*`, `input.invalid`. */
  reveal: {
    args: revealDraftSchema.pick({ row: true, field: true, reason: true }),
    progress: z.never(),
    result: shownSchema,
  },
  /** Masks everything again. */
  hide: { args: z.object({}), progress: z.never(), result: shownSchema },
  /** Writes the record of reveals as CSV, over what is there. Throws `file.*`. */
  exportReveals: {
    args: z.object({ path: z.string() }),
    progress: z.never(),
    result: z.object({ rows: count }),
  },
  /** Our own rules and those of files and folders, and what of them is refused. */
  listRules: {
    args: z.object({ paths: z.array(z.string()) }),
    progress: z.never(),
    result: ruleListSchema,
  },
  /** Reads a text of rules and counts, of each, the events that it looks at. */
  checkRules: {
    args: z.object({ text: z.string(), zone: z.string() }),
    progress: z.never(),
    result: ruleListSchema,
  },
  /** Runs all rules that apply. Throws `cancelled`. */
  runRules: {
    args: z.object({ paths: z.array(z.string()), zone: z.string() }),
    progress: z.never(),
    result: detectionSchema,
  },
};

export type OperationName = keyof typeof operations;
export type OperationArgs<N extends OperationName> = z.output<(typeof operations)[N]['args']>;
export type OperationProgress<N extends OperationName> = z.output<
  (typeof operations)[N]['progress']
>;
export type OperationResult<N extends OperationName> = z.output<(typeof operations)[N]['result']>;

export interface OperationContext<N extends OperationName> {
  signal: AbortSignal;
  progress: (value: OperationProgress<N>) => void;
}

export type Operation<N extends OperationName> = (
  session: SessionStore,
  args: OperationArgs<N>,
  context: OperationContext<N>,
) => Promise<OperationResult<N>>;

/** A handler for each operation: one that is missing does not compile. */
export type Operations = { readonly [N in OperationName]: Operation<N> };

interface Schemas<N extends OperationName> {
  args: z.ZodType<OperationArgs<N>>;
  progress: z.ZodType<OperationProgress<N>>;
  result: z.ZodType<OperationResult<N>>;
}

/** The same list, typed so that a name's schemas and types stay together. */
export const operationSchemas: { readonly [N in OperationName]: Schemas<N> } = operations;

export const operationNameSchema = z.enum([
  'export',
  'import',
  'seal',
  'unseal',
  'origins',
  'conflicts',
  'reread',
  'exportQuarantine',
  'records',
  'copy',
  'reveal',
  'hide',
  'exportReveals',
  'listRules',
  'checkRules',
  'runRules',
] satisfies OperationName[]);
