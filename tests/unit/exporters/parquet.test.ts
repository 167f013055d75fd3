import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { array, assert, asyncProperty, tuple } from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDataset } from '../../../src/main/exporters/parquet/dataset.ts';
import { parquet } from '../../../src/main/exporters/parquet/parquet.ts';
import { eventFields } from '../../../src/shared/event.ts';
import { nastyKey, nastyText } from '../../support/nasty-texts.ts';
import { batches, collect, exported, layout } from './sample-events.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestigo-parquet-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Events = ReturnType<typeof exported>[];

async function fileOf(events: Events, columns: readonly string[] = eventFields) {
  return collect(parquet.encode(batches(events), layout({ columns })));
}

function bufferOf(file: Buffer): ArrayBuffer {
  return new Uint8Array(file).buffer;
}

async function ask(sql: string) {
  const connection = await (await DuckDBInstance.create()).connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS();
  } finally {
    connection.closeSync();
  }
}

const raw = '{"id":"a1","n":12345678901234567890}';
const events = [
  exported(
    {
      rules: ['ПДн', 'b;c'],
      tags: ['важно'],
      note: "it's\n=1+1",
      text: '',
      findings: [{ method: 'phone', value: '1' }],
      details: { threshold: -0.5, 'a.b': 'x' },
    },
    raw,
  ),
  exported({ id: 'b2', source: 'jayguard', time: '2026-01-03T00:00:00.000Z', findings: [] }),
];

test('DuckDB sees the types, and the values to the letter', async () => {
  const path = join(folder, 'events.parquet');
  await writeFile(path, await fileOf(events, [...eventFields, 'details.threshold']));
  const types = await ask(`DESCRIBE SELECT * FROM '${path}'`);
  const named = Object.fromEntries(types.map((type) => [type['column_name'], type['column_type']]));
  expect(named).toMatchObject({
    time: 'TIMESTAMP WITH TIME ZONE',
    rules: 'VARCHAR[]',
    tags: 'VARCHAR[]',
    raw: 'VARCHAR',
    findings: 'VARCHAR',
    'details.threshold': 'VARCHAR',
  });
  expect(Object.keys(named)).toEqual([...eventFields, 'details.threshold']);
  const rows = await ask(`SELECT * REPLACE (epoch_ms(time) AS time) FROM '${path}'`);
  expect(rows[0]).toMatchObject({
    id: 'a1',
    time: BigInt(Date.parse('2026-01-02T03:04:05.678Z')),
    rules: ['ПДн', 'b;c'],
    tags: ['важно'],
    note: "it's\n=1+1",
    text: '',
    findings: '[{"method":"phone","value":"1"}]',
    target: null,
    'details.threshold': '-0.5',
    raw,
  });
  expect(rows[1]).toMatchObject({ source: 'jayguard', findings: '[]', rules: [], note: null });
});

test('an export of nothing is a file with its columns', async () => {
  const file = await fileOf([]);
  const { num_rows: rows, schema, created_by: by } = parquetMetadata(bufferOf(file));
  expect(rows).toBe(0n);
  expect(schema.map(({ name }) => name)).toContain('raw');
  expect(by).toBe('Vestigo version 0.1.0');
});

test('a row group ends when it is full, so that memory stays flat', async () => {
  const long = 'x'.repeat(2 ** 20);
  async function* many() {
    for (let index = 0; index < 40; index++) yield [exported({ id: `e${index}`, text: long })];
  }
  const file = await collect(parquet.encode(many(), layout({ columns: ['id', 'text'] })));
  const { row_groups: groups } = parquetMetadata(bufferOf(file));
  expect(groups.map(({ num_rows: rows }) => Number(rows))).toEqual([8, 8, 8, 8, 8]);
});

test('any texts and keys come back, but for halves of characters', async () => {
  const details = array(tuple(nastyKey, nastyText), { maxLength: 3 });
  await assert(
    asyncProperty(
      array(tuple(nastyText, details), { minLength: 1, maxLength: 6 }),
      async (rows) => {
        const all = rows.map(([text, pairs]) =>
          exported({ text, note: text, tags: [text], details: Object.fromEntries(pairs) }),
        );
        const file = bufferOf(await fileOf(all));
        const read = await parquetReadObjects({ file, utf8: true });
        expect(read).toHaveLength(rows.length);
        for (const [index, [text, pairs]] of rows.entries()) {
          // This reader takes a mark at the beginning of a text for one of the file.
          const expected = text.toWellFormed().replace(/^\uFEFF/, '');
          expect(read[index]).toMatchObject({ text: expected, note: expected, tags: [expected] });
          const found: unknown = JSON.parse(String(read[index]?.['details']));
          expect(found).toEqual(Object.fromEntries(pairs));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a dataset has a folder for each source and day, read by DuckDB as one table', async () => {
  const days = ['2026-01-03T00:00:00.000Z', '2026-01-02T23:59:59.999Z', '2026-01-02T00:00:00.000Z'];
  const all = days.flatMap((time, index) => [
    exported({ id: `p${index}`, time }),
    exported({ id: `j${index}`, time, source: 'jayguard' }),
  ]);
  const source = batches(all.slice(0, 3), all.slice(3));
  const written = await writeDataset(folder, source, { columns: eventFields, program: '0.1.0' });
  expect(written.map(({ file, rows }) => [file, rows])).toEqual([
    ['source=jayguard/day=2026-01-02/part-0.parquet', 2],
    ['source=jayguard/day=2026-01-03/part-0.parquet', 1],
    ['source=pachca/day=2026-01-02/part-0.parquet', 2],
    ['source=pachca/day=2026-01-03/part-0.parquet', 1],
  ]);
  const { sha256 = '', bytes = 0, file = '' } = written[0] ?? {};
  const data = await readFile(join(folder, file));
  expect([data.length, createHash('sha256').update(data).digest('hex')]).toEqual([bytes, sha256]);
  const rows = await ask(
    `SELECT source, day::VARCHAR AS day, list(id ORDER BY id) AS ids
     FROM read_parquet('${folder}/**/*.parquet', hive_partitioning = true)
     GROUP BY ALL ORDER BY ALL`,
  );
  expect(rows).toEqual([
    { source: 'jayguard', day: '2026-01-02', ids: ['j1', 'j2'] },
    { source: 'jayguard', day: '2026-01-03', ids: ['j0'] },
    { source: 'pachca', day: '2026-01-02', ids: ['p1', 'p2'] },
    { source: 'pachca', day: '2026-01-03', ids: ['p0'] },
  ]);
});
