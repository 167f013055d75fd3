import { shell } from 'electron';
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
}: PrivacyOptions) {
  let shown: { link: RemoteSession; parts: Shown } | null = null;

  /** Of another session nothing was revealed. */
  const shownNow = (): Shown => (shown && shown.link === sessions.linkOrNull() ? shown.parts : []);

  function state(): PrivacyState {
    const means = lock.means();
    return { locked: lock.isLocked(), means, hasCode: code.isSet(), shown: shownNow() };
  }

  const tell = () => push('privacy.changed', state());

  async function hide(): Promise<void> {
    const link = shown?.link;
    shown = null;
    // The session may have been closed meanwhile: then it shows nothing.
    await link?.run('hide', {}).catch(() => undefined);
  }

  return {
    state,

    async reveal(part: ChannelInput<'privacy.reveal'>): Promise<void> {
      const { link } = sessions.held();
      shown = { link, parts: await link.run('reveal', part) };
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
      const gone = file === 'trash' ? shell.trashItem(path) : rm(path);
      await gone.catch(() => {
        throw new Failed('file.not-permitted', { writing: true });
      });
    },
  };
}
