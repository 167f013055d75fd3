import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { copyRows } from '../../../src/main/exporters/copy-rows.ts';
import { exported } from './sample-events.ts';

const read = async (row: number) =>
  exported({ id: `e${row}`, text: row === 2 ? '=HYPERLINK("x")' : 'текст, и ещё' });
const columns = ['id', 'text'];

test('CSV has a header, whole rows in the order given, and no formula', async () => {
  const copied = await copyRows(read, { rows: [3, 2], format: 'csv', columns, most: 10_000 });
  expect(copied.rows).toBe(2);
  expect(parse(copied.text)).toEqual([
    ['id', 'text'],
    ['e3', 'текст, и ещё'],
    ['e2', `'=HYPERLINK("x")`],
  ]);
});

test('JSON is an object for one event, an array for several, with the raw object to the letter', async () => {
  const one = await copyRows(read, { rows: [1], format: 'json', columns, most: 10_000 });
  expect(JSON.parse(one.text)).toMatchObject({ id: 'e1' });
  expect(one.text).toContain(`"raw":${(await read(1)).raw}`);
  const many = await copyRows(read, { rows: [1, 3], format: 'json', columns, most: 10_000 });
  expect(JSON.parse(many.text)).toMatchObject([{ id: 'e1' }, { id: 'e3' }]);
});

test('what is too long ends after a whole event and says how many there are', async () => {
  const rows = Array.from({ length: 200 }, (_, row) => row);
  for (const format of ['csv', 'json'] as const) {
    const { text, rows: fit } = await copyRows(read, { rows, format, columns, most: 3000 });
    expect(text.length).toBeLessThanOrEqual(3000);
    const found: unknown[] = format === 'csv' ? parse(text, { from_line: 2 }) : JSON.parse(text);
    expect(found).toHaveLength(fit);
    expect(fit).toBeGreaterThan(1);
    expect(fit).toBeLessThan(200);
  }
});
