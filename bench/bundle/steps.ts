import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleAt } from '../../src/main/bundle/bundle-file.ts';
import { sealSession } from '../../src/main/bundle/seal.ts';
import { newSigningKeyText, readSigningKey } from '../../src/main/bundle/signature.ts';
import { unsealBundle } from '../../src/main/bundle/unseal.ts';
import { verifyBundle } from '../../src/main/bundle/verify.ts';
import { createSession, openSession } from '../../src/main/store/open-session.ts';
import { taken, type Taken } from '../export/taken.ts';
import { bundleKey } from './session.ts';

export type Protection = 'plain' | 'encrypted';
type Step = (session: string, bundle: string, protection: Protection) => Promise<Taken>;

const passphrase = 'a phrase for the bench';
const options = { key: bundleKey, version: 'bench' };
const watch = { signal: new AbortController().signal };
const keysOf = (protection: Protection) => ({
  identities: [],
  passphrases: protection === 'encrypted' ? [passphrase] : [],
});

export const bundlePath = (folder: string, protection: Protection) =>
  join(folder, `${protection}.vestigo.zip`);

/** What each process does, the session being open before its time begins. */
export const steps: Readonly<Record<string, Step>> = {
  async seal(session, path, protection) {
    const privateKey = readSigningKey(newSigningKeyText());
    if (!privateKey) throw new Error('a new key can be read');
    const store = await openSession({ ...options, path: session });
    const encryptTo = protection === 'encrypted' ? { passphrase } : null;
    const choice = { selection: null, masked: false, notes: true };
    const key = { privateKey, name: 'bench' };
    const how = { path, choice, key, encryptTo, overwrite: true, program: 'bench' };
    const found = await taken(async () => {
      const { events, bytes } = await sealSession(store, how, watch);
      return { rows: events, bytes };
    });
    await store.close();
    return found;
  },
  async verify(_session, path, protection) {
    const file = await bundleAt(path);
    return taken(async () => {
      const { facts } = await verifyBundle(file, keysOf(protection), watch);
      return { rows: facts.groups.events.lines, bytes: file.size };
    });
  },
  /** Verifying included: nothing is read that was not verified. */
  async unseal(_session, path, protection) {
    const made = `${path}.vestigo`;
    await rm(made, { force: true });
    const file = await bundleAt(path);
    const store = await createSession({ ...options, path: made, name: 'made' });
    const found = await taken(async () => {
      const intact = await verifyBundle(file, keysOf(protection), watch);
      const { newEvents } = await unsealBundle(store, { file, intact }, watch);
      return { rows: newEvents, bytes: (await stat(made)).size };
    });
    await store.close();
    await rm(made);
    return found;
  },
};
