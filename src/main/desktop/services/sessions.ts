import { basename } from 'node:path';
import type { ChannelInput, OpenSession } from '../../../shared/contract.ts';
import { Failed, type Failure } from '../../../shared/errors.ts';
import type { SecretStore } from '../../secrets/secret-store.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Recents } from './recents.ts';
import type { SessionFiles } from './session-files.ts';

type Protection = OpenSession['protection'];

interface Current {
  path: string;
  protection: Protection;
  link: RemoteSession;
}

/** Keys of session files, by the file's own id. */
export interface SessionKeys {
  create(): Uint8Array;
  get(store: SecretStore, fileId: string): Promise<Uint8Array | null>;
  keep(store: SecretStore, fileId: string, key: Uint8Array): Promise<void>;
}

export interface SessionsOptions {
  files: SessionFiles;
  recents: Recents;
  keys: SessionKeys;
  keychain: SecretStore;
  /** Stops what works on the open session, before it is closed. */
  beforeClose: () => Promise<void>;
  onClosed: (failure: Failure | null) => void;
}

export type Sessions = ReturnType<typeof keepSessions>;

/** The one open session: which file, how it is unlocked, and the process that holds it. */
export function keepSessions(options: SessionsOptions) {
  const { files, recents, keys, keychain, beforeClose, onClosed } = options;
  let current: Current | null = null;

  async function describe({ path, protection, link }: Current): Promise<OpenSession> {
    return { info: await link.info(), fileName: basename(path), protection };
  }

  /** The session before is closed only when the new one is there. */
  async function enter(
    path: string,
    protection: Protection,
    link: RemoteSession,
  ): Promise<OpenSession> {
    await leave();
    const entered = { path, protection, link };
    current = entered;
    void watch(entered);
    const described = await describe(entered);
    if (protection !== 'run') recents.opened({ path, protection, name: described.info.name });
    return described;
  }

  async function watch(entered: Current): Promise<void> {
    const failure = await entered.link.ended;
    if (current !== entered) return;
    current = null;
    onClosed(failure);
  }

  async function leave(): Promise<void> {
    if (!current) return;
    await beforeClose();
    const { link } = current;
    current = null;
    await link.close();
  }

  async function keyOf(path: string, id: string, passphrase: string | undefined) {
    const { fileId, protection } = files.inspect(path);
    if (protection === 'passphrase') {
      if (passphrase === undefined) throw new Failed('session.no-key', { id });
      return { protection, key: { passphrase } };
    }
    const key = await keys.get(keychain, fileId);
    if (!key) throw new Failed('keychain.no-entry');
    return { protection, key: { key } };
  }

  return {
    /** The keychain gets the key before there is a file: no file is ever without its key. */
    async create(
      path: string,
      name: string,
      protection: ChannelInput<'sessions.create'>['protection'] | { kind: 'run' },
    ): Promise<OpenSession> {
      const { kind } = protection;
      const fileId = files.newId(kind === 'passphrase' ? 'passphrase' : 'keychain');
      const key = kind === 'passphrase' ? protection : { key: keys.create() };
      if (kind === 'keychain' && 'key' in key) await keys.keep(keychain, fileId, key.key);
      return enter(path, kind, await files.create({ path, name, fileId, key }));
    },

    /** Throws `session.no-key` with the file's `id` when its passphrase is wanted. */
    async open(path: string, passphrase: string | undefined): Promise<OpenSession> {
      if (current?.path === path) return describe(current);
      const { protection, key } = await keyOf(path, recents.idOf(path), passphrase);
      return enter(path, protection, await files.open({ path, key }));
    },

    current: async (): Promise<OpenSession | null> => current && describe(current),

    /** The open session's process, if any. */
    linkOrNull: (): RemoteSession | null => current?.link ?? null,

    /** Throws `session.none-open`. */
    link: (): RemoteSession => {
      if (!current) throw new Failed('session.none-open');
      return current.link;
    },

    async close(): Promise<void> {
      if (!current) return;
      await leave();
      onClosed(null);
    },
  };
}
