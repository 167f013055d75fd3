import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { signersIn } from '../../src/main/bundle/signers.ts';
import { keepBundles } from '../../src/main/desktop/services/bundles.ts';
import { openVault } from '../../src/main/desktop/services/vault.ts';
import type { VerifyArgs } from '../../src/main/store/process/protocol.ts';
import type { RemoteSession } from '../../src/main/store/process/remote-session.ts';
import type { VerifiedBundle } from '../../src/shared/bundle.ts';
import { Failed } from '../../src/shared/errors.ts';

const identity = 'AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';
const opened = { identities: [], passphrases: [], fileKey: '9a'.repeat(16) };
const signer = { name: 'Игорь', fingerprint: 'ab'.repeat(32) };
const verified = {
  signer,
  sha256: 'cd'.repeat(32),
  tagManifest: 'ef'.repeat(32),
  isEncrypted: false,
  facts: { session: { name: 'Дело' } },
} as VerifiedBundle;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vestigo-bundles-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'fine',
    (error: unknown) => (error instanceof Failed ? error.failure.kind : String(error)),
  );
}

/** What verifying comes to, and what is done with an open session. */
function desk(verify: (args: VerifyArgs) => VerifiedBundle | Failed = () => verified) {
  const done: string[] = [];
  const ran: [string, unknown][] = [];
  const state = { collections: 1, collecting: false, keychain: 'open' as 'open' | 'locked' };
  const link = {
    info: async () => ({ collections: Array.from({ length: state.collections }) }),
    run: async (name: string, args: unknown) => {
      ran.push([name, args]);
      return { events: 1, fingerprint: signer.fingerprint };
    },
  } as unknown as RemoteSession;
  const signers = signersIn(join(folder(), 'signers.json'));
  const bundles = keepBundles({
    sessions: {
      held: () => ({ link, name: 'Дело' }) as never,
      createFilled: async (path, name, protection, fill) => {
        done.push(`make ${path} ${name} ${protection.kind}`);
        await fill(link);
        return { fileName: path } as never;
      },
    },
    dialogs: {
      sealFile: async (name) => {
        done.push(`ask ${name}`);
        return '/out/a.vestigo.zip';
      },
      bundle: async () => '/in/b.vestigo.zip',
      unsealed: async (name) => `/out/${name}.vestigo`,
    },
    async verify(args) {
      const found = verify(args);
      if (found instanceof Failed) throw found;
      return { ...found, keys: opened };
    },
    signers,
    signing: {
      async own() {
        if (state.keychain === 'locked') throw new Failed('keychain.locked');
        return { text: 'own', fingerprint: '11'.repeat(32) };
      },
      once: () => ({ text: 'once', fingerprint: '22'.repeat(32) }),
    },
    probeKeychain: async () => 'available',
    transfers: {
      during: (work) => work(new AbortController().signal),
      cancel: async () => undefined,
    },
    isCollecting: () => state.collecting,
    push: () => undefined,
    onChange: () => void done.push('changed'),
    version: '1',
  });
  return { bundles, signers, done, ran, state };
}

const asked = {
  selection: null,
  notes: true,
  unmasked: null,
  signer: 'Анна',
  encryptTo: null,
} as const;

test('sealing uses the key of the keychain, and remembers it as one’s own', async () => {
  const { bundles, signers, ran } = desk();
  expect(await bundles.sealer()).toMatchObject({ fingerprint: null });
  expect(await bundles.seal({ ...asked, once: false })).toMatchObject({
    fileName: 'a.vestigo.zip',
  });
  expect(ran[0]).toMatchObject(['seal', { key: { text: 'own', name: 'Анна' }, unmasked: null }]);
  expect(await signers.list()).toMatchObject([{ name: 'Анна', own: true }]);
  expect(await bundles.sealer()).toMatchObject({ name: 'Анна', fingerprint: '11'.repeat(32) });
});

test('a locked keychain is told before a place is asked for; a key for once is known to nobody', async () => {
  const { bundles, signers, ran, done, state } = desk();
  state.keychain = 'locked';
  expect(await kindOf(bundles.seal({ ...asked, once: false }))).toBe('keychain.locked');
  expect(done).toEqual([]);
  await bundles.seal({ ...asked, once: true });
  expect(ran[0]).toMatchObject(['seal', { key: { text: 'once' } }]);
  expect(await signers.list()).toEqual([]);
});

test('a changed bundle is told as changed, and nothing can be done with it', async () => {
  const failure = new Failed('bundle.changed', { reason: 'checksum', name: 'data/x' });
  const { bundles, ran } = desk(() => failure);
  expect(await bundles.choose()).toEqual({
    verdict: 'changed',
    fileName: 'b.vestigo.zip',
    reason: 'checksum',
    name: 'data/x',
  });
  const protection = { kind: 'keychain' } as const;
  expect(await kindOf(bundles.open({ protection }))).toBe('input.invalid');
  expect(await kindOf(bundles.merge())).toBe('input.invalid');
  expect(await kindOf(bundles.confirm({ name: 'Игорь' }))).toBe('input.invalid');
  expect(ran).toEqual([]);
});

