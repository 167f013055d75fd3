import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportSession, type ExportOptions } from '../../../src/main/exporters/export-session.ts';
import type { ReportReader } from '../../../src/main/exporters/report/facts.ts';
import type { ExportedEvent } from '../../../src/main/store/session-store.ts';
import { Failed } from '../../../src/shared/errors.ts';
import { eventFields } from '../../../src/shared/event.ts';
import { exportFormatSchema } from '../../../src/shared/export.ts';
import { exported, info } from './sample-events.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestigo-export-'));
});
afterEach(() => rm(folder, { recursive: true }));

const events = [
  exported(),
  exported({ id: 'b2', text: '=cmd' }, '{"id":"b2","n":12345678901234567890}'),
];

function storeOf(scan: () => AsyncIterable<ExportedEvent[]>): ReportReader {
  const used = { info: async () => info, count: async () => events.length, scan };
  return used as unknown as ReportReader;
}
const store = storeOf(async function* two() {
  yield [events[0]!];
  yield [events[1]!];
});

function options(changes: Partial<ExportOptions> = {}): ExportOptions {
  return {
    selection: { query: 'event:user_*', zone: 'UTC', period: { from: 0, to: 5_000_000 } },
    sort: [],
    format: 'csv',
    columns: null,
    csv: { separator: ',', bom: false },
    partitioned: false,
    syslog: false,
    masked: false,
    path: join(folder, 'out'),
    overwrite: false,
    program: '0.1.0',
    ...changes,
  };
}
const watch = () => ({ signal: new AbortController().signal });
const kindOf = (error: unknown) => (error instanceof Failed ? error.failure.kind : error);
const failing = (work: Promise<unknown>) => work.then(() => null, kindOf);

test('the manifest tells what was asked, what was written, and its true hash', async () => {
  const seen: number[] = [];
  const done = await exportSession(store, options(), {
    ...watch(),
    onProgress: (p) => seen.push(p.rows),
  });
  const data = await readFile(join(folder, 'out'));
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'out.manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({
    file: 'out',
    format: 'csv',
    query: 'event:user_*',
    period: { from: '1970-01-01T00:00:00.000Z', before: '1970-01-01T00:00:05.000Z' },
    order: [{ field: 'time', order: 'desc' }],
    rows: 2,
    bytes: data.length,
    sha256: createHash('sha256').update(data).digest('hex'),
    sessionId: 's-1',
    csv: { formulaCellsNeutralised: 1 },
    versions: { program: '0.1.0', schema: 1 },
    coverage: [
      {
        source: 'pachca',
        from: '1970-01-01T00:00:00.000Z',
        to: '1970-01-01T00:00:00.999999Z',
        status: 'none',
      },
      {
        source: 'pachca',
        from: '1970-01-01T00:00:01.000Z',
        to: '1970-01-01T00:00:01.999999Z',
        status: 'complete',
      },
      {
        source: 'pachca',
        from: '1970-01-01T00:00:02.000Z',
        to: '1970-01-01T00:00:02.500Z',
        status: 'failed',
      },
      // Of the period asked for, the rest was never collected.
      {
        source: 'pachca',
        from: '1970-01-01T00:00:02.500001Z',
        to: '1970-01-01T00:00:04.999999Z',
        status: 'none',
      },
    ],
    completelyCovered: false,
  });
  expect(done.rows).toBe(2);
  expect(seen).toEqual([1, 2]);
  expect((await readdir(folder)).toSorted()).toEqual(['out', 'out.manifest.json']);
});

test('an export has the mode of any new file of the person', async () => {
  const plain = join(folder, 'plain');
  await writeFile(plain, '');
  await exportSession(store, options(), watch());
  const modes = await Promise.all(
    [plain, join(folder, 'out'), join(folder, 'out.manifest.json')].map(
      async (path) => (await stat(path)).mode,
    ),
  );
  expect(new Set(modes).size).toBe(1);
});

