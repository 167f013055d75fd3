import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageSize } from '../../../src/main/store/file/header.ts';
import { folder } from '../../support/store/session.ts';
import { isNoticed, unnoticedCuts, unnoticedFlips } from '../../support/store/tampering.ts';

/** One of each cipher. */
const golden = ['v10', 'v10-aegis'].map((name) => `tests/fixtures/sessions/${name}.vestigo`);

/**
 * The bytes in the clear, those around the cipher's nonce and tag of each page, and some between:
 * each page is authenticated as a whole, so that no byte of one is more than any other. All of them:
 * `npm run fault-run -- flips`.
 */
function* places(size: number): Iterable<number> {
  for (let at = 0; at < 64; at += 1) yield at;
  for (let page = 0; page < size; page += pageSize) {
    for (let at = 64; at < pageSize - 64; at += 997) yield page + at;
    for (let at = pageSize - 64; at < pageSize; at += 3) yield page + at;
  }
}

test.each(golden)('a session with a byte changed anywhere is not opened: %s', async (original) => {
  const path = join(folder(), 'changed.vestigo');
  const { size } = statSync(original);
  expect(await unnoticedFlips(original, path, places(size))).toEqual([]);
  expect(await isNoticed(path)).toBe(false);
});

test.each(golden)(
  'nor is one that was cut or to which something was added: %s',
  async (original) => {
    const path = join(folder(), 'cut.vestigo');
    const { size } = statSync(original);
    const sizes: number[] = [];
    for (let page = size - pageSize; page >= 0; page -= pageSize) {
      // An empty file is no session yet.
      sizes.push(page + pageSize - 1, page + pageSize / 2, page + 1, ...(page > 0 ? [page] : []));
    }
    expect(await unnoticedCuts(original, path, sizes)).toEqual([]);
    const bytes = readFileSync(original);
    for (const more of [1, pageSize, bytes.length]) {
      writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(more)]));
      expect(await isNoticed(path), `${more} bytes more`).toBe(true);
    }
  },
);
