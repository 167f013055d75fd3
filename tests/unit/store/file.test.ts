import { execFileSync, spawnSync } from 'node:child_process';
import { hash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failed, type FailureKind } from '../../../src/shared/errors.ts';
import { inspectSessionFile, newFileId, pageSize } from '../../../src/main/store/file/header.ts';
import { openFile, type SessionFile } from '../../../src/main/store/file/database.ts';
import { fileFailure } from '../../../src/main/store/file/failures.ts';
import { Answers } from '../../../src/main/store/answers.ts';
import { Reader } from '../../../src/main/store/reader.ts';
import { SessionState } from '../../../src/main/store/state.ts';
import { verify } from '../../../src/main/store/verify.ts';
import { Writer } from '../../../src/main/store/writer.ts';
import { Sqlite } from '../../../src/main/store/file/sqlite.ts';
import { createSession, openSession } from '../../../src/main/store/open-session.ts';
import type { SessionStore } from '../../../src/main/store/session-store.ts';
import {
  create,
  everything,
  filled,
  folder,
  key,
  open,
  page,
  range,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

const signal = new AbortController().signal;
const version = '0.1.0';
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const events = range(0, 3000).map((n) => readEvent(n));

/** Few events that fill as many pages: to read all of them takes a tenth of the time. */
const bulky = range(0, 300).map((n) =>
  readEvent(n, { noise: randomBytes(1200).toString('base64') }),
);

async function closed(path: string, all = events): Promise<void> {
  const store = await filled(path, all);
  await store.setNames('pachca', { 1: 'Анна' });
  await store.close();
}

/**
 * Opens the flipped file as a large one is opened, of which only what is needed is read, and gives
 * the failure that told of it: `verify` finds what no answer needs, and no answer is another one.
 */
async function readLarge(path: string, truth: readonly string[]): Promise<FailureKind> {
  let file: SessionFile | null = null;
  try {
    file = await openFile(path, key, 0);
    const state = new SessionState(file, version, 'test');
    // Damage is for whoever asks for what is damaged.
    expect(() => [...state.events.readAhead()]).not.toThrow();
    const read = await readAll(new Reader(state)).catch(() => null);
    if (read) expect(read).toEqual(truth);
    await verify(state, signal);
    throw new Error('nothing was found');
  } catch (error) {
    return kindOf(fileFailure(error));
  } finally {
    file?.close();
  }
}

function refusal(kind: FailureKind) {
  return { failure: { kind } };
}

function kindOf(error: unknown): FailureKind {
  expect(error).toBeInstanceOf(Failed);
  return error instanceof Failed ? error.failure.kind : 'internal';
}

/** Reads every event. */
async function readAll(store: Pick<SessionStore, 'info' | 'scan'>): Promise<string[]> {
  const raws: string[] = [];
  await store.info();
  for await (const batch of store.scan(
    everything,
    [{ field: 'time', descending: false }],
    signal,
  )) {
    for (const { raw, row } of batch) raws.push(`${row.actorName} ${raw}`);
  }
  return raws;
}

test('a session file is for its owner alone, its side files too; the folder stays as it is', async () => {
  const path = sessionPath();
  const before = statSync(dirname(path)).mode;
  const store = await filled(path, events);
  for (const name of readdirSync(dirname(path))) {
    expect([name, statSync(join(dirname(path), name)).mode & 0o777]).toEqual([name, 0o600]);
  }
  await store.close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode).toBe(before);
});

