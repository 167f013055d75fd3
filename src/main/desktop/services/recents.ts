import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { z } from 'zod';
import type { RecentSession } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import type { RecordFile } from '../record-file.ts';

const entrySchema = z.object({
  id: z.string(),
  path: z.string(),
  name: z.string(),
  openedAt: z.string(),
  protection: z.enum(['keychain', 'passphrase']),
});
type Entry = z.infer<typeof entrySchema>;

export const recentsSchema = z.object({ recents: z.array(entrySchema).max(50) });

const LONGEST = 30;
/** Enough of a path to tell two files of one name apart. */
const SHOWN_FOLDERS = 2;

export type Recents = ReturnType<typeof keepRecents>;

/** Session files that were opened, newest first. The window knows them by id; paths stay here. */
export function keepRecents(file: RecordFile<z.infer<typeof recentsSchema>>) {
  /** Paths of files that are not on the list, by id: their passphrase is being asked for, say. */
  const chosen = new Map<string, string>();

  const entries = () => file.get().recents;

  /** The id of a file, whether it has been opened before or not: always the same. */
  function idOf(path: string): string {
    const listed = entries().find((entry) => entry.path === path)?.id;
    const known = listed ?? [...chosen].find(([, other]) => other === path)?.[0];
    if (known !== undefined) return known;
    const id = randomUUID();
    chosen.set(id, path);
    return id;
  }

  return {
    idOf,

    list(): RecentSession[] {
      return entries().map(({ path, ...entry }) => ({
        ...entry,
        fileName: basename(path),
        folder: dirname(path).split(sep).filter(Boolean).slice(-SHOWN_FOLDERS).join(sep),
        exists: existsSync(path),
      }));
    },

    /** Throws `session.not-found` for an id that is not known. */
    pathOf(id: string): string {
      const path = entries().find((entry) => entry.id === id)?.path ?? chosen.get(id);
      if (path === undefined) throw new Failed('session.not-found');
      return path;
    },

    opened(entry: Pick<Entry, 'path' | 'name' | 'protection'>): void {
      const id = idOf(entry.path);
      chosen.delete(id);
      const others = entries().filter((other) => other.id !== id);
      const newest = { ...entry, id, openedAt: new Date().toISOString() };
      file.set({ recents: [newest, ...others].slice(0, LONGEST) });
    },

    forget(id: string): void {
      file.set({ recents: entries().filter((entry) => entry.id !== id) });
    },
  };
}
