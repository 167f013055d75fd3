import { join } from 'node:path';
import { app } from 'electron';
import log from 'electron-log/node';
import { scrub } from './scrub.ts';

type Facts = Readonly<Record<string, string | number | boolean>>;

/** What happened, as a name and a few facts: kinds, counts, classes. Never content, never a secret. */
export interface Log {
  info: (what: string, facts?: Facts) => void;
  error: (what: string, facts?: Facts) => void;
}

export function logPath(): string {
  return join(app.getPath('userData'), 'logs', 'vestigo.log');
}

/** The log file of the program's folder. Whatever reaches it, by whatever way, is scrubbed. */
export function openLog(): Log {
  log.transports.file.resolvePathFn = logPath;
  log.transports.file.maxSize = 1024 * 1024;
  log.transports.console.level = app.isPackaged ? false : 'warn';
  log.hooks.push((message) => ({ ...message, data: message.data.map((part) => scrub(part)) }));
  return {
    info: (what, facts = {}) => log.info(what, JSON.stringify(facts)),
    error: (what, facts = {}) => log.error(what, JSON.stringify(facts)),
  };
}

/** What an error may be called in the log: its class. A message could hold anything. */
export function classOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Processes of the program that ended by themselves. */
export function logEnds(to: Log): void {
  app.on('render-process-gone', (_event, _contents, { reason }) =>
    to.error('window.gone', { reason }),
  );
  app.on('child-process-gone', (_event, { type, reason }) =>
    to.error('process.gone', { type, reason }),
  );
}
