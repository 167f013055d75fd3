import type { SessionFileInfo } from '../../store/file/header.ts';
import type { CreateOptions, OpenOptions } from '../../store/open-session.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';

/** What the store room offers for session files; each open one has a process of its own. */
export interface SessionFiles {
  newId: (protection: SessionFileInfo['protection']) => string;
  /** Reads what a file says of itself without its key. Throws `session.*`, `file.*`. */
  inspect: (path: string) => SessionFileInfo;
  /** A name beside `path` that nothing has, for what is not finished. */
  hiddenBeside: (path: string) => string;
  create: (file: Omit<CreateOptions, 'version'>) => Promise<RemoteSession>;
  open: (file: Omit<OpenOptions, 'version'>) => Promise<RemoteSession>;
}