describe('unlocking', () => {
  test('a passphrase, in whichever form its letters were typed', async () => {
    const path = sessionPath();
    await (await create(path, { passphrase: 'Ёлка и йод' })).close();
    expect(inspectSessionFile(path).protection).toBe('passphrase');
    await (await open(path, { passphrase: 'Ёлка и йод'.normalize('NFD') })).close();
    await expect(open(path, { passphrase: 'ёлка и йод' })).rejects.toMatchObject(
      refusal('session.wrong-key'),
    );
  });

  test('another key is said to be the wrong one', async () => {
    const path = sessionPath();
    await (await create(path)).close();
    const other = { key: new Uint8Array(32).fill(8) };
    await expect(open(path, other)).rejects.toMatchObject(refusal('session.wrong-key'));
    await expect(open(path, { key: new Uint8Array(5) })).rejects.toMatchObject(
      refusal('session.wrong-key'),
    );
  });

  test('the public id is known before the key is, and is the one asked for', async () => {
    const path = sessionPath();
    const fileId = newFileId('keychain');
    await (await createSession({ path, key, name: 'x', version, fileId })).close();
    const told = { fileId, protection: 'keychain', cipher: 'AEGIS-256' };
    expect(inspectSessionFile(path)).toEqual(told);
    const store = await open(path);
    expect(inspectSessionFile(path)).toEqual(told);
    await store.close();
  });
});

describe('what is not a session that can be opened', () => {
  const opened = (path: string) => openSession({ path, key, version });

  test.each<[string, string | Buffer | null, FailureKind]>([
    ['nothing', null, 'session.not-found'],
    ['an empty file', '', 'session.not-a-session'],
    ['a text', 'not a session at all, only words'.repeat(300), 'session.not-a-session'],
    ['plain SQLite', 'SQLite format 3\0'.padEnd(8192, '\0'), 'session.not-a-session'],
  ])('%s', async (_name, content, kind) => {
    const path = sessionPath();
    if (content !== null) writeFileSync(path, content);
    await expect(opened(path)).rejects.toMatchObject(refusal(kind));
  });

  test('a folder', async () => {
    await expect(opened(folder())).rejects.toMatchObject(refusal('session.not-a-session'));
  });

  test('one of a newer version, and one that is unlocked in a way not known yet', async () => {
    const path = sessionPath();
    await closed(path);
    const bytes = readFileSync(path);
    const raw = new Sqlite(path);
    raw.pragma(`cipher = 'aegis'`);
    raw.key(Buffer.concat([Buffer.from('raw:'), Buffer.alloc(32, 7)]));
    raw.pragma('user_version = 999');
    raw.close();
    await expect(opened(path)).rejects.toMatchObject(refusal('session.newer-version'));

    bytes[0] = 77;
    writeFileSync(path, bytes);
    await expect(opened(path)).rejects.toMatchObject(refusal('session.newer-version'));
  });

  test('nothing is written over', async () => {
    const path = sessionPath();
    writeFileSync(path, 'precious');
    await expect(create(path)).rejects.toMatchObject(refusal('file.exists'));
    expect(readFileSync(path, 'utf8')).toBe('precious');
    const nowhere = join(folder(), 'no', 'x.vestigo');
    await expect(create(nowhere)).rejects.toMatchObject(refusal('file.not-found'));
  });
});

