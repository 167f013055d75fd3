import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { Failed } from '../../shared/errors.ts';
import type { RuleText } from './rule-set.ts';

/** More than SigmaHQ has; what is beyond is a wrong folder. */
const limits = { files: 20_000, depth: 12, bytes: 1 << 20, all: 64 << 20 } as const;

/**
 * The texts of a file of rules, or of every `.yml` and `.yaml` of a folder and those in it, in the
 * order of their names. Throws `Failed('file.*')`. A file that is too large is left to be refused by
 * whoever reads its text: of it no more than the cap and a byte is read.
 */
export async function loadRules(path: string): Promise<RuleText[]> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new Failed('file.not-found');
  const files = found.isDirectory() ? await filesIn(path, 0) : [path];
  const texts: RuleText[] = [];
  let size = 0;
  for (const file of files.toSorted()) {
    const text = await readText(file);
    size += text.length;
    if (size > limits.all) throw new Failed('file.too-large');
    texts.push({
      file: found.isDirectory() ? relative(path, file) : basename(file),
      text,
      origin: 'loaded',
    });
  }
  return texts;
}

async function filesIn(folder: string, depth: number): Promise<string[]> {
  if (depth > limits.depth) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new Failed('file.not-permitted');
  });
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await filesIn(path, depth + 1)));
    else if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) files.push(path);
    if (files.length > limits.files) throw new Failed('file.too-large');
  }
  return files;
}

async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > limits.bytes) return ' '.repeat(limits.bytes + 1);
  return readFile(file, 'utf8').catch(() => {
    throw new Failed('file.not-permitted');
  });
}
