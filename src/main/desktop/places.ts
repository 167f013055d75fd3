import { z } from 'zod';
import { openRecordFile } from './record-file.ts';

const boundsSchema = z
  .object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(640),
    height: z.number().int().min(480),
    maximized: z.boolean(),
  })
  .nullable();
export type Bounds = z.infer<typeof boundsSchema>;

interface Kept<T> {
  get: () => T;
  set: (value: NonNullable<T>) => void;
}

export interface Places {
  window: Kept<Bounds>;
  /** The folder of the last file dialog. */
  folder: Kept<string | null>;
}

/** Where the window stood and where files were last chosen. */
export function openPlaces(): Places {
  const schema = z.object({ window: boundsSchema, folder: z.string().nullable() });
  const file = openRecordFile('places', schema, { window: null, folder: null });
  return {
    window: { get: () => file.get().window, set: (window) => void file.set({ window }) },
    folder: { get: () => file.get().folder, set: (folder) => void file.set({ folder }) },
  };
}
