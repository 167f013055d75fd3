import { realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import type { ChannelInput, OpenSession } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { SecretCheck } from '../../secrets/secret-check.ts';
import type { SessionFiles } from './session-files.ts';

export type Protection = OpenSession['protection'];

/** `run`: the key is kept nowhere, and the session ends with this run. */
export type NewProtection = KeptProtection | { kind: 'run' };
export type KeptProtection = ChannelInput<'sessions.create'>['protection'];

/** Keys of session files in the keychain, by the file's own id. Throw `keychain.*`. */
interface SessionKeys {
  create: () => Uint8Array;
  /** null: there is none. */
  get: (fileId: string) => Promise<Uint8Array | null>;
  keep: (fileId: string, key: Uint8Array) => Promise<void>;
  forget: (fileId: string) => Promise<void>;
  /** Of a passphrase, for unlocking the window. */
  checkFor: (passphrase: string) => Promise<SecretCheck>;
}

export type Vault = ReturnType<typeof openVault>;

/** Session files with their keys: what a person typed, or what lies in the keychain. */
export function openVault({ files, keys }: { files: SessionFiles; keys: SessionKeys }) {
  /** Passphrases themselves are not kept. */
  const checks = new WeakMap<RemoteSession, Promise<SecretCheck>>();
  const remember = (link: RemoteSession, passphrase: string): RemoteSession => {
    checks.set(link, keys.checkFor(passphrase));
    return link;
  };

  const vault = {
    /** Throws `session.no-key` with `id` when a passphrase is wanted, `keychain.no-entry`. */
    async open(path: string, id: string, passphrase: string | undefined) {
      const { fileId, protection } = files.inspect(path);
      if (protection === 'passphrase') {
        if (passphrase === undefined) throw new Failed('session.no-key', { id });
        const link = await files.open({ path, key: { passphrase } });
        return { protection, link: remember(link, passphrase) };
      }
      const key = await keys.get(fileId);
      if (!key) throw new Failed('keychain.no-entry');
      return { protection, link: await files.open({ path, key: { key } }) };
    },

    /** The keychain gets the key before there is a file: no file is ever without its key. */
    async make(path: string, name: string, protection: NewProtection): Promise<RemoteSession> {
      if (protection.kind === 'passphrase') {
        const { passphrase } = protection;
        const newId = files.newId('passphrase');
        const link = await files.create({ path, name, fileId: newId, key: { passphrase } });
        return remember(link, passphrase);
      }
      const fileId = files.newId('keychain');
      const key = keys.create();
      const isKept = protection.kind === 'keychain';
      if (isKept) await keys.keep(fileId, key);
      return files.create({ path, name, fileId, key: { key } }).catch(async (error: unknown) => {
        if (isKept) await keys.forget(fileId).catch(() => undefined);
        throw error;
      });
    },

    /**
     * Makes a session that appears under its name when `fill` has filled it, or not at all: then its
     * key is gone, too. Throws `file.exists` where something is, and what `fill` throws.
     */
    async makeFilled(
      path: string,
      name: string,
      protection: KeptProtection,
      fill: (link: RemoteSession) => Promise<void>,
    ): Promise<RemoteSession> {
      const hidden = files.hiddenBeside(path);
      refuseExisting(path);
      const filling = await vault.make(hidden, name, protection);
      try {
        try {
          await fill(filling);
        } finally {
          await filling.close();
        }
        // Nothing is written over that came meanwhile.
        refuseExisting(path);
        renameSync(hidden, path);
      } catch (error) {
        await vault.forget(hidden).catch(() => undefined);
        for (const end of ['', '-journal', '-wal']) rmSync(`${hidden}${end}`, { force: true });
        throw error;
      }
      const passphrase = protection.kind === 'passphrase' ? protection.passphrase : undefined;
      return (await vault.open(path, '', passphrase)).link;
    },

    /** Tells whether something is the passphrase of an open session; null: it has none. */
    checkOf: (link: RemoteSession): Promise<SecretCheck> | null => checks.get(link) ?? null,

    /** Takes a file's key out of the keychain, if it lies there. Throws `file.*`, `keychain.*`. */
    async forget(path: string): Promise<void> {
      const { fileId, protection } = files.inspect(path);
      if (protection === 'keychain') await keys.forget(fileId);
    },
  };
  return vault;
}

/** An empty file is nothing yet: a creation that was killed. */
function refuseExisting(path: string): void {
  const { size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (size > 0) throw new Failed('file.exists', { writing: true });
}

/** Whether two paths name one file, by whatever links and spellings. */
export function isSameFile(one: string, other: string): boolean {
  return one === other || realPath(one) === realPath(other);
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
