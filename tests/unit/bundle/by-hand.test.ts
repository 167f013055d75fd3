import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { folder, goldenSession, open, seal } from '../../support/bundle/bundles.ts';

const run = promisify(execFile);

/** The commands of the document, as they stand there. */
const commands =
  /```sh\n([\s\S]*?)```/.exec(readFileSync('docs/bundle-format.md', 'utf8'))?.[1] ?? '';

async function byHand(bundle: string) {
  const shell = ['-euo', 'pipefail', '-c', commands];
  return run('bash', shell, { cwd: folder(), env: { ...process.env, BUNDLE: bundle } });
}

test('a bundle is verified by the commands of its document alone', async () => {
  const path = join(folder(), 'case.vestigo.zip');
  const { fingerprint } = await seal(await open(goldenSession()), path);
  const { stdout } = await byHand(path);
  expect(stdout).toContain('Signature Verified Successfully');
  expect(stdout).toContain(fingerprint);
});

test.for(['data/events-000001.ndjson.gz', 'Vestigo-Signer: Анна', 'Vestigo-Origin: ', '"sig":"'])(
  'they notice a change at %s',
  async (mark) => {
    const path = join(folder(), 'case.vestigo.zip');
    await seal(await open(goldenSession()), path);
    const bytes = readFileSync(path);
    // Beyond the name stands the content.
    const at = bytes.indexOf(mark) + Buffer.byteLength(mark) + 12;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expect(byHand(path)).rejects.toThrow();
  },
);