test('NDJSON has the keys in the model’s order and raw to the letter', async () => {
  await exportSession(store, options({ format: 'ndjson' }), watch());
  const [, second = ''] = (await readFile(join(folder, 'out'), 'utf8')).split('\n');
  expect(Object.keys(JSON.parse(second) as object)).toEqual([...eventFields]);
  expect(second.endsWith(',"raw":{"id":"b2","n":12345678901234567890}}')).toBe(true);
});

test('a failed or cancelled export leaves nothing, and what was there before stays', async () => {
  const broken = storeOf(async function* one() {
    yield [events[0]!];
    throw new Failed('session.damaged');
  });
  expect(await failing(exportSession(broken, options(), watch()))).toBe('session.damaged');
  const aborted = { signal: AbortSignal.abort() };
  expect(await failing(exportSession(store, options(), aborted))).toBe('cancelled');
  expect(await readdir(folder)).toEqual([]);

  await exportSession(store, options(), watch());
  const before = await readFile(join(folder, 'out'), 'utf8');
  expect(await failing(exportSession(broken, options(), watch()))).toBe('session.damaged');
  expect(await readFile(join(folder, 'out'), 'utf8')).toBe(before);
  expect(await readdir(folder)).toHaveLength(2);
});

test('replaces its own unchanged export and an empty file, and nothing else', async () => {
  const path = join(folder, 'out');
  await writeFile(path, '');
  await exportSession(store, options(), watch());
  await exportSession(store, options(), watch());
  await writeFile(path, 'work of an evening', { flag: 'a' });
  expect(await failing(exportSession(store, options(), watch()))).toBe('file.exists');
  expect(await readFile(path, 'utf8')).toContain('work of an evening');
  await exportSession(store, options({ overwrite: true }), watch());
  await rm(path);
  expect(await failing(exportSession(store, options(), watch()))).toBe('file.exists');
});

describe('where one of the two files cannot have its name', () => {
  const manifest = () => join(folder, 'out.manifest.json');
  const nothingElse = async () => (await readdir(folder)).toSorted();

  test('the manifest: the data stays away as well', async () => {
    await mkdir(join(manifest(), 'somebody’s'), { recursive: true });
    const export1 = exportSession(store, options({ overwrite: true }), watch());
    expect(await failing(export1)).toBe('file.exists');
    expect(await nothingElse()).toEqual(['out.manifest.json']);
  });

  test('the data: there is no manifest, or the one from before', async () => {
    // A folder comes to stand there while the export is being written.
    const blocked = storeOf(async function* one() {
      yield [events[0]!];
      await rm(join(folder, 'out'), { force: true });
      await mkdir(join(folder, 'out', 'somebody’s'), { recursive: true });
    });
    expect(await failing(exportSession(blocked, options(), watch()))).toBe('file.exists');
    expect(await nothingElse()).toEqual(['out']);
    await rm(join(folder, 'out'), { recursive: true });
    await exportSession(store, options(), watch());
    const before = await readFile(manifest(), 'utf8');
    expect(await failing(exportSession(blocked, options(), watch()))).toBe('file.exists');
    expect(await readFile(manifest(), 'utf8')).toBe(before);
    expect(await nothingElse()).toEqual(['out', 'out.manifest.json']);
  });
});

test('says what is wrong with the place or the columns', async () => {
  const nowhere = options({ path: join(folder, 'no', 'out') });
  expect(await failing(exportSession(store, nowhere, watch()))).toBe('file.not-found');
  const taken = join(folder, 'taken');
  await mkdir(taken);
  expect(await failing(exportSession(store, options({ path: taken }), watch()))).toBe(
    'file.exists',
  );
  expect(await readdir(folder)).toEqual(['taken']);
  expect(await failing(exportSession(store, options({ columns: ['colour'] }), watch()))).toBe(
    'input.invalid',
  );
});

/** All that write events as they come; a report gathers first, and has tests of its own. */
const formats = exportFormatSchema.options
  .filter((format) => format !== 'html')
  .map((format) => [format] as const);

