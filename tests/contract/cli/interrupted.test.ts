import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Layer } from '../../../src/main/sample/server.ts';
import { cli, start } from '../../support/command-line.ts';
import {
  collectArgs,
  collectFrom,
  exportedRaws,
  linesOf,
  patience,
  summaryOf,
  useFolder,
  weekOfServices,
} from './support.ts';

const folder = useFolder();

interface Ledger {
  collections: {
    windows: { from: string; to: string; first: { id: string; time: string } | null }[];
  }[];
  coverage: unknown[];
}

async function ledgerOf(session: string): Promise<Ledger> {
  return JSON.parse((await cli(['info', '--session', session])).stdout) as Ledger;
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'after %s nothing is lost and nothing comes twice',
  { timeout: patience },
  async (signal) => {
    const { pachca, close } = await weekOfServices({ pachca: { latencyMs: 60 } });
    const session = folder.path('case.vestigo');
    const { child, ended } = start(collectArgs('pachca', pachca, session), {
      VESTIGO_TOKEN: pachca.token,
    });
    while (pachca.log.length < 12 && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    const first = await ended;
    expect(first.code).toBe(signal === 'SIGTERM' ? 3 : null);
    if (signal === 'SIGTERM') {
      expect(summaryOf(first)).toMatchObject({ status: 'partial' });
      expect(first.stderr).toContain('Paused');
    }
    const stopped = await ledgerOf(session);
    const stop = signal === 'SIGTERM' ? 'paused' : 'interrupted';
    expect(stopped.collections).toMatchObject([{ stop, status: 'partial' }]);
    const before = Number((await cli(['count', '--session', session])).stdout);
    expect(before).toBeLessThan(1200);

    const second = await collectFrom('pachca', pachca, session);
    expect(second.code, second.stderr).toBe(0);
    expect(summaryOf(second)).toMatchObject({
      status: 'complete',
      events: 1200,
      newEvents: 1200,
      duplicates: 0,
    });
    expect(await exportedRaws(session)).toEqual([...pachca.events()].toSorted());
    const manifest = await readFile(`${session}.ndjson.manifest.json`, 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({
      completelyCovered: true,
      coverage: [{ source: 'pachca', status: 'complete' }],
    });
    const info = await ledgerOf(session);
    expect(info.collections).toMatchObject([
      {
        purpose: 'events',
        stop: null,
        refresh: false,
        owner: { id: expect.any(String) as string },
      },
    ]);
    const windows = info.collections[0]?.windows ?? [];
    const filled = windows.filter(({ first: oldest }) => oldest !== null);
    expect(filled.length).toBeGreaterThan(0);
    for (const { from, to, first: oldest } of filled) {
      expect(Date.parse(oldest?.time ?? '')).toBeGreaterThanOrEqual(Date.parse(from));
      expect(Date.parse(oldest?.time ?? '')).toBeLessThanOrEqual(Date.parse(to));
    }
    expect(info.coverage).toEqual([
      {
        source: 'pachca',
        from: '2026-10-01T00:00:00.000Z',
        to: '2026-10-07T23:59:59.999999Z',
        status: 'complete',
      },
    ]);
    await close();
  },
);

test(
  'a token revoked half-way keeps what came, says so, and the next token goes on',
  { timeout: patience },
  async () => {
    let good = true;
    const revoke: Layer = (request, next) =>
      good && request.number <= 10 ? next(request) : good ? revoked() : next(request);
    const revoked = () => ({
      status: 401,
      body: '{"error":"invalid_token","error_description":"revoked"}',
    });
    const { pachca, close } = await weekOfServices({ pachca: { layers: [revoke] } });
    const session = folder.path('case.vestigo');
    const first = await collectFrom('pachca', pachca, session);
    expect(first).toMatchObject({ code: 4, stderr: expect.stringContaining('token') as string });
    expect(summaryOf(first)).toMatchObject({ status: 'partial' });
    expect(Number((await cli(['count', '--session', session])).stdout)).toBeGreaterThan(0);
    good = false;
    const second = await collectFrom('pachca', pachca, session);
    expect(second.code, second.stderr).toBe(0);
    expect(await exportedRaws(session)).toEqual([...pachca.events()].toSorted());
    await close();
  },
);

test(
  'an event that cannot be read is kept in quarantine, counted, and the window says so',
  { timeout: patience },
  async () => {
    const spoil: Layer = async (request, next) => {
      const answer = await next(request);
      return {
        ...answer,
        body: String(answer.body).replace(
          /"created_at":"2026-10-03T[^"]*"/,
          '"created_at":"no time"',
        ),
      };
    };
    const { pachca, close } = await weekOfServices({ pachca: { layers: [spoil] } });
    const session = folder.path('case.vestigo');
    const ended = await collectFrom('pachca', pachca, session);
    const summary = summaryOf(ended);
    expect(ended.code, ended.stderr).toBe(0);
    expect(summary.quarantined).toBeGreaterThan(0);
    expect(summary.events + summary.quarantined).toBe(1200);
    // Into how many windows a day falls is the planner's; all that say so are of the spoilt day.
    const told = summary.windows.filter(({ reason }) => reason?.includes('quarantine'));
    expect(new Set(told.map(({ from }) => from.slice(0, 10)))).toEqual(new Set(['2026-10-03']));
    await close();
  },
);

test(
  'no secret is printed, and standard output holds results alone',
  { timeout: patience },
  async () => {
    const { pachca, close } = await weekOfServices({ events: { pachca: 20, jayguard: 0 } });
    const ended = await collectFrom('pachca', pachca, folder.path('case.vestigo'));
    expect(linesOf(ended.stdout)).toHaveLength(1);
    expect(ended.stdout + ended.stderr).not.toContain(pachca.token);
    expect(ended.stdout + ended.stderr).not.toContain('a phrase for tests');
    await close();
  },
);
