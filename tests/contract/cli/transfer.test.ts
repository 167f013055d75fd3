import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { readSheet } from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { openSession } from '../../../src/main/store/open-session.ts';
import { startSampleServices } from '../../../src/main/sample/start.ts';
import { cli } from '../../support/command-line.ts';
import { collectFrom, patience, useFolder } from './support.ts';

const folder = useFolder();
const key = { passphrase: 'a phrase for tests' };

/** A session with both services' events, details, names, tags and notes. */
async function fullSession(): Promise<string> {
  const week = { from: '2026-10-01T00:00:00Z', end: '2026-10-08T00:00:00Z' };
  const services = await startSampleServices({ ...week, events: { pachca: 150, jayguard: 120 } });
  const session = folder.path('case.vestigo');
  await collectFrom('pachca', services.pachca, session, '--with-names');
  await collectFrom('jayguard', services.jayguard, session, '--with-details');
  await services.close();
  const store = await openSession({ path: session, key, version: 'test' });
  await store.setMarks([0, 200], { tags: ['важно', 'a;b'], note: 'строка\n=1+1' });
  await store.close();
  return session;
}

async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

test(
  'an own export loaded into a fresh session gives an equal export; again it gives only duplicates',
  { timeout: patience },
  async () => {
    const session = await fullSession();
    const first = folder.path('first.ndjson');
    const out = ['export', '--session', session, '--format', 'ndjson', '--out', first];
    expect((await cli(out)).code).toBe(0);
    expect(JSON.parse(await readFile(`${first}.manifest.json`, 'utf8'))).toMatchObject({
      query: '',
      rows: 270,
      sha256: await sha256(first),
      coverage: [
        {
          source: 'pachca',
          from: '2026-10-01T00:00:00.000Z',
          to: '2026-10-07T23:59:59.999999Z',
          status: 'complete',
        },
        { source: 'jayguard', status: 'complete' },
      ],
      versions: { manifest: 1 },
    });

    const fresh = folder.path('fresh.vestigo');
    const load = ['import', '--in', first, '--source', 'pachca', '--session', fresh];
    expect(JSON.parse((await cli(load)).stdout)).toMatchObject({ newEvents: 270, quarantined: 0 });
    expect(JSON.parse((await cli(load)).stdout)).toMatchObject({ newEvents: 0, duplicates: 270 });
    const second = folder.path('second.ndjson');
    await cli(['export', '--session', fresh, '--format', 'ndjson', '--out', second]);
    expect(await readFile(second, 'utf8')).toBe(await readFile(first, 'utf8'));
    const marked = await cli(['count', '--session', fresh, '--query', 'tag:важно has:note']);
    expect(marked.stdout).toBe('2\n');
  },
);

test(
  'CSV is read by a public parser, and its formulas are harmless',
  { timeout: patience },
  async () => {
    const session = await fullSession();
    const path = folder.path('all.csv');
    await cli([
      'export',
      '--session',
      session,
      '--format',
      'csv',
      '--query',
      'tag:важно OR source:jayguard',
      '--out',
      path,
    ]);
    const rows = parse<Record<string, string>>(await readFile(path), {
      columns: true,
      record_delimiter: '\r\n',
    });
    const manifest: unknown = JSON.parse(await readFile(`${path}.manifest.json`, 'utf8'));
    const matching = await cli([
      'count',
      '--session',
      session,
      '--query',
      'tag:важно OR source:jayguard',
    ]);
    expect(rows).toHaveLength(Number(matching.stdout));
    expect(manifest).toMatchObject({ rows: rows.length, sha256: await sha256(path) });
    const formulas = rows
      .flatMap((row) => Object.values(row))
      .filter((cell) => /^[=+@\t\r-]/.test(cell));
    expect(formulas).toEqual([]);
    expect(rows.filter((row) => row['tags'] === 'важно; a;b')).toHaveLength(2);
  },
);

