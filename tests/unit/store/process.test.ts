import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ChildChannel } from '../../../src/main/store/process/channel.ts';
import { launchSessionProcess } from '../../../src/main/store/process/launch.ts';
import {
  createRemoteSession,
  openRemoteSession,
  type RemoteSession,
} from '../../../src/main/store/process/remote-session.ts';
import {
  everything,
  filled,
  firstWindow,
  folder,
  key,
  page,
  range,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

const entry = fileURLToPath(new URL('../../../src/main/session-process.ts', import.meta.url));
const version = '0.1.0';

function launch(): ChildChannel {
  const channel = launchSessionProcess({ entry, utility: null });
  onTestFinished(() => channel.kill());
  return channel;
}

function createRemote(path: string): Promise<RemoteSession> {
  return createRemoteSession(launch(), { path, key, version, name: 'Далёкая' });
}

async function withEvents(path: string, count: number): Promise<RemoteSession> {
  const store = await filled(
    path,
    range(0, count).map((n) => readEvent(n)),
  );
  await store.close();
  return openRemoteSession(launch(), { path, key, version });
}

describe('a session in a process of its own', () => {
  test('is made, written, read and closed as in this one', async () => {
    const path = sessionPath();
    const session = await createRemote(path);
    const collection = await session.openCollection(request());
    const result = await session.commitPage(
      page(
        firstWindow(collection),
        range(0, 50).map((n) => readEvent(n)),
      ),
    );
    expect(result).toEqual({ newEvents: 50, duplicates: 0, conflicts: 0 });
    await session.setMarks([1], { tags: ['x'], note: null });
    await session.finishWindow(firstWindow(collection), 'complete', null);
    expect(await session.finishCollection(collection.id, null)).toMatchObject({
      status: 'complete',
    });
    await session.close();
    expect(await session.ended).toBeNull();

    const again = await openRemoteSession(launch(), { path, key, version });
    expect((await again.info()).name).toBe('Далёкая');
    expect(await again.count({ ...everything, query: 'tag:x' })).toBe(1);
    expect((await again.event(1)).raw).toBe(readEvent(1).raw);
    await again.close();
  });

  test('tells failures by their kinds, and takes no other arguments', async () => {
    const path = join(folder(), 'none.vestigo');
    const opening = openRemoteSession(launch(), { path, key, version });
    await expect(opening).rejects.toMatchObject({ failure: { kind: 'session.not-found' } });
    const session = await createRemote(path);
    await expect(session.count({ ...everything, query: 'нет:' })).rejects.toMatchObject({
      failure: { kind: 'query.unknown-field' },
    });
    await expect(session.event(1.5)).rejects.toMatchObject({ failure: { kind: 'internal' } });
    await session.close();
  });

  test('a process that ends fails what waits, and the session can be opened again', async () => {
    const path = sessionPath();
    const channel = launch();
    const session = await createRemoteSession(channel, { path, key, version, name: 'x' });
    const windowId = firstWindow(await session.openCollection(request()));
    await session.commitPage(page(windowId, [readEvent(1)]));
    const waiting = session.info();
    channel.kill();
    await expect(waiting).rejects.toMatchObject({ failure: { kind: 'internal' } });
    expect(await session.ended).toMatchObject({ kind: 'internal' });
    await expect(session.info()).rejects.toMatchObject({ failure: { kind: 'internal' } });

    const again = await openRemoteSession(launch(), { path, key, version });
    expect(await again.count(everything)).toBe(1);
    await again.close();
  });

  test('queries that still wait are dropped, others are answered', async () => {
    const session = await withEvents(sessionPath(), 500);
    const asked = range(0, 20).map((n) => session.count({ ...everything, query: `посылка ${n}` }));
    const info = session.info();
    session.cancelQueries();
    const settled = await Promise.allSettled(asked);
    expect(settled.some(({ status }) => status === 'rejected')).toBe(true);
    for (const one of settled) {
      if (one.status === 'rejected') {
        expect(one.reason).toMatchObject({ failure: { kind: 'cancelled' } });
      }
    }
    expect((await info).events.pachca).toBe(500);
    await session.close();
  });

  test('exports with progress, answers meanwhile, and stops when told', async () => {
    const session = await withEvents(sessionPath(), 5000);
    const path = join(folder(), 'out.ndjson');
    const args = {
      selection: everything,
      sort: [],
      format: 'ndjson',
      columns: null,
      csv: { separator: ',', bom: false },
      path,
      overwrite: false,
      program: version,
    } as const;
    const seen: number[] = [];
    const exporting = session.run(
      'export',
      { ...args, sort: [] },
      { onProgress: ({ rows }) => seen.push(rows) },
    );
    expect(await session.count(everything)).toBe(5000);
    expect((await exporting).rows).toBe(5000);
    expect(seen.at(-1)).toBe(5000);
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(5000);

    const controller = new AbortController();
    const other = join(folder(), 'other.ndjson');
    const stopped = session.run(
      'export',
      { ...args, sort: [], path: other },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(stopped).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    await session.close();
  });
});
