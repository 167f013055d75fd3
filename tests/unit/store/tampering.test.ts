import { closeSync, copyFileSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFile } from '../../../src/main/store/file/database.ts';
import { pageSize } from '../../../src/main/store/file/header.ts';
import { toFailure, type FailureKind } from '../../../src/shared/errors.ts';
import { folder, key } from '../../support/store/session.ts';

const golden = 'tests/fixtures/sessions/v9.vestigo';
const told: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'session.damaged',
  'session.wrong-key',
  'session.not-a-session',
  'session.newer-version',
]);

async function isNoticed(path: string): Promise<boolean> {
  try {
    const file = await openFile(path, key);
    file.close();
    return false;
  } catch (error) {
    return told.has(toFailure(error).kind);
  }
}

/**
 * The bytes in the clear, those around the cipher's nonce and tag of each page, and some between:
 * each page is authenticated as a whole, so that no byte of one is more than any other.
 */
function* places(size: number): Iterable<number> {
  for (let at = 0; at < 64; at += 1) yield at;
  for (let page = 0; page < size; page += pageSize) {
    for (let at = 64; at < pageSize - 32; at += 997) yield page + at;
    for (let at = pageSize - 32; at < pageSize; at += 3) yield page + at;
  }
}

test('a session with a byte changed anywhere is not opened', async () => {
  const path = join(folder(), 'changed.vestigo');
  const bytes = readFileSync(golden);
  copyFileSync(golden, path);
  const unnoticed: number[] = [];
  const put = (at: number, value: number) => {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.from([value]), 0, 1, at);
    closeSync(file);
  };
  for (const at of places(bytes.length)) {
    put(at, (bytes[at] ?? 0) ^ (at % 2 === 0 ? 0xff : 1));
    if (!(await isNoticed(path))) unnoticed.push(at);
    put(at, bytes[at] ?? 0);
  }
  expect(unnoticed).toEqual([]);
  expect(await isNoticed(path)).toBe(false);
});

test('nor is one that was cut or to which something was added', async () => {
  const path = join(folder(), 'cut.vestigo');
  const bytes = readFileSync(golden);
  const unnoticed: number[] = [];
  for (let page = 0; page < bytes.length; page += pageSize) {
    // An empty file is no session yet.
    for (const size of [page, page + 1, page + pageSize / 2, page + pageSize - 1]) {
      if (size === 0) continue;
      writeFileSync(path, bytes.subarray(0, size));
      if (!(await isNoticed(path))) unnoticed.push(size);
    }
  }
  for (const more of [1, pageSize, bytes.length]) {
    writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(more)]));
    if (!(await isNoticed(path))) unnoticed.push(bytes.length + more);
  }
  expect(unnoticed).toEqual([]);
});
