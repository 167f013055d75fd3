/**
 * Opens what this program writes with programs that are not ours, and the other way round. Installs
 * them from Debian when run as root, else it prints the line to run. See README.
 *
 *   npm run foreign-readers                  all of them
 *   npm run foreign-readers -- spreadsheet   LibreOffice Calc reads a workbook
 *   npm run foreign-readers -- age           age opens an encrypted bundle, and we one of age's
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchangeWithAge } from './foreign/age.ts';
import { readBySpreadsheet } from './foreign/spreadsheet.ts';
import { runMain } from './setup/machine.ts';

const readers: Readonly<Record<string, (folder: string) => Promise<boolean>>> = {
  spreadsheet: readBySpreadsheet,
  age: exchangeWithAge,
};

await runMain(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !Object.hasOwn(readers, name));
  if (unknown.length > 0) {
    console.error(`One of: ${Object.keys(readers).join(', ')}`);
    return 2;
  }
  let good = true;
  for (const [name, read] of Object.entries(readers)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const folder = await mkdtemp(join(tmpdir(), 'vestigo-foreign-'));
    try {
      good = (await read(folder)) && good;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return good ? 0 : 1;
});