describe('damage is found, never read', () => {
  test('a flipped bit anywhere', async () => {
    const path = sessionPath();
    await closed(path, bulky);
    const bytes = readFileSync(path);
    expect(bytes.length).toBeGreaterThan(50 * pageSize);
    const whole = await open(path);
    expect(await whole.verify(signal)).toMatch(/^[\da-f]{64}$/);
    const truth = await readAll(whole);
    await whole.close();
    const other = join(folder(), 'flipped.vestigo');
    // All of the clear header, and a place in each of fifty pages.
    const places = [
      ...range(0, 24),
      ...range(1, 50).map((n) => Math.floor((bytes.length * n) / 50)),
    ];
    const kinds = new Set<string>();
    for (const place of places) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (bytes[place] ?? 0) ^ 0x10;
      writeFileSync(other, flipped);
      const before = statSync(other).mtimeMs;
      // A small file is refused as a whole, and stays as it was found.
      const refused = await openSession({ path: other, key, version }).catch(kindOf);
      expect(refused, `at ${place}`).toBeTypeOf('string');
      expect([statSync(other).mtimeMs, readFileSync(other).equals(flipped)]).toEqual([
        before,
        true,
      ]);
      kinds.add(await readLarge(other, truth));
    }
    expect([...kinds].toSorted()).toEqual([
      'session.damaged',
      'session.newer-version',
      'session.not-a-session',
    ]);
  });

  test('two pages in each other’s place', async () => {
    const path = sessionPath();
    await closed(path);
    const bytes = readFileSync(path);
    const size = bytes.readUInt16BE(16);
    const pages = range(0, bytes.length / size).map((n) =>
      bytes.subarray(n * size, (n + 1) * size),
    );
    [pages[5], pages[9]] = [pages[9] ?? bytes, pages[5] ?? bytes];
    writeFileSync(path, Buffer.concat(pages));
    const reading = async () => readAll(await open(path));
    await expect(reading()).rejects.toMatchObject(refusal('session.damaged'));
  });

  test('an end that is missing', async () => {
    const path = sessionPath();
    await closed(path);
    const { size } = statSync(path);
    for (const left of [size - 1, size - 8192, Math.floor(size / 2), 9000, 8192, 100]) {
      truncateSync(path, left);
      await expect(open(path)).rejects.toMatchObject({
        failure: { kind: expect.stringMatching(/^session\.(damaged|not-a-session|wrong-key)$/) },
      });
    }
  });
});

describe('one writer at a time', () => {
  test('a second opening in this process or another is refused, and possible afterwards', async () => {
    const path = sessionPath();
    const store = await filled(path, events.slice(0, 10));
    await expect(open(path)).rejects.toMatchObject(refusal('session.in-use'));
    inspectSessionFile(path);
    expect(openElsewhere(path)).toBe('session.in-use');
    await store.close();
    expect(openElsewhere(path)).toBe('opened');
  });
});

/** What another process is told when it opens the file. */
function openElsewhere(path: string, work = ''): string {
  const module = new URL('../../../src/main/store/open-session.ts', import.meta.url).href;
  const program = `
    const { openSession } = await import(${JSON.stringify(module)});
    const key = { key: new Uint8Array(32).fill(7) };
    try {
      const store = await openSession({ path: ${JSON.stringify(path)}, key, version: '0' });
      ${work};
      await store.close();
      console.log('opened');
    } catch (error) {
      console.log(error.failure?.kind ?? error);
    }`;
  const args = ['--input-type=module', '-e', program];
  const { stdout, signal: killed } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return killed ? 'killed' : stdout.trim();
}

describe('looking leaves no trace', () => {
  async function finished(path: string): Promise<void> {
    const store = await filled(path, events);
    await store.finishCollection(1, null, null);
    await store.close();
  }

  const state = (path: string) => {
    const { mtimeMs, ino } = statSync(path);
    return { sha256: hash('sha256', readFileSync(path)), mtimeMs, ino };
  };

  test('a file that was only read is the same to the byte, with nothing beside it meanwhile', async () => {
    const path = sessionPath();
    await finished(path);
    const before = state(path);
    const store = await open(path);
    await readAll(store);
    await store.info();
    await store.verify(signal);
    expect(readdirSync(dirname(path))).toEqual(['test.vestigo']);
    expect(openElsewhere(path)).toBe('session.in-use');
    await store.close();
    expect(state(path)).toEqual(before);
    expect(readdirSync(dirname(path))).toEqual(['test.vestigo']);
  });

  test('a reader that was killed leaves nothing to clean up', async () => {
    const path = sessionPath();
    await finished(path);
    const before = state(path);
    expect(openElsewhere(path, 'process.kill(process.pid, "SIGKILL")')).toBe('killed');
    expect(state(path)).toEqual(before);
    expect(readdirSync(dirname(path))).toEqual(['test.vestigo']);
    expect(openElsewhere(path)).toBe('opened');
  });

  test('the first thing written is durable before it is reported', async () => {
    const path = sessionPath();
    await (await filled(path, events.slice(0, 10))).close();
    const work = `
      const { id } = await store.openImport('pachca', 'x.json');
      await store.setNames('pachca', { 1: 'Анна' });
      process.kill(process.pid, 'SIGKILL')`;
    expect(openElsewhere(path, work)).toBe('killed');
    const store = await open(path);
    expect((await store.info()).collections.at(-1)).toMatchObject({ stop: 'interrupted' });
    expect((await store.rows(everything, [], 0, 10)).map(({ actorName }) => actorName)).toContain(
      'Анна',
    );
    await store.verify(signal);
  });

  test('one that was left running says so on every opening until it is written down', async () => {
    const path = sessionPath();
    const first = await create(path);
    await first.openCollection(request());
    await first.close();
    const store = await open(path);
    expect((await store.info()).collections).toMatchObject([{ status: 'partial' }]);
    await store.close();
    const before = state(path);
    await (await open(path)).close();
    expect(state(path)).toEqual(before);
  });
});

