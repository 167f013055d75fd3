import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { Selection, SessionInfo, Sort } from '../../shared/session.ts';
import { exportCoverage, periodLine } from './export-coverage.ts';
import type { DatasetFile } from './parquet/dataset.ts';

const manifestVersion = 1;

/** What is written beside an export: what it holds, where it is from, and how to check it. */
export interface ManifestFacts {
  path: string;
  format: string;
  selection: Selection;
  sort: Sort;
  columns: readonly string[];
  /** Pseudonyms stand for personal data. */
  masked: boolean;
  rows: number;
  bytes: number;
  sha256: string;
  info: SessionInfo;
  program: string;
  /** Of a dataset: its files, which `sha256` is the sum of as `SHA-256  FILE` lines. */
  files: readonly DatasetFile[] | null;
  /** What only this format has: its style, and what it did to values. */
  facts: Readonly<Record<string, unknown>>;
}

export function manifestPath(path: string): string {
  return `${path}.manifest.json`;
}

export function manifestText(facts: ManifestFacts): string {
  const { selection, sort, info, files } = facts;
  const { period } = selection;
  const covered = exportCoverage(selection, info);
  const manifest = {
    kind: 'vestigo-export',
    file: basename(facts.path),
    format: facts.format,
    sha256: facts.sha256,
    bytes: facts.bytes,
    rows: facts.rows,
    ...(files && { files }),
    query: selection.query,
    zone: selection.zone,
    period: period && periodLine(period),
    columns: facts.columns,
    order:
      sort.length === 0
        ? [{ field: 'time', order: 'desc' }]
        : sort.map((key) => ({ field: key.field, order: key.descending ? 'desc' : 'asc' })),
    [facts.format]: facts.facts,
    masked: facts.masked,
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

/** The account on this computer; null where it has no name. */
export function systemUser(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null; // a user id without an entry in the system's list
  }
}
