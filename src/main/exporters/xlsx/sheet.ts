import { Json, type Cell } from '../cells.ts';
import { cellText, columnName, styles } from './xml.ts';

/** The most UTF-16 code units a cell takes (Excel's limit). */
const longest = 32_767;
/** Where a long text is cut: the mark behind it needs room as well. */
const cutAt = 32_000;
/** Days from 1900-01-00 to 1970-01-01, as spreadsheets count. */
const epochDays = 25_569;
const dayMs = 86_400_000;
/** Days of spreadsheets are off by one before this one, and have no name after the other. */
const instants = { from: Date.UTC(1900, 2, 1), before: Date.UTC(10_000, 0, 1) };
const formulaStart = /^[=+\-@]/;

/** Cells that hold nothing are simply left out. */
export function rowXml(row: number, cells: string): string {
  return `<row r="${row}">${cells}</row>`;
}

/** Cells of one column of a sheet. */
export class Column {
  readonly name: string;

  constructor(place: number) {
    this.name = columnName(place);
  }

  /** `style` is a place in the workbook's list of styles. */
  text(row: number, text: string, style: number = styles.plain): string {
    // Text is text whatever it begins with; the mark keeps it so when a person edits the cell.
    const look = style === styles.plain && formulaStart.test(text) ? styles.quoted : style;
    const styled = look === styles.plain ? '' : ` s="${look}"`;
    return (
      `<c r="${this.name}${row}"${styled} t="inlineStr"><is><t xml:space="preserve">` +
      `${cellText(text)}</t></is></c>`
    );
  }

  number(row: number, value: number): string {
    return `<c r="${this.name}${row}"><v>${value}</v></c>`;
  }

  boolean(row: number, value: boolean): string {
    return `<c r="${this.name}${row}" t="b"><v>${value ? 1 : 0}</v></c>`;
  }

  /** A date of UTC; `iso` as text where spreadsheets have no date for it. */
  instant(row: number, iso: string): string {
    const ms = Date.parse(iso);
    if (!(ms >= instants.from && ms < instants.before)) return this.text(row, iso);
    const days = ms / dayMs + epochDays;
    return `<c r="${this.name}${row}" s="${styles.instant}"><v>${days}</v></c>`;
  }
}

/** The text that stands in a cell, null for numbers, booleans and nothing. */
export function textOf(cell: Cell): string | null {
  if (typeof cell === 'string') return cell;
  if (cell instanceof Json) return cell.text;
  return cell !== null && typeof cell === 'object' && cell.length > 0 ? cell.join('; ') : null;
}

export function isTooLong(text: string): boolean {
  return text.length > longest;
}

/** The beginning of a text that is too long, with a mark that says where the whole of it is. */
export function cutText(text: string, reference: string): string {
  return `${piece(text, 0)}… [→ ${reference}]`;
}

/** All of a text in pieces that fit into cells; none ends within a character. */
export function pieces(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += found.at(-1)?.length ?? cutAt) {
    found.push(piece(text, at));
  }
  return found;
}

function piece(text: string, from: number): string {
  const end = from + cutAt;
  const last = text.charCodeAt(end - 1);
  const splits = end < text.length && last >= 0xd800 && last < 0xdc00;
  return text.slice(from, splits ? end - 1 : end);
}
