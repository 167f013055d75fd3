import { expect, test } from 'vitest';
import type { JayGuardOptions } from '../../../src/main/sample/jayguard-service.ts';
import type { PachcaOptions } from '../../../src/main/sample/pachca-service.ts';
import type { Layer } from '../../../src/main/sample/server.ts';
import { cli } from '../../support/command-line.ts';
import {
  collectFrom,
  exportedRaws,
  patience,
  summaryOf,
  useFolder,
  weekOfServices,
} from './support.ts';

const folder = useFolder();

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
    const running = await weekOfServices({ pachca });
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
    const running = await weekOfServices({ jayguard });
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
    const { pachca, close } = await weekOfServices();
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
    const { pachca, close } = await weekOfServices();
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
    const { pachca, close } = await weekOfServices();
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
    const { pachca, close } = await weekOfServices({ events: { pachca: 200, jayguard: 0 } });
    const refusing = await weekOfServices({
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