test(
  'every choice has a word: columns, order, dataset, frames; one that means nothing is refused',
  { timeout: patience },
  async () => {
    const saved = folder.path('saved.ndjson');
    const vendor = ['b', 'a', 'c'].map((id, index) => {
      return { id, created_at: `2026-10-0${index + 1}T00:00:00Z`, event_key: 'user_login' };
    });
    await writeFile(saved, vendor.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const session = folder.path('case.vestigo');
    await cli(['import', '--in', saved, '--source', 'pachca', '--session', session]);
    const write = async (out: string, words: string) => {
      const path = folder.path(out);
      const { code, stderr } = await cli(
        ['export', '--session', session, '--out', path, '--format'].concat(words.split(' ')),
      );
      expect({ code, stderr }, words).toEqual({ code: 0, stderr: '' });
      return path;
    };

    const xlsx = await write(
      'out.xlsx',
      'xlsx --columns id,time --sort id:asc --query time<2026-10-03',
    );
    expect(await readSheet(xlsx)).toEqual([
      ['id', 'time'],
      ['a', new Date('2026-10-02T00:00:00Z')],
      ['b', new Date('2026-10-01T00:00:00Z')],
    ]);
    const csv = await write('out.csv', 'csv --bom --separator semicolon --columns id,event');
    expect(await readFile(csv, 'utf8')).toBe(
      '\uFEFFid;event\r\nc;user_login\r\na;user_login\r\nb;user_login\r\n',
    );
    const parquet = await write('out.parquet', 'parquet');
    const file = await asyncBufferFromFile(parquet);
    expect((await parquetReadObjects({ file })).map(({ id }) => id as string)).toEqual([
      'c',
      'a',
      'b',
    ]);
    await write('dataset', 'parquet --partitioned');
    expect((await readdir(folder.path('dataset/source=pachca'))).toSorted()).toEqual([
      'day=2026-10-01',
      'day=2026-10-02',
      'day=2026-10-03',
    ]);
    const cef = (await readFile(await write('out.cef', 'cef --syslog'), 'utf8')).split('\n');
    expect(cef).toHaveLength(4);
    expect(cef[0]).toMatch(
      /^<110>1 2026-10-03T00:00:00\.000Z \S+ vestigo - user_login - CEF:0\|Vestigo\|/,
    );

    const asked = ['export', '--session', session, '--out', folder.path('no'), '--format'];
    expect(await cli([...asked, 'ndjson', '--bom'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('The format ndjson has no --bom.') as string,
    });
  },
);

test(
  'what is there is never written over, unless it is an unchanged export',
  { timeout: patience },
  async () => {
    const saved = folder.path('saved.ndjson');
    const vendor = { id: 'a', created_at: '2026-10-01T00:00:00Z', event_key: 'user_login' };
    await writeFile(saved, `${JSON.stringify(vendor)}\n`);
    const session = folder.path('case.vestigo');
    await cli(['import', '--in', saved, '--source', 'pachca', '--session', session]);
    const out = folder.path('out.csv');
    const write = () => cli(['export', '--session', session, '--format', 'csv', '--out', out]);
    expect((await write()).code).toBe(0);
    expect(await write()).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('replaced') as string,
    });
    await writeFile(out, 'mine');
    expect(await write()).toMatchObject({ code: 6, stdout: '' });
    expect(await readFile(out, 'utf8')).toBe('mine');
    const forced = ['export', '--session', session, '--format', 'csv', '--out', out, '--force'];
    expect((await cli(forced)).code).toBe(0);
    expect(await readFile(out, 'utf8')).toContain('user_login');
    const overItself = forced.map((word) => (word === out ? session : word));
    expect(await cli(overItself)).toMatchObject({ code: 6, stdout: '' });
    expect(await cli(['count', '--session', session])).toMatchObject({ code: 0, stdout: '1\n' });
  },
);

test(
  'the wrong file or the wrong source stores nothing and makes no session',
  { timeout: patience },
  async () => {
    const saved = folder.path('saved.json');
    await writeFile(
      saved,
      '{"data":[{"id":"a","created_at":"2026-10-01T00:00:00Z","event_key":"user_login"}]}',
    );
    const session = folder.path('case.vestigo');
    const load = (path: string) =>
      cli(['import', '--in', path, '--source', 'jayguard', '--session', session]);
    expect(await load(saved)).toMatchObject({ code: 2, stdout: '' });
    expect(await load(folder.path('none.json'))).toMatchObject({ code: 2 });
    await mkdir(folder.path('dir'));
    expect(await load(folder.path('dir'))).toMatchObject({ code: 2 });
    expect((await cli(['info', '--session', session])).code).toBe(2);
  },
);
