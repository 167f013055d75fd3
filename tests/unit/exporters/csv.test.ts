import { parse } from 'csv-parse/sync';
import { array, assert, asyncProperty, constantFrom, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { tableColumns } from '../../../src/main/exporters/cells.ts';
import { csv } from '../../../src/main/exporters/csv.ts';
import type { ExportStyle } from '../../../src/shared/export.ts';
import { nastyText } from '../../support/nasty-texts.ts';
import { batches, exported, gather } from './sample-events.ts';

type CsvStyle = ExportStyle['csv'];
const plain: CsvStyle = { separator: ',', bom: false };

async function write(
  columns: readonly string[],
  events: ReturnType<typeof exported>[],
  style = plain,
) {
  const tally = { formulaCells: 0 };
  const text = await gather(csv.encode(batches(events), { columns, csv: style }, tally));
  return { text, tally };
}

test('the default columns are the event model in its order, without raw', () => {
  expect(tableColumns.join()).toBe(
    'id,source,time,event,actor,actorType,actorName,target,targetType,ip,userAgent,application,' +
      'filter,rules,text,findings,content,details,tags,note',
  );
});

test('lines end in CRLF, cells are quoted only where they must be, quotes are doubled', async () => {
  const { text } = await write(
    ['id', 'text'],
    [exported({ text: 'он сказал: "да", и ушёл\nсовсем' })],
  );
  expect(text).toBe('id,text\r\na1,"он сказал: ""да"", и ушёл\nсовсем"\r\n');
});

test('the separator decides what is quoted, and the mark stands first', async () => {
  const style: CsvStyle = { separator: ';', bom: true };
  const { text } = await write(['id', 'text'], [exported({ text: 'a,b;c' })], style);
  expect(text).toBe('\uFEFFid;text\r\na1;"a,b;c"\r\n');
});

test.each(['=1+1', '+7 999', '-x', '@SUM(A1)', '\tx', '\rx', '＝1', '＠x'])(
  'the formula %j becomes text and is counted',
  async (text) => {
    const written = await write(['text'], [exported({ text })]);
    expect(parse(written.text, { from_line: 2, relax_column_count: true })).toEqual([[`'${text}`]]);
    expect(written.tally.formulaCells).toBe(1);
  },
);

test('numbers keep their sign', async () => {
  const { text, tally } = await write(
    ['details.threshold'],
    [exported({ details: { threshold: -5 } })],
  );
  expect(text).toBe('details.threshold\r\n-5\r\n');
  expect(tally.formulaCells).toBe(0);
});

test('the column of persons holds whom the analyst says the actor to be', async () => {
  const { text } = await write(['actor', 'person'], [exported({ person: 'Анна' }), exported()]);
  expect(text).toBe('actor,person\r\n17,Анна\r\n17,\r\n');
});

test('lists are joined, objects and findings are JSON, what is not there is empty', async () => {
  const { text } = await write(
    ['rules', 'tags', 'findings', 'details', 'details.who', 'details.none', 'details.toString'],
    [
      exported({ rules: ['PII', 'card'], details: { who: 'Анна' } }),
      exported({ findings: [] }),
      exported({ findings: [{ method: 'phone', value: '1' }] }),
    ],
  );
  expect(parse(text, { from_line: 2 })).toEqual([
    ['PII; card', '', '', '{"who":"Анна"}', 'Анна', '', ''],
    ['', '', '[]', '{}', '', '', ''],
    ['', '', '[{"method":"phone","value":"1"}]', '{}', '', '', ''],
  ]);
});

test('a public parser reads back any texts, whatever is in them', async () => {
  const separator = constantFrom(',' as const, ';' as const, '\t' as const);
  await assert(
    asyncProperty(array(tuple(nastyText, nastyText)), separator, async (rows, by) => {
      const events = rows.map(([text, note]) => exported({ text: `x${text}`, note: `x${note}` }));
      const { text } = await write(['text', 'id', 'note'], events, { separator: by, bom: false });
      const read = parse(text, { delimiter: by, from_line: 1, record_delimiter: '\r\n' });
      const whole = ([a, b]: string[]) => [`x${a}`.toWellFormed(), 'a1', `x${b}`.toWellFormed()];
      expect(read.slice(1)).toEqual(rows.map(whole));
    }),
  );
});

test('no text begins a cell as a formula would, and the manifest’s count is of those that did', async () => {
  const formula = /^[=+\-@\t\r\n＝＋－＠]/;
  await assert(
    asyncProperty(array(nastyText), async (texts) => {
      const events = texts.map((text) => exported({ text }));
      const { text, tally } = await write(['id', 'text'], events);
      const cells = parse(text, { from_line: 1, record_delimiter: '\r\n' }).slice(1);
      const expected = texts.map((one) => (formula.test(one) ? `'${one}` : one));
      expect(cells).toEqual(expected.map((one) => ['a1', one.toWellFormed()]));
      expect(tally.formulaCells).toBe(texts.filter((one) => formula.test(one)).length);
    }),
  );
});

test('a line with nothing on it is still a line', async () => {
  const { text } = await write(['note'], [exported(), exported({ note: 'x' })]);
  expect(parse(text)).toEqual([['note'], [''], ['x']]);
});

test('numbers that are texts for their many digits are numbers here', async () => {
  const raw = '{"id":"1","details":{"n":-12345678901234567890,"deep":{"n":12345678901234567890}}}';
  const details = { n: '-12345678901234567890', deep: { n: '12345678901234567890' } };
  const { text, tally } = await write(
    ['details.n', 'details.deep', 'details'],
    [exported({ details }, raw)],
  );
  expect(parse(text, { from_line: 2 })).toEqual([
    [
      '-12345678901234567890',
      '{"n":12345678901234567890}',
      '{"n":-12345678901234567890,"deep":{"n":12345678901234567890}}',
    ],
  ]);
  expect(tally.formulaCells).toBe(0);
});

test('numbers of more digits than a double holds are to the letter', async () => {
  const raw = '{"id":"1","details":{"n":-12345678901234567890,"deep":{"n":12345678901234567890}}}';
  const { text } = await write(
    ['details.n', 'details.deep', 'details'],
    [exported({ details: { n: -12345678901234567000, deep: { n: 12345678901234567000 } } }, raw)],
  );
  expect(parse(text, { from_line: 2 })).toEqual([
    [
      '-12345678901234567890',
      '{"n":12345678901234567890}',
      '{"n":-12345678901234567890,"deep":{"n":12345678901234567890}}',
    ],
  ]);
});
