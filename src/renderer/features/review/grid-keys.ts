/** The cell with the cursor; row -1 is the header. */
export interface Cell {
  index: number;
  column: number;
}

interface Extent {
  rows: number;
  columns: number;
  /** How many rows are in sight: what Page keys move by. */
  page: number;
}

type Key = { key: string; code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

/** j and k by their places: a Russian keyboard has other letters there. */
const places: Readonly<Record<string, string>> = { KeyJ: 'j', KeyK: 'k' };

/**
 * Where a key takes the cursor, or null when it is none of the grid's keys. The ARIA grid pattern:
 * arrows, Page, Home and End in the row, with Ctrl in the table; j and k as in a mail reader.
 */
export function cellAfter(press: Key, { index, column }: Cell, extent: Extent): Cell | null {
  const { rows, columns, page } = extent;
  const far = press.ctrlKey || press.metaKey;
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  const down = (by: number) => ({ index: Math.min(lastRow, Math.max(0, index) + by), column });
  if (press.altKey) return null;
  switch (places[press.code] ?? press.key) {
    case 'ArrowDown':
      return index < 0 && rows > 0
        ? { index: 0, column }
        : far
          ? { index: lastRow, column }
          : down(1);
    case 'ArrowUp':
      return far
        ? { index: Math.min(0, lastRow), column }
        : { index: Math.max(-1, index - 1), column };
    case 'j':
      return far ? null : index < 0 ? { index: Math.min(0, lastRow), column } : down(1);
    case 'k':
      return far ? null : { index: Math.max(Math.min(0, lastRow), index - 1), column };
    case 'PageDown':
      return down(page);
    case 'PageUp':
      return { index: Math.max(Math.min(0, lastRow), index - page), column };
    case 'ArrowRight':
      return { index, column: Math.min(lastColumn, column + 1) };
    case 'ArrowLeft':
      return { index, column: Math.max(0, column - 1) };
    case 'Home':
      return far ? { index: Math.min(0, lastRow), column: 0 } : { index, column: 0 };
    case 'End':
      return far ? { index: lastRow, column: lastColumn } : { index, column: lastColumn };
    default:
      return null;
  }
}