test.each(formats)('an export as %s leaves nothing when it fails or is stopped', async (format) => {
  const long = exported({ text: 'я'.repeat(40_000) });
  const stop = new AbortController();
  const endless = storeOf(async function* all() {
    for (let batch = 0; ; batch += 1) {
      if (batch === 3) stop.abort();
      yield [long];
    }
  });
  const stopped = exportSession(endless, options({ format }), { signal: stop.signal });
  expect(await failing(stopped)).toBe('cancelled');
  const broken = storeOf(async function* one() {
    yield [long];
    throw new Failed('session.damaged');
  });
  expect(await failing(exportSession(broken, options({ format }), watch()))).toBe(
    'session.damaged',
  );
  expect(await readdir(folder)).toEqual([]);
});

test.each(formats)(
  'the manifest of %s has the true hash and says what is masked',
  async (format) => {
    await exportSession(store, options({ format, masked: true }), watch());
    const data = await readFile(join(folder, 'out'));
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'out.manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      format,
      rows: 2,
      bytes: data.length,
      masked: true,
      sha256: createHash('sha256').update(data).digest('hex'),
    });
  },
);

describe('a dataset', () => {
  const dataset = (changes: Partial<ExportOptions> = {}) =>
    options({ format: 'parquet', partitioned: true, ...changes });

  test('has its files in the manifest, and a sum over them as sha256sum prints it', async () => {
    const sort = [{ field: 'actor', descending: false }];
    await exportSession(store, dataset({ sort }), watch());
    const text = await readFile(join(folder, 'out.manifest.json'), 'utf8');
    const manifest = JSON.parse(text) as {
      sha256: string;
      files: { file: string; rows: number; bytes: number; sha256: string }[];
    };
    const [file] = manifest.files;
    expect(manifest).toMatchObject({
      rows: 2,
      parquet: { partitionedBy: ['source', 'day'] },
      order: [{ field: 'time', order: 'desc' }],
    });
    expect(manifest.files).toHaveLength(1);
    expect(file).toMatchObject({ file: 'source=pachca/day=2026-01-02/part-0.parquet', rows: 2 });
    const data = await readFile(join(folder, 'out', file?.file ?? ''));
    const sum = createHash('sha256').update(data).digest('hex');
    expect(file).toMatchObject({ bytes: data.length, sha256: sum });
    expect(manifest.sha256).toBe(
      createHash('sha256').update(`${sum}  ${file?.file}\n`).digest('hex'),
    );
  });

  test('replaces itself when nothing in it was changed, and nothing else', async () => {
    await mkdir(join(folder, 'out'));
    await exportSession(store, dataset(), watch());
    expect((await exportSession(store, dataset(), watch())).replaced).toBe(true);
    expect((await readdir(folder)).toSorted()).toEqual(['out', 'out.manifest.json']);
    await writeFile(join(folder, 'out', 'source=pachca', 'mine.txt'), 'work of an evening');
    // Nobody has seen all that is in a folder: not even somebody's word is enough.
    for (const overwrite of [false, true]) {
      expect(await failing(exportSession(store, dataset({ overwrite }), watch()))).toBe(
        'file.exists',
      );
    }
    expect(await readdir(join(folder, 'out', 'source=pachca'))).toContain('mine.txt');
  });

  test('takes the place of a file only when told to', async () => {
    await writeFile(join(folder, 'out'), 'mine');
    expect(await failing(exportSession(store, dataset(), watch()))).toBe('file.exists');
    await exportSession(store, dataset({ overwrite: true }), watch());
    expect((await stat(join(folder, 'out'))).isDirectory()).toBe(true);
    expect(await readdir(folder)).toHaveLength(2);
  });
});

// Only root may mount a small disk.
if (process.getuid?.() === 0) {
  test.each([...formats, ['dataset'] as const])('a full disk: %s leaves nothing', async (what) => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
    try {
      const noise = storeOf(async function* all() {
        for (let batch = 0; batch < 40; batch += 1) {
          yield [exported({ text: randomBytes(20_000).toString('hex') })];
        }
      });
      const isDataset = what === 'dataset';
      const asked = options({ format: isDataset ? 'parquet' : what, partitioned: isDataset });
      expect(await failing(exportSession(noise, asked, watch()))).toBe('file.disk-full');
      expect(await readdir(folder)).toEqual([]);
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });
}
