import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importFile } from '../../../src/main/importing/import-file.ts';
import type { Readers } from '../../../src/main/importing/read-element.ts';
import type { ImportBatch } from '../../../src/main/store/session-store.ts';
import { Failed } from '../../../src/shared/errors.ts';
import type { MappedEvent, SourceKind } from '../../../src/shared/event.ts';
import { noCounts, type Collection } from '../../../src/shared/session.ts';
import { blankEvent } from '../../support/blank-event.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestigo-import-'));
});
afterEach(() => rm(folder, { recursive: true }));

function reader(source: SourceKind, key: string) {
  return (raw: string): MappedEvent => {
    const { [key]: id } = JSON.parse(raw) as Record<string, unknown>;
    if (id === undefined) throw new Error(key);
    return {
      ...blankEvent,
      source,
      id: JSON.stringify(id),
      time: 1,
      event: 'user_login',
      actor: '7',
    };
  };
}
const readers: Readers = {
  pachca: reader('pachca', 'id'),
  jayguard: reader('jayguard', 'eventId'),
};

const nothing = { requests: 0, retries: 0, waitedMs: 0 };

/** Writes down what it is given. */
class Notebook {
  batches: ImportBatch[] = [];
  names: Record<string, unknown> = {};
  ended: unknown[] = [];
  #sources: SourceKind[] = [];