describe('nothing can be read from outside', () => {
  test('the file and what lies beside it, while it is open and afterwards', async () => {
    const path = sessionPath();
    const store = await filled(path, events);
    await store.setMarks([1], { tags: ['тайная метка'], note: 'тайная заметка' });
    const secrets = ['Посылка', 'тайная', 'user_login', 'Mozilla', 'CREATE TABLE', 'Проверка'];
    const look = (): string[] => {
      const names = readdirSync(dirname(path));
      for (const name of names) {
        const bytes = readFileSync(join(dirname(path), name));
        for (const secret of secrets)
          expect(bytes.includes(secret), `${name}: ${secret}`).toBe(false);
        expect(bytes.includes(Buffer.alloc(32, 7)), `${name}: key`).toBe(false);
      }
      return names;
    };
    // Read through another descriptor: its closing drops the lock, which does not matter here.
    expect(look()).toContain('test.vestigo-wal');
    await store.close();
    expect(look()).toEqual(['test.vestigo']);
  });
});

describe('where writing is not possible', () => {
  /** Writes until it fails for want of room, makes room, and writes again. */
  async function outgrow(
    path: string,
    makeRoom: () => void,
    takeRoom: (file: SessionFile) => void,
  ) {
    await (await filled(path, events.slice(0, 100))).close();
    const file = await openFile(path, key);
    const state = new SessionState(file, version, 'test');
    const [reader, writer] = [new Reader(state), new Writer(state, new Answers(state))];
    const { windows, id } = await writer.openCollection(request());
    takeRoom(file);
    const windowId = windows[0]?.id ?? expect.fail();
    const more = range(5000, 9000).map((n) => readEvent(n, { noise: Math.random() }));
    const commit = () => writer.commitPage(page(windowId, more));
    await expect(commit().catch(rethrown)).rejects.toMatchObject(refusal('file.disk-full'));
    expect(await reader.count(everything)).toBe(100);
    expect((await reader.info()).collections[0]?.windows[0]?.counts.pages).toBe(1);
    makeRoom();
    expect(await commit()).toEqual({ newEvents: 4000, duplicates: 0, conflicts: 0, late: 0 });
    await writer.finishCollection(id, null, null);
    file.close();
    const again = await open(path);
    expect(await readAll(again)).toHaveLength(4100);
    await again.verify(signal);
    await again.close();
  }

  test('a file that may not grow loses nothing, and goes on when it may', async () => {
    let grown: SessionFile | null = null;
    await outgrow(
      sessionPath(),
      () => grown?.db.pragma('max_page_count = 100000'),
      (file) => {
        grown = file;
        file.db.pragma('max_page_count = 20');
      },
    );
  });

  test('a file that may not be written can be read, and says so to a writer', async () => {
    const path = sessionPath();
    await (await filled(path, events.slice(0, 100))).close();
    await withoutWriting(dirname(path), async () => {
      const store = await open(path);
      expect(await readAll(store)).toHaveLength(100);
      await expect(store.setMarks([1], { tags: [], note: 'x' })).rejects.toMatchObject(
        refusal('file.read-only'),
      );
      await expect(create(join(dirname(path), 'y.vestigo'))).rejects.toMatchObject({
        failure: { kind: expect.stringMatching(/^file\.(read-only|not-permitted)$/) },
      });
      await store.close();
    });
  });

  test('one of an earlier schema can be read where it cannot be written', async () => {
    const path = sessionPath();
    copyFileSync(new URL('../../fixtures/sessions/v1.vestigo', import.meta.url), path);
    await withoutWriting(dirname(path), async () => {
      const store = await open(path);
      expect(await store.info()).toMatchObject({ events: { pachca: 3 }, conflicts: 1 });
      expect((await store.event(0)).otherVersions).toEqual([2]);
      await store.verify(signal);
      await expect(store.setNames('pachca', { 1: 'x' })).rejects.toMatchObject(
        refusal('file.read-only'),
      );
      await store.close();
      expect(readdirSync(dirname(path))).toEqual(['test.vestigo']);
    });
    const writable = await open(path);
    expect((await writable.info()).events.pachca).toBe(3);
  });

  // A real disk that is full, where this system lets a test make one: not registered elsewhere.
  if (isRoot) {
    test('a full disk loses nothing, and writing goes on when there is room again', async () => {
      await withSmallDisk(async (disk) => {
        const ballast = join(disk, 'ballast');
        await outgrow(
          join(disk, 'x.vestigo'),
          () => rmSync(ballast),
          () => fillUp(ballast),
        );
        fillUp(ballast);
        const full = await open(join(disk, 'x.vestigo'));
        expect(await readAll(full)).toHaveLength(4100);
        await expect(full.setMarks([1], { tags: [], note: 'x' })).rejects.toMatchObject(
          refusal('file.disk-full'),
        );
        await full.close();
        await killedWhileFull(join(disk, 'z.vestigo'), ballast);
        const path = join(disk, 'y.vestigo');
        await expect(create(path)).rejects.toMatchObject(refusal('file.disk-full'));
        expect(existsSync(path)).toBe(false);
      });
    });
  }
});

