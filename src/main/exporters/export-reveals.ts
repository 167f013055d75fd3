import type { Reveal } from '../../shared/reveals.ts';
import { draftFile } from './safe-file.ts';

const columns = [
  'at',
  'who',
  'action',
  'source',
  'event',
  'field',
  'events',
  'target',
  'reason',
] as const;

/** Writes the record of reveals as CSV, oldest first, whole or not at all. Throws `file.*`. */
export async function exportReveals(
  reveals: readonly Reveal[],
  { path }: { path: string },
): Promise<{ rows: number }> {
  const lines = reveals.toReversed().map((reveal) => {
    const { source, id } = reveal.event ?? { source: null, id: null };
    const values = { ...reveal, source, event: id };
    return columns.map((column) => cell(values[column]));
  });
  const text = [[...columns], ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
  const draft = await draftFile(path, [text]);
  await draft.publish();
  return { rows: reveals.length };
}

/** A reason is anybody's text: a spreadsheet must not run it. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
