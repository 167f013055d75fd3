import { realpathSync } from 'node:fs';
import type { ChannelInput, OpenSession } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
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
}

export type Vault = ReturnType<typeof openVault>;

/** Session files with their keys: what a person typed, or what lies in the keychain. */
export function openVault({ files, keys }: { files: SessionFiles; keys: SessionKeys }) {
  return {
    /** Throws `session.no-key` with `id` when a passphrase is wanted, `keychain.no-entry`. */
    async open(path: string, id: string, passphrase: string | undefined) {
      const { fileId, protection } = files.inspect(path);
      if (protection === 'passphrase') {
        if (passphrase === undefined) throw new Failed('session.no-key', { id });
        return { protection, link: await files.open({ path, key: { passphrase } }) };
      }
      const key = await keys.get(fileId);
      if (!key) throw new Failed('keychain.no-entry');
      return { protection, link: await files.open({ path, key: { key } }) };
    },

    /** The keychain gets the key before there is a file: no file is ever without its key. */
    async make(path: string, name: string, protection: NewProtection): Promise<RemoteSession> {
      if (protection.kind === 'passphrase') {
        const { passphrase } = protection;
        return files.create({ path, name, fileId: files.newId('passphrase'), key: { passphrase } });
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
