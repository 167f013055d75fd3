import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSession, openSession } from '../../../src/main/store/open-session.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import { everything, firstWindow, key, page, range, readEvent, request } from './events.ts';

/**
 * "Tag all that match", killed at several moments. Also a script, for numbers that are too many for
 * every run: `node tests/support/store/kill-tagging.ts 400000 24`.
 */
const program = fileURLToPath(new URL('./tagging-process.ts', import.meta.url));
const version = '0.1.0';
const tag = 'все';
/** Carried by the very events that carry `tag` before all others get it. */
const twin = 'до';

/** How a session was found after a kill: with the tag on every event, or exactly as it was before. */
export type Found = 'all' | 'none' | 'broken';

/** The events of `path` that are tagged before: every third one. */
async function prepare(path: string, events: number): Promise<void> {
  const session = await createSession({ path, key, version, name: 'Метки' });
  const windowId = firstWindow(await session.openCollection(request()));
  for (let from = 0; from < events; from += 5000) {
    const read = range(from, Math.min(events, from + 5000)).map((n) => readEvent(n));
    await session.commitPage(page(windowId, read, { position: String(from) }));
  }
  const third = range(0, events).filter((row) => row % 3 === 0);
  await session.tagEvents({ rows: third }, twin, true);
  await session.tagEvents({ rows: third }, tag, true);
  await session.setNote(1, 'не трогать');
  await session.close();
}

async function stateOf(session: LocalSession, events: number): Promise<Found> {
  const count = (query: string) => session.count({ ...everything, query });
  const [tagged, alone, lost, before, noted] = await Promise.all(
    [
      `tag:${tag}`,
      `tag:${tag} -tag:${twin}`,
      `tag:${twin} -tag:${tag}`,
      `tag:${twin}`,
      'has:note',
    ].map(count),
  );
  if (lost !== 0 || noted !== 1 || before !== Math.ceil(events / 3)) return 'broken';
  if (tagged === events) return 'all';
  return alone === 0 ? 'none' : 'broken';
}

/** Lets a process tag and kills it so many ms after it has begun. @returns how long tagging took, if it ended */
function tagAndKill(path: string, after: number | null): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, path, tag], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    let complaint = '';
    let began = 0;
    let took: number | null = null;
    const kill = () => child.kill('SIGKILL');
    child.stdout.on('data', (data: Buffer) => {
      told += data.toString();
      if (began === 0) {
        began = performance.now();
        if (after !== null) void sleep(after).then(kill);
      }
      if (told.includes('tagged')) {
        took = performance.now() - began;
        if (after === null) kill();
      }
    });
    child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
    child.on('exit', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(took);
      else reject(new Error(complaint));
    });
  });
}

export interface KillReport {
  /** How long tagging takes when nobody ends it, ms. */
  took: number;
  /** For each kill, when it came (ms) and what was found. */
  kills: { after: number; found: Found; undone: Found | null }[];
}

/**
 * Kills at moments spread over the time that tagging takes and a little longer. Where all were
 * tagged, one undo has to bring back what was there before.
 */
export async function killWhileTagging(
  path: string,
  events: number,
  kills: number,
): Promise<KillReport> {
  await prepare(path, events);
  const look = async (): Promise<{ found: Found; undone: Found | null }> => {
    const session = await openSession({ path, key, version });
    try {
      const found = await stateOf(session, events);
      if (found !== 'all') return { found, undone: null };
      await session.undoMarks();
      return { found, undone: await stateOf(session, events) };
    } finally {
      await session.close();
    }
  };
  const took = (await tagAndKill(path, null)) ?? 0;
  const report: KillReport = { took, kills: [{ after: took, ...(await look()) }] };
  for (let kill = 0; kill < kills; kill += 1) {
    const after = (took * 1.3 * kill) / Math.max(1, kills - 1);
    await tagAndKill(path, after);
    report.kills.push({ after, ...(await look()) });
  }
  return report;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [events = '400000', kills = '24'] = process.argv.slice(2);
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-tagging-'));
  try {
    const path = join(folder, 'tagging.vestigo');
    const report = await killWhileTagging(path, Number(events), Number(kills));
    process.stdout.write(`tagging ${events} events takes ${Math.round(report.took)} ms\n`);
    for (const { after, found, undone } of report.kills) {
      process.stdout.write(
        `killed after ${after.toFixed(1)} ms: ${found}, undone: ${undone ?? '-'}\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
