/** The markup of a workbook (ECMA-376, SpreadsheetML), as far as an export needs it. */

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const document = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Places in `cellXfs` below. */
export const styles = { plain: 0, instant: 1, header: 2, quoted: 3 } as const;

/** Control characters but for those that XML takes, halves of characters, and all that is escaped. */
const unsafe = /[&<>\uFFFE\uFFFF]|(?![\t\n\u007F-\u009F])\p{Cc}|\p{Cs}|_x[\dA-Fa-f]{4}_/u;
const escapable = /[&<>]/g;
/** What XML has no place for, and what would be read as standing for such a character. */
const unspeakable = /(?![\t\n\u007F-\u009F])\p{Cc}|[\uFFFE\uFFFF]|_(?=x[\dA-Fa-f]{4}_)/gu;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Text of a cell. Characters that XML cannot hold are written as the standard has it, `_x0001_`
 * (22.9.2.19, ST_Xstring); halves of a character become U+FFFD.
 */
export function cellText(text: string): string {
  if (!unsafe.test(text)) return text;
  return text
    .toWellFormed()
    .replaceAll(unspeakable, (one) => `_x${hex(one.charCodeAt(0))}_`)
    .replaceAll(escapable, (one) => entities[one] ?? one);
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

/** `A`, …, `Z`, `AA`: the name of a column by its place from 0. */
export function columnName(place: number): string {
  const rest = Math.floor(place / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (place % 26));
}

export function sheetStart(widths: readonly number[]): string {
  const columns = widths.map(
    (width, place) =>
      `<col min="${place + 1}" max="${place + 1}" width="${width}" customWidth="1"/>`,
  );
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return (
    `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}` +
    `</sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>`
  );
}

export function sheetEnd(range: string): string {
  return `</sheetData><autoFilter ref="${range}"/></worksheet>`;
}

/** `range` is everything on the sheet, its header included, e.g. `A1:T100`. */
export interface SheetEntry {
  name: string;
  range: string;
}

/** The small parts that hold the sheets together, by their place in the archive. */
export function workbookParts(sheets: readonly SheetEntry[]): [path: string, text: string][] {
  const each = (text: (sheet: SheetEntry, index: number) => string) => sheets.map(text).join('');
  const absolute = (range: string) => range.replaceAll(/([A-Z]+)(\d+)/g, '$$$1$$$2');
  return [
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}/relationships"><sheets>` +
        each(
          ({ name }, index) =>
            `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
        ) +
        '</sheets><definedNames>' +
        each(
          ({ name, range }, index) =>
            `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">` +
            `'${name}'!${absolute(range)}</definedName>`,
        ) +
        '</definedNames></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ...sheets.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
        ['styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', stylesText],
    ['_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])],
    [
      '[Content_Types].xml',
      `<Types xmlns="${packages}/content-types">` +
        `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${document}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${document}.styles+xml"/>` +
        each(
          (_, index) =>
            `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ` +
            `ContentType="${document}.worksheet+xml"/>`,
        ) +
        '</Types>',
    ],
  ].map(([path = '', text = '']) => [path, declaration + text]);
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/relationships/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packages}/relationships">${each.join('')}</Relationships>`;
}

const stylesText =
  `<styleSheet xmlns="${main}">` +
  String.raw`<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss.000"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>' +
  '</styleSheet>';
