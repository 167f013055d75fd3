import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ChildChannel } from '../../../src/main/store/process/channel.ts';
import { launchSessionProcess } from '../../../src/main/store/process/launch.ts';
import { placeOfNext } from '../../../src/main/store/process/order.ts';
import type { OperationArgs } from '../../../src/main/store/process/operations.ts';
import {
  createRemoteSession,
  openRemoteSession,
  type RemoteSession,
} from '../../../src/main/store/process/remote-session.ts';
import {
  create,
  everything,
  filled,
  firstWindow,
  folder,
  key,
  nothingSpent,
  page,
  range,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

const entry = fileURLToPath(new URL('../../../src/main/session-process.ts', import.meta.url));
// Each test starts processes, which takes its time where much else runs.
vi.setConfig({ testTimeout: 90_000 });

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

function exportTo(path: string): OperationArgs<'export'> {
  return {
    selection: everything,
    sort: [],
    format: path.endsWith('csv') ? 'csv' : 'ndjson',
    columns: null,
    csv: { separator: ',', bom: false },
    partitioned: false,
    syslog: false,
    path,
    overwrite: false,
    program: version,
    unmasked: null,
  };
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
    expect(result).toEqual({ newEvents: 50, duplicates: 0, conflicts: 0, late: 0 });
    await session.setMarks([1], { tags: ['x'], note: null });
    await session.finishWindow(firstWindow(collection), 'complete', null, nothingSpent);
    expect(await session.finishCollection(collection.id, null, null)).toMatchObject({
      status: 'complete',
    });
    await session.close();
    expect(await session.ended).toBeNull();

    const again = await openRemoteSession(launch(), { path, key, version });
    expect((await again.info()).name).toBe('Далёкая');
    expect(await again.count({ ...everything, query: 'tag:x' })).toBe(1);
    const { raw } = readEvent(1);
    expect((await again.event(1)).raw).not.toContain('Посылка');
    const part = { row: 1, field: null };
    expect(await again.run('reveal', { ...part, reason: 'жалоба' })).toEqual([part]);
    expect((await again.event(1)).raw).toBe(raw);
    expect((await again.event(2)).raw).not.toContain('Посылка');
    expect(await again.run('hide', {})).toEqual([]);
    expect((await again.event(1)).raw).not.toContain('Посылка');
    expect(await again.reveals()).toMatchObject([{ ...part, action: 'show', reason: 'жалоба' }]);
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
    const seen: number[] = [];
    const exporting = session.run('export', exportTo(path), {
      onProgress: ({ rows }) => seen.push(rows),
    });
    expect(await session.count(everything)).toBe(5000);
    expect((await exporting).rows).toBe(5000);
    expect(seen.at(-1)).toBe(5000);
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(5000);

    const controller = new AbortController();
    const other = join(folder(), 'other.ndjson');
    const stopped = session.run('export', exportTo(other), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    await session.close();
  });

  test('closing stops an export first', async () => {
    const session = await withEvents(sessionPath(), 5000);
    const out = folder();
    const exporting = session.run('export', exportTo(join(out, 'out.csv')));
    await Promise.all([
      expect(exporting).rejects.toMatchObject({ failure: { kind: 'cancelled' } }),
      session.close(),
    ]);
    expect(readdirSync(out)).toEqual([]);
  });

  test('imports a file of vendor objects', async () => {
    const session = await createRemote(sessionPath());
    const path = join(folder(), 'saved.json');
    const objects = range(0, 30).map((n) => ({
      id: `e${n}`,
      created_at: '2026-03-01T10:00:00Z',
      event_key: 'user_login',
      entity_id: '1',
      entity_type: 'User',
      actor_id: '1',
      actor_type: 'User',
      details: null,
      ip_address: null,
      user_agent: null,
    }));
    writeFileSync(path, JSON.stringify({ data: objects }));
    const imported = await session.run('import', { path, source: 'pachca' });
    expect(imported).toMatchObject({ events: 30, newEvents: 30, quarantined: 0 });
    expect(await session.count(everything)).toBe(30);
    await session.close();
  });
});

test('what is looked at passes by what is counted, and nothing passes by a change', () => {
  const calls = ['count', 'facet', 'rows', 'histogram', 'event', 'tagEvents', 'facet', 'rows'];
  const waiting = calls.map((name, id) => ({ kind: 'call' as const, id, name, args: [] }));
  const order: string[] = [];
  while (waiting.length > 0) {
    order.push(...waiting.splice(placeOfNext(waiting), 1).map(({ name }) => name));
  }
  expect(order.join(' ')).toBe('rows event count facet histogram tagEvents rows facet');
});

