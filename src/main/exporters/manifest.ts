import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Selection, SessionInfo, Sort } from '../../shared/session.ts';
import { exportCoverage, periodLine } from './export-coverage.ts';
import type { CsvStyle } from './exporter.ts';

const manifestVersion = 1;

/** What is written beside an export: what it holds, where it is from, and how to check it. */
export interface ManifestFacts {
  path: string;
  format: string;
  selection: Selection;
  sort: Sort;
  columns: readonly string[];
  rows: number;
  bytes: number;
  sha256: string;
  info: SessionInfo;
  program: string;
  /** Style and neutralised cells, of CSV only. */
  csv: (CsvStyle & { formulaCells: number }) | null;
}

export function manifestPath(path: string): string {
  return `${path}.manifest.json`;
}

export function manifestText(facts: ManifestFacts): string {
  const { selection, sort, info, csv } = facts;
  const { period } = selection;
  const covered = exportCoverage(selection, info);
  const manifest = {
    kind: 'vestigo-export',
    file: basename(facts.path),
    format: facts.format,
    sha256: facts.sha256,
    bytes: facts.bytes,
    rows: facts.rows,
    query: selection.query,
    zone: selection.zone,
    period: period && periodLine(period),
    columns: facts.columns,
    order:
      sort.length === 0
        ? [{ field: 'time', order: 'desc' }]
        : sort.map((key) => ({ field: key.field, order: key.descending ? 'desc' : 'asc' })),
    ...(csv && {
      csv: {
        separator: csv.separator,
        bom: csv.bom,
        // A leading apostrophe was put before these texts; `raw` in NDJSON has them as they were.
        formulaCellsNeutralised: csv.formulaCells,
      },
    }),
    sessionId: info.sessionId,
    // What the export should hold everything of, and whether it can.
    coveredPeriod: covered.period,
    completelyCovered: covered.completelyCovered,
    coverage: covered.coverage,
    versions: { program: facts.program, manifest: manifestVersion, schema: info.schemaVersion },
    createdAt: new Date().toISOString(),
    createdBy: systemUser(),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function systemUser(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null; // a user id without an entry in the system's list
  }
}

const ownManifest = z.object({
  kind: z.literal('vestigo-export'),
  sha256: z.string(),
  bytes: z.number(),
});

/**
 * Whether the file at `path` may be replaced without losing anybody's work: it is empty, or it is
 * an export of this program that nobody changed since (its manifest still tells its hash).
 */
export async function isReplaceable(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (!found?.isFile()) return false;
  const { size } = found;
  if (size === 0) return true;
  const manifest = await readManifest(path);
  if (!manifest || manifest.bytes !== size) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === manifest.sha256;
}

async function readManifest(path: string): Promise<z.infer<typeof ownManifest> | null> {
  try {
    const text = await readFile(manifestPath(path), 'utf8');
    return ownManifest.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