/** A WAL was left behind, and the disk has no room to take it in: everything can still be read. */
async function killedWhileFull(path: string, ballast: string): Promise<void> {
  rmSync(ballast);
  const store = await filled(path, events.slice(0, 500));
  const [file, wal] = [readFileSync(path), readFileSync(`${path}-wal`)];
  await store.close();
  writeFileSync(path, file);
  writeFileSync(`${path}-wal`, wal);
  fillUp(ballast);
  for (const again of [1, 2]) {
    const full = await open(path);
    expect(await readAll(full), `opening ${again}`).toHaveLength(500);
    await expect(full.setMarks([1], { tags: [], note: 'x' })).rejects.toMatchObject(
      refusal('file.disk-full'),
    );
    await full.close();
  }
}

function rethrown(error: unknown): never {
  throw fileFailure(error);
}

/** Makes a folder read-only: for root, whom permissions do not stop, by mounting it so. */
async function withoutWriting(path: string, work: () => Promise<void>): Promise<void> {
  if (isRoot) {
    execFileSync('mount', ['--bind', path, path]);
    execFileSync('mount', ['-o', 'remount,ro,bind', path]);
  } else {
    for (const name of readdirSync(path)) chmodSync(join(path, name), 0o400);
    chmodSync(path, 0o500);
  }
  try {
    await work();
  } finally {
    if (isRoot) execFileSync('umount', ['-l', path]);
    else chmodSync(path, 0o700);
  }
}

async function withSmallDisk(work: (path: string) => Promise<void>): Promise<void> {
  const path = folder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path]);
  try {
    await work(path);
  } finally {
    execFileSync('umount', ['-l', path]);
  }
}

function fillUp(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096));
  } catch {
    closeSync(file);
  }
}
