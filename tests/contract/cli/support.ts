import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { cli, type Ended } from '../../support/command-line.ts';
import { propertyText } from '../../../src/main/connectors/kit/verbatim.ts';
import { startSampleServices, type SampleOptions } from '../../../src/main/sample/start.ts';

/** Longer than any of these tests takes on a busy machine of two cores. */
export const patience = 120_000;

/** A fresh folder for each test. */
export function useFolder(): { path: (name: string) => string } {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vestigo-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return { path: (name) => join(folder, name) };
}

/** 1,200 Pachca and 300 Jay Guard events in the first week of October, which `collectArgs` asks for. */
export function weekOfServices(options: SampleOptions = {}) {
  const week = { from: '2026-10-01T00:00:00Z', end: '2026-10-08T00:00:00Z' };
  return startSampleServices({ ...week, events: { pachca: 1200, jayguard: 300 }, ...options });
}

interface Service {
  address: string;
  token: string;
}

/** The words of a collection over the first week of October 2026. */
export function collectArgs(kind: 'pachca' | 'jayguard', service: Service, session: string) {
  const asked = `collect --source ${kind} --from 2026-10-01 --to 2026-10-07 --json`;
  return [...asked.split(' '), '--base-url', service.address, '--session', session];
}

export function collectFrom(
  kind: 'pachca' | 'jayguard',
  service: Service,
  session: string,
  ...more: string[]
): Promise<Ended> {
  return cli([...collectArgs(kind, service, session), ...more], { VESTIGO_TOKEN: service.token });
}

export interface Summary {
  status: string;
  events: number;
  newEvents: number;
  duplicates: number;
  outOfWindow: number;
  quarantined: number;
  conflicts: number;
  requests: number;
  retries: number;
  windows: {
    from: string;
    to: string;
    status: string;
    events: number;
    pages: number;
    reason: string | null;
  }[];
}

export function summaryOf({ stdout }: Ended): Summary {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Summary;
}

export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The vendor's objects in an NDJSON export, to the letter, in no order. */
async function rawsIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  return linesOf(text)
    .map((line) => propertyText(line, 'raw') ?? '')
    .toSorted();
}

/** What an export of the whole session holds, as `rawsIn`; the export stays beside it, its name with `.ndjson`. */
export async function exportedRaws(session: string): Promise<string[]> {
  const out = `${session}.ndjson`;
  expect(
    await cli(['export', '--session', session, '--format', 'ndjson', '--out', out]),
  ).toMatchObject({ code: 0 });
  return rawsIn(out);
}
