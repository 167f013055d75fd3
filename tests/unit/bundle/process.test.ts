import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { newSigningKeyText } from '../../../src/main/bundle/signature.ts';
import { launchSessionProcess } from '../../../src/main/store/process/launch.ts';
import {
  createRemoteSession,
  openRemoteSession,
  verifyRemotely,
} from '../../../src/main/store/process/remote-session.ts';
import { toFailure } from '../../../src/shared/errors.ts';
import { isMasked } from '../../../src/shared/masking.ts';
import { folder, goldenSession, open, seal } from '../../support/bundle/bundles.ts';
import { everything, key } from '../../support/store/events.ts';

const entry = fileURLToPath(new URL('../../../src/main/session-process.ts', import.meta.url));
const version = '0.1.0';

function launch() {
  const channel = launchSessionProcess({ entry, utility: null });
  onTestFinished(() => channel.kill());
  return channel;
}

test(
  'a bundle is looked at in a process of its own, which holds no session',
  { timeout: 90_000 },
  async () => {
    const path = join(folder(), 'case.vestigo.zip');
    const { sha256, tagManifest } = await seal(await open(goldenSession()), path);
    const keys = { identities: [], passphrases: [] };
    const { signal } = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ bytes }: { bytes: number }) => seen.push(bytes);
    const found = await verifyRemotely(launch(), { path, keys }, { signal, onProgress });
    expect(found).toMatchObject({
      sha256,
      tagManifest,
      isEncrypted: false,
      signer: { name: 'Анна' },
    });
    expect(found).not.toHaveProperty('payload');
    const bytes = readFileSync(path);
    expect(seen.at(-1)).toBe(bytes.length);

    bytes[bytes.length >> 1] = ~(bytes[bytes.length >> 1] ?? 0);
    writeFileSync(path, bytes);
    const kindOf = async (work: Promise<unknown>) =>
      work.then(
        () => 'fine',
        (error: unknown) => toFailure(error).kind,
      );
    const watch = { signal, onProgress };
    expect(await kindOf(verifyRemotely(launch(), { path, keys }, watch))).toBe('bundle.changed');
    const stop = new AbortController();
    const stopped = verifyRemotely(launch(), { path, keys }, { ...watch, signal: stop.signal });
    stop.abort();
    expect(await kindOf(stopped)).toBe('cancelled');
  },
);

test(
  'a session’s process seals it masked, or with a reason that is kept, and takes a bundle in',
  { timeout: 90_000 },
  async () => {
    const at = folder();
    const original = await openRemoteSession(launch(), { path: goldenSession(), key, version });
    const signer = { text: newSigningKeyText(), name: 'Анна' };
    const asked = { selection: null, notes: true, key: signer, encryptTo: null, overwrite: false };
    const sealTo = (path: string, unmasked: string | null) =>
      original.run('seal', { ...asked, path, unmasked, program: version });
    const [masked, openly] = [join(at, 'masked.vestigo.zip'), join(at, 'open.vestigo.zip')];
    await sealTo(masked, null);
    expect(await original.reveals()).toHaveLength(1);
    const seen: number[] = [];
    await sealTo(openly, 'для следствия');
    expect((await original.reveals())[0]).toMatchObject({
      action: 'seal',
      target: 'open.vestigo.zip',
      reason: 'для следствия',
    });

    const path = join(at, 'made.vestigo');
    const made = await createRemoteSession(launch(), { path, key, version, name: '' });
    const keys = { identities: [], passphrases: [] };
    const onProgress = ({ events }: { events: number }) => seen.push(events);
    // Another bundle than the one that was looked at before.
    const exchanged = made.run('unseal', { path: openly, keys, sha256: '0'.repeat(64) });
    await expect(exchanged).rejects.toMatchObject({ failure: { kind: 'bundle.changed' } });
    expect(await made.run('unseal', { path: openly, keys }, { onProgress })).toMatchObject({
      newEvents: 6,
    });
    expect(seen.at(-1)).toBe(6);
    expect((await made.info()).name).toBe((await original.info()).name);
    expect(await made.run('origins', {})).toMatchObject([{ bundle: 'open.vestigo.zip' }]);
    await made.close();

    // Pseudonyms are the session's own, on the other computer, too.
    const opened = await openRemoteSession(launch(), { path, key, version });
    const texts = async (session: typeof made) =>
      (await session.rows(everything, [], 0, 10)).map(({ text }) => text);
    expect(await texts(opened)).toEqual(await texts(original));
    expect((await texts(opened)).some((text) => text !== null && isMasked(text))).toBe(true);
    await opened.close();
    await original.close();
  },
);
