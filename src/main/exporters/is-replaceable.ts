import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { manifestPath } from './manifest.ts';

const fileSchema = z.object({ sha256: z.string(), bytes: z.number() });
const ownManifest = fileSchema.extend({
  kind: z.literal('vestigo-export'),
  files: z.array(fileSchema.extend({ file: z.string() })).optional(),
});
type OwnManifest = z.infer<typeof ownManifest>;

/**
 * Whether what is at `path` may be replaced without losing anybody's work: it is empty, or an
 * export of this program that nobody changed since (its manifest still tells its hashes).
 */
export async function isReplaceable(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (found?.isFile() && found.size === 0) return true;
  const manifest = await readManifest(path);
  if (found?.isDirectory()) return isUnchangedFolder(path, manifest?.files ?? []);
  return found?.isFile() === true && manifest !== null && isUnchanged(path, manifest);
}

type KnownFile = z.infer<typeof fileSchema> & { file: string };

/** The folder holds these files, all of them as they were, and nothing else. */
async function isUnchangedFolder(path: string, files: readonly KnownFile[]): Promise<boolean> {
  const known = new Map(files.map((file) => [file.file, file]));
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => !entry.isDirectory());
  if (found.length !== known.size) return false;
  for (const entry of found) {
    const file = join(entry.parentPath, entry.name);
    const expected = known.get(file.slice(path.length + 1).replaceAll(sep, '/'));
    if (!entry.isFile() || !expected || !(await isUnchanged(file, expected))) return false;
  }
  return true;
}

async function isUnchanged(
  path: string,
  expected: { bytes: number; sha256: string },
): Promise<boolean> {
  if ((await lstat(path)).size !== expected.bytes) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === expected.sha256;
}

async function readManifest(path: string): Promise<OwnManifest | null> {
  try {
    const text = await readFile(manifestPath(path), 'utf8');
    return ownManifest.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
