import { open, rm, type FileHandle } from 'node:fs/promises';
import { Column, pieces, rowXml } from './sheet.ts';
import { styles } from './xml.ts';

const header = ['cell', 'id', 'field', 'part', 'text'];
const columns = header.map((_, place) => new Column(place));
const textColumn = columns.at(-1)?.name ?? '';
export const fullTextsWidths = [16, 40, 20, 8, 100];

/** A sheet of them: its rows lie in a hidden file until its turn comes. */
export interface FullTextSheet {
  name: string;
  range: string;
  path: string;
}

interface Sheet {
  path: string;
  /** null until something of it has been written. */
  file: FileHandle | null;
  /** The last row that is taken. */
  row: number;
  pending: string;
}

/**
 * Texts that are too long for a cell, cut into rows of sheets of their own. They wait in hidden
 * files: entries of an archive are written one after another, and memory must stay flat.
 */
export class FullTexts {
  readonly #scratch: () => string;
  readonly #rowsPerSheet: number;
  readonly #sheets: Sheet[] = [];

  constructor(scratch: () => string, rowsPerSheet: number) {
    this.#scratch = scratch;
    this.#rowsPerSheet = rowsPerSheet;
  }

  /** Takes a text and says where it will stand, e.g. `'Full text'!E2`. */
  add(of: { cell: string; id: string; field: string }, text: string): string {
    let sheet = this.#sheets.at(-1);
    if (!sheet || sheet.row > this.#rowsPerSheet) {
      sheet = { path: this.#scratch(), file: null, row: 1, pending: rowOf(1, header) };
      this.#sheets.push(sheet);
    }
    const reference = `'${nameOf(this.#sheets.length - 1)}'!${textColumn}${sheet.row + 1}`;
    for (const [index, part] of pieces(text).entries()) {
      sheet.row += 1;
      sheet.pending += rowOf(sheet.row, [of.cell, of.id, of.field, index + 1, part]);
    }
    return reference;
  }

  /** Writes down what was taken since the last time. */
  async flush(): Promise<void> {
    for (const sheet of this.#sheets) {
      if (sheet.pending === '') continue;
      sheet.file ??= await open(sheet.path, 'wx', 0o600);
      await sheet.file.writeFile(sheet.pending);
      sheet.pending = '';
    }
  }

  get sheets(): FullTextSheet[] {
    return this.#sheets.map(({ path, row }, index) => {
      return { name: nameOf(index), range: `A1:${textColumn}${row}`, path };
    });
  }

  async discard(): Promise<void> {
    for (const { file, path } of this.#sheets) {
      await file?.close();
      await rm(path, { force: true });
    }
  }
}

function nameOf(index: number): string {
  return index === 0 ? 'Full text' : `Full text ${index + 1}`;
}

function rowOf(row: number, cells: readonly (string | number)[]): string {
  const style = row === 1 ? styles.header : styles.plain;
  const written = cells.map((cell, place) => {
    const column = columns[place];
    return typeof cell === 'number' ? column?.number(row, cell) : column?.text(row, cell, style);
  });
  return rowXml(row, written.join(''));
}
