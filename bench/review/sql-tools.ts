/**
 * The same work by a plain script over SQLite or DuckDB, in a process of its own. Tells its parent
 * what it took; see `SqlFigures`.
 */
import { createReadStream, existsSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Sqlite } from '../../src/main/store/file/sqlite.ts';
import {
  asked,
  facetColumns,
  foldedTexts,
  frequent,
  huge,
  sorts,
  tell,
  type FlatEvent,
} from './work.ts';

export type Tool = 'sqlite' | 'duckdb';

export interface SqlFigures {
  importRate: number;
  firstRows: number;
  counts: Record<string, number>;
  /** ms, as `Figures` has them; only of queries that have a form in SQL, facets of two of them. */
  queries: Record<string, { rows: number; count: number; facets: number | null }>;
  sorts: Record<string, number>;
  pages: number[];
  exportRate: number | null;
  /** MB, the most that was resident. */
  memory: number;
}

interface Engine {
  all(sql: string): Promise<Record<string, unknown>[]>;
}

const columns =
  'id source time event actor actorType actorName target targetType ip userAgent application filter rules text content findings kind messageId details folded'.split(
    ' ',
  );
const indexed = ['time', 'event', 'actor', 'actorName', 'ip', 'source', 'application', 'target'];

/** Each takes these programs seconds a million; those that are left out of many sort files of gigabytes. */
const comparedSorts = (total: number) =>
  total > huge ? ['actor', 'ip'] : ['actor', 'ip', 'id', 'text'];
/** DuckDB's share where there is more than memory. */
const duckMemory = '10GB';

/** A line as a row; lists and objects as JSON. */
function rowOf(event: FlatEvent): (string | number | null)[] {
  const { details, findings, rules, ...plain } = event;
  const [kind, number] = [details['kind'], details['message_id']];
  const values: Record<string, string | number | null> = {
    ...plain,
    rules: rules.length > 0 ? rules.join(', ') : null,
    findings: findings?.map(({ method }) => method).join(', ') ?? null,
    kind: typeof kind === 'string' ? kind : null,
    messageId: typeof number === 'number' ? number : null,
    details: JSON.stringify({ details, findings }),
    folded: foldedTexts(event),
  };
  return columns.map((column) => values[column] ?? null);
}

async function importIntoSqlite(path: string, flat: string): Promise<void> {
  const db = new Sqlite(path);
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL');
  db.exec(`CREATE TABLE events (${columns.join(', ')})`);
  const insert = db.prepare(`INSERT INTO events VALUES (${columns.map(() => '?').join(', ')})`);
  let batch: (string | number | null)[][] = [];
  const commit = db.transaction(() => batch.forEach((row) => insert.run(...row)));
  for await (const line of createInterface({ input: createReadStream(flat) })) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this bench
    batch.push(rowOf(JSON.parse(line) as FlatEvent));
    if (batch.length < 10_000) continue;
    commit();
    batch = [];
  }
  commit();
  for (const column of indexed) db.exec(`CREATE INDEX by_${column} ON events (${column})`);
  db.exec('ANALYZE');
  db.close();
}

/** By DuckDB's own reader of JSON, folding as well as its functions allow. */
const duckImport = (flat: string) => `
  CREATE TABLE events AS
  SELECT * EXCLUDE (rules, findings, details),
    nullif(array_to_string(rules, ', '), '') AS rules,
    array_to_string(list_transform(findings, lambda one: one.method), ', ') AS findings,
    details->>'kind' AS kind, CAST(details->>'message_id' AS BIGINT) AS messageId,
    details::VARCHAR AS details,
    replace(lower(nfc_normalize(concat_ws(chr(10), id, event, actor, actorType, actorName, target,
      targetType, ip, userAgent, application, filter, text, content,
      array_to_string(rules, chr(10)), findings::VARCHAR, details::VARCHAR))), 'ё', 'е') AS folded
  FROM read_json('${flat}', format = 'newline_delimited', columns = {id: 'VARCHAR', source: 'VARCHAR',
    time: 'BIGINT', event: 'VARCHAR', actor: 'VARCHAR', actorType: 'VARCHAR', actorName: 'VARCHAR',
    target: 'VARCHAR', targetType: 'VARCHAR', ip: 'VARCHAR', userAgent: 'VARCHAR',
    application: 'VARCHAR', filter: 'VARCHAR', rules: 'VARCHAR[]', text: 'VARCHAR',
    content: 'VARCHAR', findings: 'STRUCT(method VARCHAR, value VARCHAR)[]', details: 'JSON'})`;

