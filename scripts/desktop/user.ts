import { capture, CommandFailed } from '../setup/command.ts';
import { isRoot } from '../setup/machine.ts';

/** Chromium's sandbox is off for root, so root's windows belong to this account, which owns nothing else. */
const NAME = 'vestigo-desktop';

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** The unprivileged user whom windows run as where this process is root; null: as ourselves. Made when missing. */
export async function desktopUser(): Promise<User | null> {
  if (!isRoot()) return null;
  const known = await lookUp();
  if (known) return known;
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  await capture('useradd', [...options, '--home-dir', '/nonexistent', NAME]).catch(
    async (error: unknown) => {
      // Two runs at once: the other one made it.
      if (!(await lookUp())) throw error;
    },
  );
  const made = await lookUp();
  if (!made) throw new Error(`useradd made no user ${NAME}`);
  return made;
}

async function lookUp(): Promise<User | null> {
  try {
    const uid = await capture('id', ['-u', NAME]);
    const gid = await capture('id', ['-g', NAME]);
    return { uid: Number(uid), gid: Number(gid) };
  } catch (error) {
    if (error instanceof CommandFailed) return null;
    throw error;
  }
}
