import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { JayGuardOptions } from '../../../src/main/sample/jayguard-service.ts';
import type { PachcaOptions } from '../../../src/main/sample/pachca-service.ts';
import type { Layer } from '../../../src/main/sample/server.ts';
import { startSampleServices, type SampleOptions } from '../../../src/main/sample/start.ts';
import {
  cli,
  collectArgs,
  collectFrom,
  linesOf,
  patience,
  rawsIn,
  start,
  summaryOf,
  useFolder,
} from './support.ts';

const folder = useFolder();

/** 1,200 Pachca and 300 Jay Guard events in the first week of October. */
function services(options: SampleOptions = {}) {
  const week = { from: '2026-10-01T00:00:00Z', end: '2026-10-08T00:00:00Z' };
  return startSampleServices({ ...week, events: { pachca: 1200, jayguard: 300 }, ...options });
}

interface Ledger {
  collections: {
    windows: { from: string; to: string; first: { id: string; time: string } | null }[];
  }[];
  coverage: unknown[];
}

async function ledgerOf(session: string): Promise<Ledger> {
  return JSON.parse((await cli(['info', '--session', session])).stdout) as Ledger;
}

async function exportedRaws(session: string): Promise<string[]> {
  const out = folder.path('all.ndjson');
  expect(
    await cli(['export', '--session', session, '--format', 'ndjson', '--out', out]),
  ).toMatchObject({ code: 0 });
  return rawsIn(out);
}

const dialects: Record<string, Partial<PachcaOptions>> = {
  'has_next, short and empty pages': { dialect: 'current' },
  'next_page alone, exclusive end': { dialect: 'legacy' },
  'created_at[from] and created_at[to]': { dialect: 'seed' },
  'no time filter': { ignoresTime: true },
  'no time filter, oldest first': { ignoresTime: true, order: 'oldest-first' },
};

test.each(Object.entries(dialects))(
  'Pachca with %s gives the service’s set, event by event',
  { timeout: patience },
  async (_, pachca) => {
    const running = await services({ pachca });
    const session = folder.path('case.vestigo');
    const ended = await collectFrom('pachca', running.pachca, session);
    const summary = summaryOf(ended);
    expect(ended.code, ended.stderr).toBe(0);
    expect(summary).toMatchObject({
      status: 'complete',
      events: 1200,
      newEvents: 1200,
      duplicates: 0,
      outOfWindow: 0,
      quarantined: 0,
      conflicts: 0,
      requests: running.pachca.log.length,
    });
    const reasons = new Set(summary.windows.map(({ reason }) => reason));
    if (pachca.ignoresTime) {
      expect(summary.windows).toHaveLength(1);
      expect([...reasons][0]).toContain('ignores the time filter');
      expect(ended.stderr).toContain('ignores the time filter');
    } else {
      expect(summary.windows.length).toBeGreaterThan(6);
      expect(reasons).toEqual(new Set([null]));
    }
    expect(await exportedRaws(session)).toEqual([...running.pachca.events()].toSorted());
    await running.close();
  },
);

const offsets: Record<string, Partial<JayGuardOptions>> = {
  'offset paging': { cap: 100 },
  'no effect of offset': { offset: false, cap: 100, order: 'oldest-first' },
};

test.each(Object.entries(offsets))(
  'Jay Guard with %s gives the service’s set and all details',
  { timeout: patience },
  async (_, jayguard) => {
    const running = await services({ jayguard });
    const session = folder.path('case.vestigo');
    const ended = await collectFrom('jayguard', running.jayguard, session, '--with-details');
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain('Details were fetched for 300 events');
    expect(summaryOf(ended)).toMatchObject({ status: 'complete', events: 300, newEvents: 300 });
    expect(await exportedRaws(session)).toEqual([...running.jayguard.events()].toSorted());
    const without = await cli(['count', '--session', session, '--query', 'NOT has:content']);
    expect(without.stdout).toBe('0\n');
    await running.close();
  },
);

test(
  'a complete collection is not asked again, unless it is to be refreshed',
  { timeout: patience },
  async () => {
    const { pachca, close } = await services();
    const session = folder.path('case.vestigo');
    await collectFrom('pachca', pachca, session);
    const asked = pachca.log.length;
    const again = await collectFrom('pachca', pachca, session);
    expect(again.code).toBe(0);
    expect(summaryOf(again)).toMatchObject({
      status: 'complete',
      events: 1200,
      newEvents: 0,
      duplicates: 1200,
    });
    // Whose token it is, and nothing else.
    const paths = pachca.log.slice(asked).map(({ path }) => path.replace(/^.*v1/, ''));
    expect(paths).toEqual(['/oauth/token/info', '/profile']);
    const refreshed = await collectFrom('pachca', pachca, session, '--refresh');
    expect(summaryOf(refreshed)).toMatchObject({ events: 1200, newEvents: 0, duplicates: 1200 });
    expect(pachca.log.length).toBeGreaterThan(asked);
    expect(refreshed.stderr).not.toContain('gone');

    pachca.archive.vanish(5);
    pachca.archive.happen(Date.parse('2026-10-03T12:00:00Z'));
    const changed = await collectFrom('pachca', pachca, session, '--refresh');
    expect(changed.stderr).toContain('1 events came late');
    expect(changed.stderr).toContain('1 events are no longer at the source');
    const summary = summaryOf(changed);
    expect(summary).toMatchObject({ status: 'complete', newEvents: 1, duplicates: 1199 });
    const told = summary.windows.filter(({ reason }) => reason !== null);
    expect(told.map(({ reason }) => reason).join()).toMatch(/no longer.*late|late.*no longer/s);
    await close();
  },
);

