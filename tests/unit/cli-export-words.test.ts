import { expect, test } from 'vitest';
import { strayChoice, styleOf, type ExportCommand } from '../../src/main/cli/export-words.ts';

const words = (more: Partial<ExportCommand>): ExportCommand => ({
  session: 's',
  out: 'o',
  format: 'csv',
  ...more,
});

test.each([
  ['csv', null],
  ['ndjson', 'columns'],
  ['xlsx', 'separator'],
  ['parquet', 'separator'],
  ['cef', 'columns'],
] as const)('of columns, separator and mark, %s has no %s', (format, stray) => {
  const all = words({ format, columns: ['id'], separator: 'tab', bom: true });
  expect(strayChoice(all)).toBe(stray);
});

test('a dataset is of Parquet, a frame of CEF', () => {
  expect(strayChoice(words({ format: 'parquet', partitioned: true }))).toBeNull();
  expect(strayChoice(words({ format: 'cef', syslog: true }))).toBeNull();
  expect(strayChoice(words({ partitioned: true }))).toBe('partitioned');
  expect(strayChoice(words({ format: 'xlsx', syslog: true }))).toBe('syslog');
});

test('what nobody chose is plain', () => {
  expect(styleOf(words({}))).toMatchObject({
    columns: null,
    partitioned: false,
    syslog: false,
    csv: { separator: ',', bom: false },
  });
  expect(styleOf(words({ separator: 'tab' })).csv.separator).toBe('\t');
});