describe('the quarantine of a session in another process', () => {
  /** A vendor's object that this program reads, as an earlier one could not. */
  const readable = JSON.stringify({
    id: 'e1',
    created_at: '2026-03-01T10:00:00Z',
    event_key: 'user_login',
    entity_id: '1',
    entity_type: 'User',
    actor_id: '1',
    actor_type: 'User',
    details: null,
    ip_address: null,
    user_agent: null,
  });
  const quarantined = [
    { raw: readable, reason: 'details' },
    { raw: '{"id":"e2"}', reason: 'created_at' },
    { raw: '{"id":"e3"', reason: 'incomplete' },
  ];

  async function withQuarantine(path: string): Promise<void> {
    const store = await create(path);
    const windowId = firstWindow(await store.openCollection(request()));
    await store.commitPage(page(windowId, [], { quarantined }));
    await store.close();
  }

  test('is read again when told, and by itself by a newer version', async () => {
    const path = sessionPath();
    await withQuarantine(path);
    const session = await openRemoteSession(launch(), { path, key, version });
    expect((await session.info()).quarantined).toBe(3);
    const seen: unknown[] = [];
    const onProgress = (told: unknown) => seen.push(told);
    expect(await session.run('reread', {}, { onProgress })).toEqual({
      read: 1,
      newEvents: 1,
      left: 2,
    });
    expect(seen).toEqual([{ read: 3, of: 3 }]);
    expect((await session.event(0)).raw).toBe(readable);
    await session.close();

    const other = sessionPath();
    await withQuarantine(other);
    const newer = await openRemoteSession(launch(), { path: other, key, version: '0.2.0' });
    expect(await newer.info()).toMatchObject({ quarantined: 2, events: { pachca: 1 } });
    await newer.close();
  });

  test('is exported to the letter, and nothing is written over unasked', async () => {
    const path = sessionPath();
    await withQuarantine(path);
    const session = await openRemoteSession(launch(), { path, key, version });
    const out = join(folder(), 'quarantine.ndjson');
    const { rows, bytes, sha256 } = await session.run('exportQuarantine', {
      path: out,
      overwrite: false,
      unmasked: 'проверка',
    });
    const text = readFileSync(out, 'utf8');
    expect({ rows, bytes, sha256 }).toEqual({
      rows: 3,
      bytes: Buffer.byteLength(text),
      sha256: hash('sha256', text),
    });
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      quarantined.map(({ raw, reason }) => ({
        source: 'pachca',
        collection: 1,
        receivedAt: '2026-03-02T10:00:00.000Z',
        reason,
        raw,
      })),
    );
    const again = session.run('exportQuarantine', { path: out, overwrite: false, unmasked: null });
    await expect(again).rejects.toMatchObject({ failure: { kind: 'file.exists' } });
    const controller = new AbortController();
    controller.abort();
    const stopped = session.run(
      'exportQuarantine',
      { path: out, overwrite: true, unmasked: null },
      { signal: controller.signal },
    );
    await expect(stopped).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    expect(readFileSync(out, 'utf8')).toBe(text);
    await session.run('exportQuarantine', { path: out, overwrite: true, unmasked: 'проверка' });
    expect(readdirSync(dirname(out))).toEqual(['quarantine.ndjson']);
    await session.close();
  });
});

test('what the desktop loads of the store does not load SQLite, which its Node may not stand', () => {
  const modules = ['file/header.ts', 'process/launch.ts', 'process/remote-session.ts'];
  const urls = modules.map(
    (name) => new URL(`../../../src/main/store/${name}`, import.meta.url).href,
  );
  const program = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve(specifier, context, next) {
        const found = next(specifier, context);
        if (found.url.includes('sqlite')) throw new Error(found.url);
        return found;
      },
    });
    for (const url of ${JSON.stringify(urls)}) await import(url);
    console.log('loaded');`;
  const args = ['--input-type=module', '-e', program];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('loaded\n');
});

// Other systems have no such window into a process: not registered there.
if (process.platform === 'linux') {
  test('no secret is handed down in the environment or the command line', async () => {
    const secret = 'очень тайная фраза';
    process.env['VESTIGO_PASSPHRASE'] = secret;
    process.env['VESTIGO_TOKEN'] = secret;
    onTestFinished(() => {
      delete process.env['VESTIGO_PASSPHRASE'];
      delete process.env['VESTIGO_TOKEN'];
    });
    const before = children();
    const session = await createRemoteSession(launch(), {
      path: sessionPath(),
      key: { passphrase: secret },
      version,
      name: 'x',
    });
    const [pid] = children().filter((child) => !before.includes(child));
    for (const file of ['environ', 'cmdline']) {
      const bytes = readFileSync(`/proc/${pid}/${file}`);
      expect(bytes.length).toBeGreaterThan(0);
      expect(bytes.includes(secret), file).toBe(false);
    }
    await session.close();
  });
}

function children(): string[] {
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
    .filter((pid) => pid !== '');
}
