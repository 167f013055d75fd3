import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { eventFields } from '../../src/shared/event.ts';
import { capture } from '../setup/command.ts';
import { ensureDebianPackages } from '../setup/system-packages.ts';
import { cli, makeSession } from './session.ts';

const columns = [...eventFields.filter((field) => field !== 'raw'), 'details.threshold'];
/** What breaks careless writers; the last one is longer than a cell. */
const notes = [
  '=HYPERLINK("x")',
  '-5',
  '+7 999',
  '@SUM(A1)',
  '" , ;\n<&>',
  '_x0041_ 😀 ё',
  'я'.repeat(40_000),
];
/** Comma, quotes, UTF-8, all sheets, cells as they are shown. */
const csvFilter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';

/**
 * A sample session is exported as XLSX and CSV, LibreOffice Calc turns the workbook into CSV, and
 * the two must say the same. Tells whether they do.
 */
export async function readBySpreadsheet(folder: string): Promise<boolean> {
  await ensureDebianPackages(['libreoffice-calc-nogui']);
  const session = await makeSession(folder, 1000, notes);
  const [xlsx, csv] = [join(folder, 'events.xlsx'), join(folder, 'ours.csv')];
  const asked = ['export', '--session', session, '--columns', columns.join(',')];
  await cli([...asked, '--format', 'xlsx', '--out', xlsx]);
  await cli([...asked, '--format', 'csv', '--out', csv]);
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const convert = ['--headless', profile, '--convert-to', csvFilter, '--outdir', folder, xlsx];
  await capture('soffice', convert, { timeout: 300_000 });
  const theirs = await rowsOf(join(folder, 'events-Events.csv'));
  const whole = await rowsOf(join(folder, 'events-Full text.csv'));
  return report(compare(await rowsOf(csv), theirs), theirs.length, whole);
}

async function rowsOf(path: string): Promise<string[][]> {
  return parse(await readFile(path), { bom: true, relax_column_count: true });
}

interface Difference {
  row: number;
  column: string;
  ours: string;
  theirs: string;
}

function compare(ours: string[][], theirs: string[][]): Difference[] {
  const differences: Difference[] = [];
  for (let row = 0; row < Math.max(ours.length, theirs.length); row++) {
    for (const [place, column] of columns.entries()) {
      const expected = asInSheet(ours[row]?.[place] ?? '', column, row);
      const found = theirs[row]?.[place] ?? '';
      if (expected === null ? found.includes('[→ ') : expected === found) continue;
      differences.push({ row, column, ours: expected ?? '(cut)', theirs: found });
    }
  }
  return differences;
}

/** What our CSV says otherwise than a sheet would; null: a text that must have been cut. */
function asInSheet(cell: string, column: string, row: number): string | null {
  if (row > 0 && column === 'time') return cell.replace('T', ' ').replace('Z', '');
  if (cell.length > 32_767) return null;
  // The apostrophe that keeps a spreadsheet from running a cell of CSV; in a workbook text is text.
  return cell.replace(/^'(?=[=+\-@])/, '').replaceAll('\r\n', '\n');
}

function report(differences: Difference[], rows: number, whole: string[][]): boolean {
  const long = notes.find((note) => note.length > 32_767);
  const isWhole =
    whole
      .slice(1)
      .map((row) => row[4])
      .join('') === long;
  for (const { row, column, ours, theirs } of differences.slice(0, 20)) {
    console.log(
      `row ${row}, ${column}: ours ${JSON.stringify(ours.slice(0, 80))}, theirs ${JSON.stringify(theirs.slice(0, 80))}`,
    );
  }
  console.log(
    `LibreOffice read ${rows - 1} events in ${columns.length} columns: ${differences.length} cells differ from our CSV.`,
  );
  console.log(
    `The text that is longer than a cell ${isWhole ? 'stands whole' : 'does NOT stand whole'} on its sheet.`,
  );
  return differences.length === 0 && isWhole && rows > 1;
}
