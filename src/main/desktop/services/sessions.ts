import { basename } from 'node:path';
import type { ChannelInput, OpenSession } from '../../../shared/contract.ts';
import { Failed, type Failure } from '../../../shared/errors.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Recents } from './recents.ts';
import type { SessionFiles } from './session-files.ts';

type Protection = OpenSession['protection'];

interface Current {
  path: string;
  protection: Protection;
  link: RemoteSession;
}

/** Keys of session files in the keychain, by the file's own id. Throw `keychain.*`. */
interface SessionKeys {
  create: () => Uint8Array;
  /** null: there is none. */
  get: (fileId: string) => Promise<Uint8Array | null>;
  keep: (fileId: string, key: Uint8Array) => Promise<void>;
  forget: (fileId: string) => Promise<void>;
}

export interface SessionsOptions {
  files: SessionFiles;
  recents: Recents;
  keys: SessionKeys;
  /** Asked before a person leaves the open session; false keeps it open. */
  mayLeave: () => Promise<boolean>;
  /** Stops what works on the open session, before it is closed. */
  beforeClose: () => Promise<void>;
  onClosed: (failure: Failure | null) => void;
}

/** `run`: the key is kept nowhere, and the session ends with this run. */
type NewProtection = ChannelInput<'sessions.create'>['protection'] | { kind: 'run' };

export type Sessions = ReturnType<typeof keepSessions>;

/** The one open session: which file, how it is unlocked, and the process that holds it. */
export function keepSessions(options: SessionsOptions) {
  const { files, recents, keys, mayLeave, beforeClose, onClosed } = options;
  let current: Current | null = null;
  const inTurn = oneAtATime();

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
    const key = await keys.get(fileId);
    if (!key) throw new Failed('keychain.no-entry');
    return { protection, key: { key } };
  }

  /** The keychain gets the key before there is a file: no file is ever without its key. */
  async function make(
    path: string,
    name: string,
    protection: NewProtection,
  ): Promise<RemoteSession> {
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
  }

  const mayEnter = async () => current === null || mayLeave();

  return {
    /** null: the person stays with what is open. */
    create: (path: string, name: string, protection: NewProtection): Promise<OpenSession | null> =>
      inTurn(async () => {
        // Asked first: a session that nobody enters would leave its file and its key behind.
        if (!(await mayEnter())) return null;
        return enter(path, protection.kind, await make(path, name, protection));
      }),

    /**
     * Throws `session.no-key` with the file's `id` when its passphrase is wanted. null: the person
     * stays with what is open.
     */
    open: (path: string, passphrase: string | undefined): Promise<OpenSession | null> =>
      inTurn(async () => {
        if (current?.path === path) return describe(current);
        const { protection, key } = await keyOf(path, recents.idOf(path), passphrase);
        const link = await files.open({ path, key });
        if (await mayEnter()) return enter(path, protection, link);
        await link.close();
        return null;
      }),

    current: async (): Promise<OpenSession | null> => current && describe(current),

    /** The open session's process, if any. */
    linkOrNull: (): RemoteSession | null => current?.link ?? null,

    /** Throws `session.none-open`. */
    link: (): RemoteSession => {
      if (!current) throw new Failed('session.none-open');
      return current.link;
    },

    /** The open session's file. Throws `session.none-open`. */
    path: (): string => {
      if (!current) throw new Failed('session.none-open');
      return current.path;
    },

    /** `ask`: not without the person's consent to stop what runs. */
    close: ({ ask }: { ask: boolean }): Promise<void> =>
      inTurn(async () => {
        if (!current || (ask && !(await mayLeave()))) return;
        await leave();
        onClosed(null);
      }),
  };
}

/** Opening and closing never overlap, however fast somebody clicks. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