test(
  'filters go with every request, and one of the other service is refused',
  { timeout: patience },
  async () => {
    const { pachca, close } = await services();
    const session = folder.path('case.vestigo');
    const ended = await collectFrom('pachca', pachca, session, '--event-key', 'user_login');
    const expected = [...pachca.events()].filter((raw) => raw.includes('"event_key":"user_login"'));
    expect(await exportedRaws(session)).toEqual(expected.toSorted());
    expect(summaryOf(ended).events).toBe(expected.length);
    const listed = pachca.log.filter(({ path }) => path.endsWith('/audit_events'));
    expect(listed.length).toBeGreaterThan(6);
    expect(listed.every(({ query }) => query.get('event_key') === 'user_login')).toBe(true);
    const wrong = await collectFrom('pachca', pachca, session, '--application', 'x');
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--application') as string,
    });
    await close();
  },
);

test(
  'borders are inclusive at both ends, dates are whole days',
  { timeout: patience },
  async () => {
    const { pachca, close } = await services();
    const raws = [...pachca.events()];
    const times = raws.map((raw) => (JSON.parse(raw) as { created_at: string }).created_at);
    const [from = '', to = ''] = [times[100], times[700]];
    const args = [
      'collect',
      '--source',
      'pachca',
      '--base-url',
      pachca.address,
      '--from',
      from,
      '--to',
      to,
    ];
    const session = folder.path('case.vestigo');
    const ended = await cli([...args, '--session', session, '--json'], {
      VESTIGO_TOKEN: pachca.token,
    });
    expect(ended.code, ended.stderr).toBe(0);
    const inside = raws.filter((_, at) => (times[at] ?? '') >= from && (times[at] ?? '') <= to);
    expect(await exportedRaws(session)).toEqual(inside.toSorted());
    await close();
  },
);

test(
  'names are looked up only when asked for, and never needed',
  { timeout: patience },
  async () => {
    const refuseUsers: Layer = (request, next) =>
      request.url.pathname.includes('/users/') ? { status: 403, body: '{}' } : next(request);
    const { pachca, close } = await services({ events: { pachca: 200, jayguard: 0 } });
    const refusing = await services({
      pachca: { layers: [refuseUsers] },
      events: { pachca: 200, jayguard: 0 },
    });
    const named = ['--query', 'has:actorName'];

    const session = folder.path('case.vestigo');
    await collectFrom('pachca', pachca, session);
    expect((await cli(['count', '--session', session, ...named])).stdout).toBe('0\n');
    await collectFrom('pachca', pachca, session, '--with-names');
    expect(Number((await cli(['count', '--session', session, ...named])).stdout)).toBeGreaterThan(
      100,
    );

    const other = folder.path('other.vestigo');
    const ended = await collectFrom('pachca', refusing.pachca, other, '--with-names');
    expect(ended).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Names could not') as string,
    });
    await close();
    await refusing.close();
  },
);

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'after %s nothing is lost and nothing comes twice',
  { timeout: patience },
  async (signal) => {
    const { pachca, close } = await services({ pachca: { latencyMs: 60 } });
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
    const manifest = await readFile(folder.path('all.ndjson.manifest.json'), 'utf8');
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
    const { pachca, close } = await services({ pachca: { layers: [revoke] } });
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
    const { pachca, close } = await services({ pachca: { layers: [spoil] } });
    const session = folder.path('case.vestigo');
    const ended = await collectFrom('pachca', pachca, session);
    const summary = summaryOf(ended);
    expect(ended.code, ended.stderr).toBe(0);
    expect(summary.quarantined).toBeGreaterThan(0);
    expect(summary.events + summary.quarantined).toBe(1200);
    expect(summary.windows.filter(({ reason }) => reason?.includes('quarantine'))).toHaveLength(1);
    await close();
  },
);

test(
  'no secret is printed, and standard output holds results alone',
  { timeout: patience },
  async () => {
    const { pachca, close } = await services({ events: { pachca: 20, jayguard: 0 } });
    const ended = await collectFrom('pachca', pachca, folder.path('case.vestigo'));
    expect(linesOf(ended.stdout)).toHaveLength(1);
    expect(ended.stdout + ended.stderr).not.toContain(pachca.token);
    expect(ended.stdout + ended.stderr).not.toContain('a phrase for tests');
    await close();
  },
);