test('an encrypted bundle wants what opens it; that goes no further than to the session', async () => {
  const { bundles, ran } = desk(({ keys: { identities, passphrases } }) => {
    if (identities.length + passphrases.length === 0) return new Failed('bundle.no-key');
    return identities[0] === identity ? verified : new Failed('bundle.wrong-key');
  });
  expect(await kindOf(bundles.unlock({ passphrase: 'верная' }))).toBe('input.invalid');
  expect(await bundles.choose()).toEqual({ verdict: 'encrypted', fileName: 'b.vestigo.zip' });
  expect(await kindOf(bundles.merge())).toBe('input.invalid');
  expect(await kindOf(bundles.unlock({ passphrase: 'не та' }))).toBe('bundle.wrong-key');
  expect(await kindOf(bundles.unlock({ identity: '# просто слова' }))).toBe('input.invalid');
  const file = `# created: 2026-11-20\n# public key: age1qq\n${identity}\n`;
  const report = await bundles.unlock({ identity: file });
  expect(report).toMatchObject({ verdict: 'intact', known: null });
  expect(JSON.stringify(report)).not.toContain(identity);
  await bundles.merge();
  expect(JSON.stringify(report)).not.toContain(opened.fileKey);
  // What verifying came by, so that a passphrase is not derived from once more.
  const { sha256 } = verified;
  expect(ran).toEqual([['unseal', { path: '/in/b.vestigo.zip', keys: opened, sha256 }]]);
  expect(await kindOf(bundles.merge())).toBe('input.invalid');
});

test('a signer is confirmed once under the analyst’s own name for them, and can be forgotten', async () => {
  const { bundles, signers } = desk();
  expect(await bundles.choose()).toMatchObject({ verdict: 'intact', known: null });
  expect(await bundles.confirm({ name: 'Белов, Казань' })).toMatchObject({
    known: { name: 'Белов, Казань', own: false },
  });
  expect(await bundles.choose()).toMatchObject({ known: { name: 'Белов, Казань' } });
  expect(await bundles.forgetSigner(signer)).toEqual([]);
  expect(await bundles.choose()).toMatchObject({ known: null });
  await signers.confirm({ ...signer, name: 'Я', own: true });
  expect(await bundles.confirm({ name: 'Другой' })).toMatchObject({
    known: { name: 'Я', own: true },
  });
});

test('a session is made of the very bundle that was verified; one that was left is gone', async () => {
  const { bundles, done, ran } = desk();
  await bundles.choose();
  bundles.leave();
  const protection = { kind: 'keychain' } as const;
  expect(await kindOf(bundles.open({ protection }))).toBe('input.invalid');
  await bundles.choose();
  await bundles.open({ protection });
  expect(done).toEqual(['make /out/Дело.vestigo Дело keychain']);
  expect(ran[0]).toMatchObject(['unseal', { sha256: verified.sha256 }]);
});

test('nothing is merged into an empty session, or into one that something is collected into', async () => {
  const { bundles, state, ran, done } = desk();
  await bundles.choose();
  state.collections = 0;
  expect(await kindOf(bundles.merge())).toBe('input.invalid');
  state.collections = 1;
  state.collecting = true;
  expect(await kindOf(bundles.merge())).toBe('input.invalid');
  expect(ran).toEqual([]);
  state.collecting = false;
  await bundles.merge();
  expect(done).toEqual(['changed']);
});

/** A vault whose sessions are files with their name in them. */
function vault() {
  const keys = new Map<string, Uint8Array>();
  const link = { close: async () => undefined } as unknown as RemoteSession;
  const made = openVault({
    files: {
      newId: () => 'one',
      inspect: () => ({ fileId: 'one', protection: 'keychain', cipher: 'AEGIS-256' }),
      hiddenBeside: (path) => `${path}.part`,
      create: async ({ path, name }) => {
        writeFileSync(path, name);
        return link;
      },
      open: async () => link,
    },
    keys: {
      create: () => new Uint8Array(32),
      get: async (id) => keys.get(id) ?? null,
      keep: async (id, key) => void keys.set(id, key),
      forget: async (id) => void keys.delete(id),
      checkFor: async () => ({ salt: '', hash: '' }),
    },
  });
  return { vault: made, keys };
}

test('a session that is filled is there as a whole, or neither it nor its key is', async () => {
  const { vault: made, keys } = vault();
  const at = folder();
  const path = join(at, 'case.vestigo');
  const kind = { kind: 'keychain' } as const;
  const stopped = made.makeFilled(path, 'Дело', kind, async () => {
    expect(existsSync(path)).toBe(false);
    throw new Failed('cancelled');
  });
  expect(await kindOf(stopped)).toBe('cancelled');
  expect([readdirSync(at), keys.size]).toEqual([[], 0]);

  await made.makeFilled(path, 'Дело', kind, async () => undefined);
  expect([readdirSync(at), keys.size]).toEqual([['case.vestigo'], 1]);
  const again = made.makeFilled(path, 'Другое', kind, async () => undefined);
  expect(await kindOf(again)).toBe('file.exists');
  expect(readdirSync(at)).toEqual(['case.vestigo']);
});
