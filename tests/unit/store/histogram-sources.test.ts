import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSession } from '../../../src/main/store/open-session.ts';
import type { SourceKind } from '../../../src/shared/event.ts';

const hour = 3_600_000_000;
const start = Date.UTC(2026, 9, 1) * 1000;

test('a query about one source is measured against what was collected from that one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vestigo-histogram-'));
  const key = { key: Buffer.alloc(32, 7) };
  const path = join(folder, 'a.vestigo');
  const store = await createSession({ path, key, name: 'a', version: '1' });
  /** Completely, from the start, for so many hours. */
  async function collect(source: SourceKind, hours: number): Promise<void> {
    const period = { from: start, to: start + hours * hour - 1 };
    const opened = await store.openCollection({
      source,
      address: 'http://127.0.0.1',
      ...period,
      filters: {},
      withDetails: false,
      refresh: false,
      overlapMs: null,
      filterIgnored: false,
      owner: null,
      windows: [period],
    });
    const nothing = { requests: 0, retries: 0, waitedMs: 0 };
    await store.finishWindow(opened.windows[0]?.id ?? 0, 'complete', null, nothing);
    await store.finishCollection(opened.id, null, null);
  }
  await collect('pachca', 3);
  await collect('jayguard', 2);

  const states = async (query: string) => {
    const { buckets } = await store.histogram({ query, zone: 'UTC', period: null }, 'hour');
    return buckets.map(({ coverage }) => coverage);
  };
  expect(await states('')).toEqual(['complete', 'complete', 'partial']);
  expect(await states('source:pachca')).toEqual(['complete', 'complete', 'complete']);
  expect(await states('source:jayguard event:deny')).toEqual(['complete', 'complete']);
  await store.close();
  await rm(folder, { recursive: true });
});
