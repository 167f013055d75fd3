import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';
import type { z } from 'zod';
import { readByKey } from './kept.ts';

/**
 * A small JSON file in the program's folder. No secrets belong in one, and no event content but what
 * a person was told about (`services/searches.ts`).
 */
export interface RecordFile<T> {
  get(): T;
  set(changes: { [K in keyof T]?: T[K] | undefined }): T;
}

export function openRecordFile<S extends z.ZodRawShape>(
  name: string,
  schema: z.ZodObject<S>,
  defaults: z.output<z.ZodObject<S>>,
): RecordFile<z.output<z.ZodObject<S>>> {
  const file = new ElectronStore<Record<string, unknown>>({
    name,
    clearInvalidConfig: true,
    accessPropertiesByDotNotation: false,
  });
  // The library opens a channel that tells any page where the program's folder is.
  ipcMain.removeAllListeners('electron-store-get-data');
  let current = readByKey(schema, defaults, file.store);
  return {
    get: () => current,
    set(changes) {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      current = schema.parse({ ...current, ...Object.fromEntries(given) });
      file.store = current;
      return current;
    },
  };
}
