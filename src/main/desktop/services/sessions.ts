import { basename } from 'node:path';
import type { OpenSession } from '../../../shared/contract.ts';
import { Failed, type Failure } from '../../../shared/errors.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Recents } from './recents.ts';
import {
  isSameFile,
  type KeptProtection,
  type NewProtection,
  type Protection,
  type Vault,
} from './vault.ts';

/** An open session: the one on the screen, or one whose collections go on in the background. */
export interface HeldSession {
  /** As in the list of recent sessions. */
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly protection: Protection;
  readonly link: RemoteSession;
}

/** What becomes of a session that is left: `background` keeps it open with what it collects. */
export type Leaving = 'stay' | 'close' | 'background';

export interface SessionsOptions {
  vault: Vault;
  recents: Recents;
  /** What is done with open sessions, by whoever does it. */
  work: {
    /** Asks the person where something runs; else `close`. */
    mayLeave: (session: HeldSession) => Promise<Leaving>;
    /** Resolves when all that has to stop has stopped. */
    stop: (session: HeldSession, leaving: Leaving) => Promise<void>;
    /** Nothing keeps it open in the background. */
    isIdle: (session: HeldSession) => boolean;
    /** A file was opened: what it holds may want to go on. Never rejects. */
    opened: (session: HeldSession) => Promise<void>;
    /** Its process ended by itself. */
    lost: (session: HeldSession) => void;
    /** Another session is the current one, or none. */
    turned: () => void;
  };
  /** The current session is gone. */
  onClosed: (failure: Failure | null) => void;
}

export type Sessions = ReturnType<typeof keepSessions>;

/** The session on the screen and those in the background, each file once, each in its process. */
export function keepSessions({ vault, recents, work, onClosed }: SessionsOptions) {
  const held: HeldSession[] = [];
  let current: HeldSession | null = null;
  const inTurn = oneAtATime();

  const heldAt = (path: string) => held.find((session) => isSameFile(session.path, path));

  async function describe({ id, path, protection, link }: HeldSession): Promise<OpenSession> {
    return { id, info: await link.info(), fileName: basename(path), protection };
  }

  async function hold(path: string, protection: Protection, link: RemoteSession) {
    const { name } = await link.info().catch(async (error: unknown) => {
      await link.close().catch(() => undefined);
      throw error;
    });
    const session: HeldSession = { id: recents.idOf(path), path, name, protection, link };
    held.push(session);
    void watch(session);
    return session;
  }

  async function unlock(path: string, passphrase: string | undefined): Promise<HeldSession> {
    const { protection, link } = await vault.open(path, recents.idOf(path), passphrase);
    return hold(path, protection, link);
  }

  async function watch(session: HeldSession): Promise<void> {
    const failure = await session.link.ended;
    if (!letGo(session)) return;
    work.lost(session);
    if (current !== session) return;
    current = null;
    work.turned();
    onClosed(failure);
  }

  /** False when it was let go of before. */
  function letGo(session: HeldSession): boolean {
    const at = held.indexOf(session);
    if (at >= 0) held.splice(at, 1);
    return at >= 0;
  }

  async function close(session: HeldSession): Promise<void> {
    if (letGo(session)) await session.link.close();
  }

  async function closeIfIdle(session: HeldSession): Promise<void> {
    if (session !== current && work.isIdle(session)) await close(session);
  }

  const mayLeave = () => (current ? work.mayLeave(current) : Promise.resolve('close' as const));

  /** The session before is left only when the new one is there. */
  async function enter(session: HeldSession, leaving: Leaving): Promise<OpenSession> {
    await leave(leaving);
    current = session;
    work.turned();
    const { path, protection, name } = session;
    if (protection !== 'run') recents.opened({ path, protection, name });
    return describe(session);
  }

  async function leave(leaving: Leaving): Promise<void> {
    const left = current;
    if (!left) return;
    await work.stop(left, leaving);
    current = null;
    if (leaving === 'close' || work.isIdle(left)) await close(left);
    work.turned();
  }

  return {
    /** null: the person stays with what is open. */
    create: (path: string, name: string, protection: NewProtection): Promise<OpenSession | null> =>
      inTurn(async () => {
        // Asked first: a session that nobody enters would leave its file and its key behind.
        const leaving = await mayLeave();
        if (leaving === 'stay') return null;
        const link = await vault.make(path, name, protection);
        return enter(await hold(path, protection.kind, link), leaving);
      }),

    /** Makes one that is there when `fill` has filled it, or not at all. null: as with `create`. */
    createFilled: (
      path: string,
      name: string,
      protection: KeptProtection,
      fill: (link: RemoteSession) => Promise<void>,
    ): Promise<OpenSession | null> =>
      inTurn(async () => {
        const leaving = await mayLeave();
        if (leaving === 'stay') return null;
        const link = await vault.makeFilled(path, name, protection, fill);
        return enter(await hold(path, protection.kind, link), leaving);
      }),

    /**
     * Throws `session.no-key` with the file's `id` when its passphrase is wanted. null: the person
     * stays with what is open.
     */
    open: (path: string, passphrase: string | undefined): Promise<OpenSession | null> =>
      inTurn(async () => {
        const known = heldAt(path);
        if (known && known === current) return describe(known);
        const session = known ?? (await unlock(path, passphrase));
        const leaving = await mayLeave();
        if (leaving === 'stay') {
          if (!known) await close(session);
          return null;
        }
        const entered = await enter(session, leaving);
        // The window need not wait for that; but nobody closes the session meanwhile.
        if (!known) void inTurn(async () => held.includes(session) && work.opened(session));
        return entered;
      }),

    /**
     * Opens it beside the current one, if it is not open, for as long as `begin` takes or what it
     * begins keeps it there. Throws as `open`.
     */
    behind: <T>(
      path: string,
      passphrase: string | undefined,
      begin: (session: HeldSession) => Promise<T>,
    ): Promise<T> =>
      inTurn(async () => {
        const known = heldAt(path);
        const session = known ?? (await unlock(path, passphrase));
        try {
          if (!known) await work.opened(session);
          return await begin(session);
        } finally {
          await closeIfIdle(session);
        }
      }),

    /** Closes it if it is in the background and nothing keeps it there any more. */
    settle: (session: HeldSession): Promise<void> => inTurn(() => closeIfIdle(session)),

    current: async (): Promise<OpenSession | null> => current && describe(current),

    isCurrent: (session: HeldSession): boolean => session === current,

    /** The file is open, on the screen or in the background. */
    isHeld: (path: string): boolean => heldAt(path) !== undefined,

    /** The open session's process, if any. */
    linkOrNull: (): RemoteSession | null => current?.link ?? null,

    /** The open session. Throws `session.none-open`. */
    held: (): HeldSession => {
      if (!current) throw new Failed('session.none-open');
      return current;
    },

    /** Asks first where something runs. */
    close: (): Promise<void> =>
      inTurn(async () => {
        const leaving = await mayLeave();
        if (!current || leaving === 'stay') return;
        await leave(leaving);
        onClosed(null);
      }),

    /** Without a question: the program ends. What runs has been brought to its end before. */
    closeAll: (): Promise<void> =>
      inTurn(async () => {
        current = null;
        await Promise.allSettled(held.splice(0).map(({ link }) => link.close()));
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