  async openImport(source: SourceKind, address: string): Promise<Collection> {
    const id = this.#sources.push(source);
    const window = {
      id,
      from: 0,
      to: 0,
      status: 'running' as const,
      reason: null,
      position: null,
      counts: noCounts,
      first: null,
      last: null,
    };
    return {
      id,
      origin: 'import',
      purpose: 'events',
      source,
      address,
      from: null,
      to: null,
      filters: {},
      withDetails: false,
      selection: null,
      owner: null,
      clockOffsetMs: null,
      refresh: false,
      overlapMs: null,
      filterIgnored: false,
      stop: null,
      startedAt: '',
      finishedAt: null,
      version: '',
      status: 'running',
      windows: [window],
    };
  }
  async commitImport(batch: ImportBatch) {
    this.batches.push(batch);
    return { newEvents: batch.events.length, duplicates: 0, conflicts: 0, late: 0 };
  }
  async setNames(source: SourceKind, names: Record<string, string>) {
    this.names[source] = names;
  }
  async finishWindow(...all: unknown[]) {
    this.ended.push(all);
  }
  async finishCollection(id: number): Promise<Collection> {
    return this.openImport(this.#sources[id - 1] ?? 'pachca', 'done');
  }
  get raws() {
    return this.batches.flatMap(({ events }) => events.map(({ raw }) => raw));
  }
}

async function load(
  content: string | Buffer,
  source: SourceKind = 'pachca',
  signal = new AbortController().signal,
) {
  const path = join(folder, 'in.json');
  await writeFile(path, content);
  const store = new Notebook();
  const work = importFile(store, { path, source, readers }, { signal });
  const outcome = await work.catch((error: unknown) =>
    error instanceof Failed ? error.failure : error,
  );
  return { store, outcome };
}

test('objects on many lines are stored on one, digits to the letter', async () => {
  const { store } = await load(
    '\uFEFF{\n  "data": [\n    {\n "id": 12345678901234567890, "a b": "c  d" }\n  ]\n}\n',
  );
  expect(store.raws).toEqual(['{"id":12345678901234567890,"a b":"c  d"}']);
});

test('what cannot be read is quarantined with a reason and counted', async () => {
  const { store, outcome } = await load('{"id":1}\n{"ID":2}\n{"id":3,}\n{"__proto__":{"id":4}}\n');
  expect(outcome).toMatchObject({ events: 1, newEvents: 1, quarantined: 3 });
  expect(store.batches[0]?.quarantined).toEqual([
    { raw: '{"ID":2}', reason: 'id' },
    { raw: '{"id":3,}', reason: 'not-json' },
    { raw: '{"__proto__":{"id":4}}', reason: 'id' },
  ]);
  expect(store.ended).toEqual([[1, 'complete', null, nothing]]);
});

const ownLine = (source: string, raw: string, more: object) =>
  JSON.stringify({
    id: 'x',
    source,
    time: '2026-01-01T00:00:00.000Z',
    actorName: null,
    findings: null,
    content: null,
    tags: [],
    note: null,
    raw: 0,
    ...more,
  }).replace('"raw":0', `"raw":${raw}`);

test('an own export brings raw, details, names and marks; it names its sources itself', async () => {
  const findings = [{ method: 'phone', value: '+7' }];
  const { store, outcome } = await load(
    [
      ownLine('jayguard', '{"eventId":12345678901234567890}', {
        findings,
        content: 'да',
        tags: ['t'],
      }),
      ownLine('pachca', '{"id":"p","raw":{"id":0}}', { actorName: 'Анна', note: 'n' }),
    ].join('\n'),
  );
  expect(outcome).toMatchObject({ events: 2, quarantined: 0 });
  const [pachca, jayguard] = [...store.batches].toSorted((x) =>
    x.events[0]?.event.source === 'pachca' ? -1 : 1,
  );
  expect(pachca?.events[0]).toMatchObject({
    raw: '{"id":"p","raw":{"id":0}}',
    marks: { tags: [], note: 'n' },
  });
  expect(jayguard?.events[0]).toMatchObject({
    raw: '{"eventId":12345678901234567890}',
    event: { findings, content: 'да', source: 'jayguard' },
    marks: { tags: ['t'], note: null },
  });
  expect(store.names).toEqual({ pachca: { 7: 'Анна' } });
});

test('an own export is loaded whatever it begins with and whichever source is named', async () => {
  const lines = Array.from({ length: 2001 }, (_, id) =>
    ownLine('jayguard', `{"eventId":${id}}`, {}),
  );
  const { outcome } = await load(lines.join('\n'), 'pachca');
  expect(outcome).toMatchObject({ events: 2001, quarantined: 0 });
});

test('the wrong source, or what is no such file, stores nothing', async () => {
  const unreadable = { kind: 'file.unreadable', params: { line: 1 } };
  for (const content of [
    '{"eventId":1}\n',
    '<html>\n<body>',
    'a,b\r\n1,2\r\n',
    Buffer.from('\uFEFF{}', 'utf16le'),
    'PK\0\0',
  ]) {
    const { store, outcome } = await load(content);
    expect(outcome).toEqual(unreadable);
    expect(store.batches).toEqual([]);
  }
});

test('an empty answer is an empty import', async () => {
  expect((await load('{"data":[]}')).outcome).toMatchObject({
    events: 0,
    quarantined: 0,
    collections: [{ source: 'pachca' }],
  });
});

test('large files come in batches, and cancelling leaves an honest ledger', async () => {
  const lines = Array.from({ length: 5000 }, (_, id) => `{"id":${id}}`).join('\n');
  const { store, outcome } = await load(lines);
  expect(outcome).toMatchObject({ events: 5000 });
  expect(store.batches.map(({ events }) => events.length)).toEqual([2000, 2000, 1000]);
  const cancelled = await load(lines, 'pachca', AbortSignal.abort());
  expect(cancelled.outcome).toMatchObject({ kind: 'cancelled' });
  expect(cancelled.store.ended).toEqual([
    [1, 'partial', { kind: 'cancelled', params: {} }, nothing],
  ]);
});

test('a file that is not there says so', async () => {
  const options = { path: join(folder, 'none'), source: 'pachca' as const, readers };
  const work = importFile(new Notebook(), options, { signal: new AbortController().signal });
  await expect(work).rejects.toMatchObject({ failure: { kind: 'file.not-found' } });
});
