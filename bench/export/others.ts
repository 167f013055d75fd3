/** The same events written by programs that keep them unencrypted and prove nothing. */
import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { Sqlite } from '../../src/main/store/file/sqlite.ts';
import { taken, type Taken } from './taken.ts';

const fields =
  'id source time event actor actorType actorName target targetType ip userAgent application filter rules text findings content details'.split(
    ' ',
  );

const copies: Readonly<Record<string, { columns: string; options: string }>> = {
  csv: { columns: fields.join(', '), options: 'FORMAT csv, HEADER' },
  ndjson: { columns: '*', options: 'FORMAT json' },
  parquet: { columns: '*', options: 'FORMAT parquet' },
  dataset: {
    columns: '*, CAST(make_timestamp(time) AS DATE) AS day',
    options: 'FORMAT parquet, PARTITION_BY (source, day), OVERWRITE',
  },
};

/** COPY, newest first. null for a format that it does not know. */
export async function writeWithDuckdb(
  flat: string,
  folder: string,
  kind: string,
): Promise<Taken | null> {
  const copy = copies[kind];
  if (!copy) return null;
  const file = join(folder, 'export.duckdb');
  const isThere = existsSync(file);
  const connection = await (await DuckDBInstance.create(file)).connect();
  if (!isThere) {
    // `raw` stands for the vendor's object: as many bytes again.
    await connection.run(
      `CREATE TABLE events AS SELECT ${fields.map((name) => `json->'$.${name}' AS ${name}`).join(', ')},
         json AS raw FROM read_ndjson_objects('${flat}')`.replace(
        "json->'$.time' AS time",
        "CAST(json->>'$.time' AS BIGINT) AS time",
      ),
    );
  }
  const path = join(folder, `duckdb.${kind}`);
  const found = await taken(async () => {
    const order = kind === 'dataset' ? '' : 'ORDER BY time DESC';
    const sql = `COPY (SELECT ${copy.columns} FROM events ${order}) TO '${path}' (${copy.options})`;
    const [[rows] = []] = (await connection.runAndReadAll(sql)).getRows();
    const bytes = kind === 'dataset' ? 0 : (await stat(path)).size;
    return { rows: Number(rows), bytes };
  });
  await rm(path, { recursive: true });
  return found;
}

const rowSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const lineSchema = z.record(z.string(), z.unknown());
const quoted = /[",\r\n]/;
/** Bytes gathered before they are written. */
const atOnce = 2 ** 20;

/** A script as anybody would write it, newest first. null for a format that takes a library. */
export async function writeWithSqlite(
  flat: string,
  folder: string,
  kind: string,
): Promise<Taken | null> {
  if (kind !== 'csv' && kind !== 'ndjson') return null;
  const file = join(folder, 'export.sqlite');
  if (!existsSync(file)) await fill(file, flat);
  const db = new Sqlite(file, { readonly: true });
  const columns = kind === 'csv' ? fields : [...fields, 'raw'];
  const line = kind === 'csv' ? csvLine : jsonLine;
  const path = join(folder, `sqlite.${kind}`);
  const found = await taken(async () => {
    const output = await open(path, 'w');
    let rows = 0;
    let text = '';
    const all = db.prepare(`SELECT ${columns.join(', ')} FROM events ORDER BY time DESC`);
    for (const row of all.iterate()) {
      rows += 1;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a table of this bench
      text += line(row as z.infer<typeof rowSchema>);
      if (text.length < atOnce) continue;
      await output.writeFile(text);
      text = '';
    }
    await output.writeFile(text);
    await output.sync();
    const { size: bytes } = await output.stat();
    await output.close();
    return { rows, bytes };
  });
  db.close();
  await rm(path);
  return found;
}

function csvLine(row: z.infer<typeof rowSchema>): string {
  const cells = Object.values(row).map((value) => {
    const text = value === null ? '' : String(value);
    return quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${cells.join(',')}\r\n`;
}

function jsonLine({ details, findings, rules, raw, ...row }: z.infer<typeof rowSchema>): string {
  const read = (text: unknown): unknown => (typeof text === 'string' ? JSON.parse(text) : null);
  return `${JSON.stringify({
    ...row,
    rules: read(rules),
    findings: read(findings),
    details: read(details),
    raw: read(raw),
  })}\n`;
}

async function fill(path: string, flat: string): Promise<void> {
  const draft = `${path}.draft`;
  await rm(draft, { force: true });
  const db = new Sqlite(draft);
  const columns = [...fields, 'raw'];
  db.exec(`CREATE TABLE events (${columns.join(', ')})`);
  const insert = db.prepare(`INSERT INTO events VALUES (${columns.map(() => '?').join(', ')})`);
  db.exec('BEGIN');
  for await (const line of createInterface({ input: createReadStream(flat) })) {
    const event = { ...lineSchema.parse(JSON.parse(line)), raw: line };
    insert.run(...columns.map((name) => valueOf(Reflect.get(event, name))));
  }
  db.exec('COMMIT; CREATE INDEX by_time ON events (time)');
  db.close();
  await rename(draft, path);
}

function valueOf(value: unknown): string | number | null {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
