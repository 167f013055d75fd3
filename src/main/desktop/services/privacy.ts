import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ChannelInput, ChannelOutput } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import type { PrivacyState } from '../../../shared/privacy.ts';
import type { Shown } from '../../../shared/reveals.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Dialogs } from '../dialogs.ts';
import type { Push } from '../ipc.ts';
import type { Lock } from './lock.ts';
import type { Recents } from './recents.ts';
import type { Sessions } from './sessions.ts';
import type { Vault } from './vault.ts';

interface PrivacyOptions {
  lock: Lock;
  code: { isSet: () => boolean; set: (code: string | null) => Promise<void> };
  sessions: Pick<Sessions, 'held' | 'linkOrNull' | 'isHeld'>;
  recents: Recents;
  vault: Pick<Vault, 'forget'>;
  dialogs: Pick<Dialogs, 'revealsFile'>;
  push: Push;
  /** Into the system's trash. */
  trash: (path: string) => Promise<void>;
}

export type Privacy = ReturnType<typeof keepPrivacy>;

/** What the window is shown of personal data, and the end of a session's key. */
export function keepPrivacy({
  lock,
  code,
  sessions,
  recents,
  vault,
  dialogs,
  push,
  trash,
}: PrivacyOptions) {
  /** Of each session that something was revealed of; one in the background stays as it is until a lock. */
  const shown = new Map<RemoteSession, Shown>();

  function shownNow(): Shown {
    const link = sessions.linkOrNull();
    return (link && shown.get(link)) ?? [];
  }

  function state(): PrivacyState {
    const means = lock.means();
    return { locked: lock.isLocked(), means, hasCode: code.isSet(), shown: shownNow() };
  }

  const tell = () => push('privacy.changed', state());

  async function hide(): Promise<void> {
    const links = [...shown.keys()];
    shown.clear();
    // One that was closed meanwhile shows nothing.
    await Promise.allSettled(links.map((link) => link.run('hide', {})));
  }

  return {
    state,

    async reveal(part: ChannelInput<'privacy.reveal'>): Promise<void> {
      const { link } = sessions.held();
      shown.set(link, await link.run('reveal', part));
      tell();
    },

    async hide(): Promise<void> {
      await hide();
      tell();
    },

    /** The window was locked or unlocked. */
    async turned(locked: boolean): Promise<void> {
      if (locked) await hide();
      tell();
    },

    async setCode(wanted: string | null): Promise<void> {
      await code.set(wanted);
      tell();
    },

    reveals: (): Promise<ChannelOutput<'privacy.reveals'>> => sessions.held().link.reveals(),

    async saveReveals(): Promise<ChannelOutput<'privacy.saveReveals'>> {
      const { link, name } = sessions.held();
      const path = await dialogs.revealsFile(name);
      if (path === null) return null;
      await link.run('exportReveals', { path });
      return { fileName: basename(path) };
    },

    /**
     * Takes a session's key out of the keychain first: from then on nobody can read its file. Then
     * the file itself, if wished. Throws `session.in-use` while it is open, `keychain.*`, `file.*`.
     */
    async deleteSession({ id, file }: ChannelInput<'sessions.delete'>): Promise<void> {
      const path = recents.pathOf(id);
      if (sessions.isHeld(path)) throw new Failed('session.in-use');
      await vault.forget(path);
      recents.forget(id);
      if (file === 'keep') return;
      const gone = file === 'trash' ? trash(path) : rm(path);
      await gone.catch(() => {
        throw new Failed('file.not-permitted', { writing: true });
      });
    },
  };
}
