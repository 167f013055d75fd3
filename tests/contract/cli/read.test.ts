import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPachcaEvents, type PachcaEvent } from '../../../src/main/sample/pachca-events.ts';
import { createTimeline } from '../../../src/main/sample/timeline.ts';
import { cli, start } from '../../support/command-line.ts';
import { linesOf, patience } from './support.ts';

/** 400 events of three days, loaded once; nothing here writes. */
const from = Date.parse('2026-10-05T00:00:00Z');
const end = Date.parse('2026-10-08T00:00:00Z');
const timeline = createTimeline({ seed: 5, count: 400, from, end, step: 1 });
const eventAt = createPachcaEvents(5, timeline);
const events = Array.from({ length: 400 }, (_, index) => eventAt(index));

let folder: string;
let session: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestigo-read-'));
  session = join(folder, 'case.vestigo');
  const saved = join(folder, 'saved.json');
  await writeFile(saved, JSON.stringify({ data: events, meta: {} }, null, 2));
  const ended = await cli(['import', '--in', saved, '--source', 'pachca', '--session', session]);
  expect(ended.code, ended.stderr).toBe(0);
  expect(JSON.parse(ended.stdout)).toEqual({
    events: 400,
    newEvents: 400,
    duplicates: 0,
    conflicts: 0,
    quarantined: 0,
  });
}, patience);
afterAll(() => rm(folder, { recursive: true }));

const on = (command: string, ...more: string[]) => cli([command, '--session', session, ...more]);
async function queryIds(...more: string[]): Promise<string[]> {
  const { stdout } = await on('query', ...more);
  return linesOf(stdout).map((line) => (JSON.parse(line) as { id: string }).id);
}

test('query: newest first, a slice, and other orders', { timeout: patience }, async () => {
  const newest = (a: PachcaEvent, b: PachcaEvent) =>
    Date.parse(b.created_at) - Date.parse(a.created_at);
  const byTime = events.toSorted((a, b) => newest(a, b) || (a.id < b.id ? -1 : 1));
  const ids = byTime.map(({ id }) => id);
  expect(await queryIds()).toEqual(ids);
  expect(await queryIds('--limit', '7', '--offset', '390')).toEqual(ids.slice(390, 397));
  expect(await queryIds('--offset', '399')).toEqual(ids.slice(399));
  expect(await queryIds('--limit', '0')).toEqual([]);
  expect(await queryIds('--sort', 'time:asc', '--limit', '5')).toEqual(
    ids.toReversed().slice(0, 5),
  );
  const byKey = await on('query', '--sort', 'event:asc,time:desc');
  const keys = linesOf(byKey.stdout).map((line) => (JSON.parse(line) as { event: string }).event);
  expect(keys).toEqual(keys.toSorted());
});

test(
  'query prints the contract’s model with raw to the letter',
  { timeout: patience },
  async () => {
    const [event] = events;
    const { stdout } = await on('query', '--query', `id:"${event?.id}"`);
    const line = JSON.parse(stdout) as Record<string, unknown>;
    expect(line).toMatchObject({
      id: event?.id,
      source: 'pachca',
      time: event?.created_at,
      event: event?.event_key,
      details: event?.details ?? {},
      findings: null,
      tags: [],
      note: null,
      raw: event,
    });
    expect(stdout).toContain(`"raw":${JSON.stringify(event)}}`);
  },
);

test('count and facets agree with the events', { timeout: patience }, async () => {
  const counts = new Map<string, number>();
  for (const { event_key: key } of events) counts.set(key, (counts.get(key) ?? 0) + 1);
  const { stdout } = await on('facets', '--field', 'event');
  const facets = linesOf(stdout).map(
    (line) => JSON.parse(line) as { value: string; count: number },
  );
  expect(new Map(facets.map(({ value, count }) => [value, count]))).toEqual(counts);
  expect(facets.map(({ count }) => count)).toEqual([...counts.values()].toSorted((a, b) => b - a));
  const [top] = facets;
  const found = await on('count', '--query', `event:${top?.value}`);
  expect(found.stdout).toBe(`${top?.count}\n`);
  expect(linesOf((await on('facets', '--field', 'event', '--limit', '2')).stdout)).toHaveLength(2);
});

test(
  'histogram: buckets that touch, in UTC, and nothing was collected',
  { timeout: patience },
  async () => {
    const { stdout } = await on('histogram', '--interval', 'day');
    const buckets = linesOf(stdout).map(
      (line) => JSON.parse(line) as { time: string; count: number; coverage: string },
    );
    expect(buckets.map(({ time }) => time)).toEqual([
      '2026-10-05T00:00:00.000Z',
      '2026-10-06T00:00:00.000Z',
      '2026-10-07T00:00:00.000Z',
    ]);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(400);
    expect(new Set(buckets.map(({ coverage }) => coverage))).toEqual(new Set(['none']));
  },
);

test('info tells the import and that it covers nothing', { timeout: patience }, async () => {
  const info = JSON.parse((await on('info')).stdout) as Record<string, unknown>;
  expect(info).toMatchObject({
    events: { pachca: 400, jayguard: 0 },
    total: 400,
    coverage: [],
    collections: [
      { origin: 'import', source: 'pachca', address: 'saved.json', status: 'complete' },
    ],
  });
});

test(
  'wrong words and unreadable queries end with 2 and say where',
  { timeout: patience },
  async () => {
    const wrong: [string[], string][] = [
      [[], 'command'],
      [['nope'], 'nope'],
      [['count'], '--session'],
      [['count', '--session', session, '--query'], '--query'],
      [['count', '--session', session, '--colour'], '--colour'],
      [['count', '--session', session, '--query', 'event:x colour:red'], '9'],
      [['count', '--session', session, '--query', '(event:x'], '9'],
      [['facets', '--session', session, '--field', 'colour'], 'colour'],
      [['query', '--session', session, '--sort', 'colour:asc'], 'colour'],
      [['query', '--session', session, '--limit', '-1'], '-1'],
      [['query', '--session', session, '--offset', '1.5'], '1.5'],
      [['histogram', '--session', session, '--interval', 'year'], 'year'],
      [['export', '--session', session, '--format', 'docx', '--out', join(folder, 'x')], 'docx'],
    ];
    for (const [args, named] of wrong) {
      const ended = await cli(args);
      expect(ended, args.join(' ')).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toContain(named);
      expect(ended.stderr).not.toContain('    at ');
    }
  },
);

test('help is a result, in the system’s language', { timeout: patience }, async () => {
  expect(await cli(['count', '--help'])).toMatchObject({ code: 0, stderr: '' });
  const asked = ['count', '--session', join(folder, 'none')];
  const russian = await start(asked, { LANG: 'ru_RU.UTF-8' }).ended;
  expect(russian).toMatchObject({ code: 2, stderr: expect.stringContaining('сессии') as string });
});