async function openSqlite(path: string): Promise<Engine> {
  const db = new Sqlite(path);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows of a table of this bench
  return { all: async (sql) => db.prepare(sql).all() as Record<string, unknown>[] };
}

async function openDuck(path: string): Promise<Engine> {
  const connection = await (await DuckDBInstance.create(path)).connect();
  await connection.run(`SET memory_limit = '${duckMemory}'`);
  return { all: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects() };
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

async function ingest(tool: Tool, path: string, flat: string, total: number): Promise<number> {
  const about = `${path}.json`;
  if (existsSync(path) && existsSync(about)) return Number(await readFile(about, 'utf8'));
  for (const old of [path, about]) rmSync(old, { force: true });
  const { ms } = await timed(async () => {
    if (tool === 'sqlite') return importIntoSqlite(path, flat);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run(`SET memory_limit = '${duckMemory}'`);
    await connection.run('SET preserve_insertion_order = false');
    await connection.run(duckImport(flat));
    connection.closeSync();
    instance.closeSync();
  });
  const rate = (total / ms) * 1000;
  tell(`${tool}: import`, ms);
  await writeFile(about, String(rate));
  return rate;
}

/** The histogram by hours and the facets, ms. */
async function countAll(engine: Engine, condition: string): Promise<number> {
  const from = `FROM events WHERE ${condition} GROUP BY 1`;
  const { ms } = await timed(async () => {
    await engine.all(`SELECT time - time % 3600000000, count(*) ${from}`);
    for (const field of facetColumns) {
      await engine.all(`SELECT ${field}, count(*) AS n ${from} ORDER BY n DESC LIMIT 50`);
    }
  });
  return ms;
}

async function measure(tool: Tool, folder: string, total: number): Promise<SqlFigures> {
  const path = join(folder, `events.${tool}`);
  const importRate = await ingest(tool, path, join(folder, 'events.ndjson'), total);
  const shown = columns.filter((column) => column !== 'folded').join(', ');
  const page = (condition: string, order: string, offset: number) =>
    `SELECT ${shown} FROM events WHERE ${condition} ORDER BY ${order} LIMIT 100 OFFSET ${offset}`;
  const start = performance.now();
  const engine = await (tool === 'sqlite' ? openSqlite(path) : openDuck(path));
  await engine.all(page('true', 'time DESC', 0));
  const firstRows = performance.now() - start;
  tell(`${tool}: first rows`, firstRows);
  const queries: SqlFigures['queries'] = {};
  const counts: SqlFigures['counts'] = {};
  for (const { query, sql } of asked) {
    if (sql === null) continue;
    const rows = await timed(() => engine.all(page(sql, 'time DESC', 0)));
    const count = await timed(() => engine.all(`SELECT count(*) AS n FROM events WHERE ${sql}`));
    counts[query] = Number(count.value[0]?.['n']);
    tell(`${tool}: rows of \`${query}\``, rows.ms);
    tell(`${tool}: count of \`${query}\``, count.ms);
    // SQLite looks into every text for each of them: four minutes of ten million.
    const isCounted = query === '' || (query === frequent && (tool === 'duckdb' || total <= huge));
    const facets = isCounted ? await countAll(engine, sql) : null;
    if (facets !== null) tell(`${tool}: facets and histogram of \`${query}\``, facets);
    queries[query] = { rows: rows.ms, count: count.ms, facets };
  }
  const sorting: SqlFigures['sorts'] = {};
  const pages: number[] = [];
  for (const [field, column] of sorts) {
    if (!comparedSorts(total).includes(field)) continue;
    const order = `${column}, time DESC`;
    const first = await timed(() => engine.all(page('true', order, 0)));
    sorting[field] = first.ms;
    tell(`${tool}: sort by ${field}`, first.ms);
    if (total > huge && field !== 'actor') continue;
    const deep = await timed(() => engine.all(page('true', order, Math.floor(total * 0.9))));
    pages.push(deep.ms);
    tell(`${tool}: a page deep under ${field}`, deep.ms);
  }
  const csv = join(folder, `${tool}.csv`);
  const exporting =
    tool === 'duckdb'
      ? await timed(() =>
          engine.all(`COPY (SELECT ${shown} FROM events ORDER BY time DESC) TO '${csv}'`),
        )
      : null;
  rmSync(csv, { force: true });
  const exportRate = exporting && (total / exporting.ms) * 1000;
  const memory = process.resourceUsage().maxRSS / 1024;
  return { importRate, firstRows, counts, queries, sorts: sorting, pages, exportRate, memory };
}

const [tool, folder = '', total] = process.argv.slice(2);
if (tool === 'sqlite' || tool === 'duckdb')
  process.send?.(await measure(tool, folder, Number(total)));
