import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, asyncProperty } from 'fast-check';
import readWorkbook from 'read-excel-file/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyTally } from '../../../src/main/exporters/exporter.ts';
import { xlsx, xlsxWith } from '../../../src/main/exporters/xlsx/xlsx.ts';
import { nastyText } from '../../support/nasty-texts.ts';
import { batches, collect, exported, layout } from './sample-events.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestigo-xlsx-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Events = ReturnType<typeof exported>[];

/** As a reader that is not ours sees it, and what the manifest would say. */
async function written(events: Events[], columns: readonly string[], format = xlsx) {
  let taken = 0;
  const scratch = () => join(folder, `scratch-${(taken += 1)}`);
  const tally = emptyTally();
  const file = format.encode(batches(...events), layout({ columns, scratch }), tally);
  const sheets = await readWorkbook(await collect(file), { trim: false });
  expect(await readdir(folder)).toEqual([]);
  return { sheets, tally };
}

test('cells have types: dates, numbers, truth, text that looks like a formula', async () => {
  const columns = ['time', 'details.n', 'details.yes', 'text', 'rules', 'findings', 'details'];
  const details = { n: -5.25, yes: true, who: 'Анна' };
  const event = exported({ text: '=1+1', rules: ['ПДн', 'b'], details, findings: [] });
  const { sheets, tally } = await written([[event], [exported()]], columns);
  expect(sheets.map(({ sheet }) => sheet)).toEqual(['Events']);
  expect(sheets[0]?.data).toEqual([
    columns,
    [
      new Date('2026-01-02T03:04:05.678Z'),
      -5.25,
      true,
      '=1+1',
      'ПДн; b',
      '[]',
      JSON.stringify(details),
    ],
    [new Date('2026-01-02T03:04:05.678Z'), null, null, null, null, null, '{}'],
  ]);
  expect(tally).toMatchObject({ sheets: 1, cutCells: 0 });
});

test('numbers of more digits than a sheet keeps are texts, and so are times it has no date for', async () => {
  const raw = '{"id":"1","details":{"n":12345678901234567890}}';
  const event = exported(
    { details: { n: 12345678901234567000 }, time: '1899-05-06T00:00:00.000Z' },
    raw,
  );
  const { sheets } = await written([[event]], ['details.n', 'time']);
  expect(sheets[0]?.data[1]).toEqual(['12345678901234567890', '1899-05-06T00:00:00.000Z']);
});

test('sheets are split, each with its header', async () => {
  const events = Array.from({ length: 7 }, (_, index) => exported({ id: `e${index}` }));
  const format = xlsxWith(3);
  const { sheets, tally } = await written([events.slice(0, 5), events.slice(5)], ['id'], format);
  expect(sheets.map(({ sheet, data }) => [sheet, ...data.flat()])).toEqual([
    ['Events', 'id', 'e0', 'e1', 'e2'],
    ['Events 2', 'id', 'e3', 'e4', 'e5'],
    ['Events 3', 'id', 'e6'],
  ]);
  expect(tally.sheets).toBe(3);
  // Exactly full: no empty sheet behind it.
  expect((await written([events.slice(0, 3)], ['id'], format)).sheets).toHaveLength(1);
  expect((await written([], ['id'])).sheets[0]?.data).toEqual([['id']]);
});

test('a text that is too long is cut, and stands whole on a sheet of its own', async () => {
  const long = `=${'😀'.repeat(20_000)}`;
  const fits = 'x'.repeat(32_767);
  const { sheets, tally } = await written(
    [[exported({ id: 'a', text: fits, note: long })], [exported({ id: 'b', text: long })]],
    ['id', 'text', 'note'],
  );
  const [events, texts] = sheets;
  expect(events?.data[1]?.[1]).toBe(fits);
  expect(events?.data[1]?.[2]).toMatch(/^=😀+… \[→ 'Full text'!E2\]$/u);
  expect(events?.data[2]?.[1]).toMatch(/^=😀+… \[→ 'Full text'!E4\]$/u);
  expect(tally).toMatchObject({ cutCells: 2, sheets: 2 });
  expect(texts?.sheet).toBe('Full text');
  const rows = texts?.data ?? [];
  expect(rows[0]).toEqual(['cell', 'id', 'field', 'part', 'text']);
  expect(rows[1]?.slice(0, 4)).toEqual(["'Events'!C2", 'a', 'note', 1]);
  expect(rows[3]?.slice(0, 4)).toEqual(["'Events'!B3", 'b', 'text', 1]);
  expect(`${String(rows[1]?.[4])}${String(rows[2]?.[4])}`).toBe(long);
});

test('any text comes back, but for halves of characters', async () => {
  await assert(
    asyncProperty(array(nastyText, { minLength: 1, maxLength: 8 }), async (texts) => {
      const events = texts.map((text) => exported({ text: `x${text}` }));
      const { sheets } = await written([events], ['id', 'text']);
      const whole = sheets[1]?.data.slice(1).map((row) => row[4]) ?? [];
      const read = sheets[0]?.data.slice(1).map((row) => row[1]);
      for (const [index, text] of texts.entries()) {
        const expected = `x${text}`.toWellFormed();
        if (expected.length <= 32_767) expect(read?.[index]).toBe(expected);
        else expect(whole.splice(0, 2).join('')).toBe(expected);
      }
    }),
    { numRuns: 60 },
  );
});

test('what waits is removed when the source fails', async () => {
  async function* failing() {
    yield [exported({ text: 'x'.repeat(40_000) })];
    throw new Error('broken');
  }
  let taken = 0;
  const scratch = () => join(folder, `scratch-${(taken += 1)}`);
  const file = xlsx.encode(failing(), layout({ columns: ['text'], scratch }), emptyTally());
  await expect(collect(file)).rejects.toThrow('broken');
  expect(taken).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('what waits is removed when nobody reads on', async () => {
  let closed = false;
  async function* endless() {
    try {
      for (;;) yield [exported({ text: 'я'.repeat(40_000) })];
    } finally {
      closed = true;
    }
  }
  const scratch = () => join(folder, 'scratch');
  const chunks = xlsx.encode(endless(), layout({ columns: ['text'], scratch }), emptyTally());
  for await (const chunk of chunks) {
    if (chunk.length > 1000) break;
  }
  expect(closed).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});
