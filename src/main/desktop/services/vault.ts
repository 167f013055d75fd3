import { realpathSync } from 'node:fs';
import type { ChannelInput, OpenSession } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { SecretCheck } from '../../secrets/secret-check.ts';
import type { SessionFiles } from './session-files.ts';

export type Protection = OpenSession['protection'];

/** `run`: the key is kept nowhere, and the session ends with this run. */
export type NewProtection = ChannelInput<'sessions.create'>['protection'] | { kind: 'run' };

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

  return {
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

    /** Tells whether something is the passphrase of an open session; null: it has none. */
    checkOf: (link: RemoteSession): Promise<SecretCheck> | null => checks.get(link) ?? null,

    /** Takes a file's key out of the keychain, if it lies there. Throws `file.*`, `keychain.*`. */
    async forget(path: string): Promise<void> {
      const { fileId, protection } = files.inspect(path);
      if (protection === 'keychain') await keys.forget(fileId);
    },
  };
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
