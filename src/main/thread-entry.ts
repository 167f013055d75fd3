import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The program of a thread by its name (electron.vite.config.ts): beside this file, or beside what it
 * was built into. null where it is not to be had: then its work is done by whoever asks.
 */
export function threadEntry(name: string): string | null {
  const places = [`./${name}.ts`, `./${name}.js`, `../${name}.js`];
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return paths.find((path) => existsSync(path)) ?? null;
}
