import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { newSigningKeyText } from '../../../src/main/bundle/signature.ts';
import { launchSessionProcess } from '../../../src/main/store/process/launch.ts';
import {
  createRemoteSession,
  openRemoteSession,
} from '../../../src/main/store/process/remote-session.ts';
import { isMasked } from '../../../src/shared/masking.ts';
import { folder, goldenSession } from '../../support/bundle/bundles.ts';
import { everything, key } from '../../support/store/events.ts';

const entry = fileURLToPath(new URL('../../../src/main/session-process.ts', import.meta.url));
const version = '0.1.0';

function launch() {
  const channel = launchSessionProcess({ entry, utility: null });
  onTestFinished(() => channel.kill());
  return channel;
}

test(
  'a session’s process seals it masked, or with a reason that is kept, and takes a bundle in',
  { timeout: 90_000 },
  async () => {
    const at = folder();
    const original = await openRemoteSession(launch(), { path: goldenSession(), key, version });
    const signer = { text: newSigningKeyText(), name: 'Анна' };
    const asked = { selection: null, notes: true, key: signer, encryptTo: null, overwrite: false };
    const seal = (path: string, unmasked: string | null) =>
      original.run('seal', { ...asked, path, unmasked, program: version });
    const [masked, open] = [join(at, 'masked.vestigo.zip'), join(at, 'open.vestigo.zip')];
    await seal(masked, null);
    expect(await original.reveals()).toHaveLength(1);
    const seen: number[] = [];
    await seal(open, 'для следствия');
    expect((await original.reveals())[0]).toMatchObject({
      action: 'seal',
      target: 'open.vestigo.zip',
      reason: 'для следствия',
    });

    const path = join(at, 'made.vestigo');
    const made = await createRemoteSession(launch(), { path, key, version, name: '' });
    const keys = { identities: [], passphrases: [] };
    const onProgress = ({ events }: { events: number }) => seen.push(events);
    expect(await made.run('unseal', { path: open, keys }, { onProgress })).toMatchObject({
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
