import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeFailure } from '../file-failure.ts';
import { manifestPath } from '../manifest.ts';
import { draftFile, hiddenBeside, publishBoth, type Written } from '../safe-file.ts';

const manifestSchema = z.looseObject({ html: z.unknown() });

/**
 * A report as PDF: `write` makes it as HTML at the path it is given, in a hidden folder beside
 * `path`, `print` turns the HTML into pages. The PDF and its manifest appear whole or not at all, and
 * the folder goes in any case. Throws what both throw, and `file.*`.
 */
export async function exportPrinted<T>(
  path: string,
  write: (path: string) => Promise<T>,
  print: (html: string) => Promise<Uint8Array>,
): Promise<T & Written> {
  const folder = hiddenBeside(path);
  // The same name as the PDF's: it is told in the report and where exports are written down.
  const html = join(folder, basename(path));
  try {
    await mkdir(folder, { mode: 0o700 });
    const written = await write(html);
    const text = await readFile(manifestPath(html), 'utf8');
    const { html: facts, ...manifest } = manifestSchema.parse(JSON.parse(text));
    const data = await draftFile(path, [await print(await readFile(html, 'utf8'))]);
    const { sha256, bytes } = data;
    try {
      const changed = { ...manifest, format: 'pdf', sha256, bytes, pdf: facts };
      const draft = await draftFile(manifestPath(path), [`${JSON.stringify(changed, null, 2)}\n`]);
      await publishBoth(draft, data);
    } catch (error) {
      await data.discard();
      throw error;
    }
    return { ...written, sha256, bytes };
  } catch (error) {
    throw writeFailure(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
