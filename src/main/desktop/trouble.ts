import { app, dialog } from 'electron';
import { fill, textsOf } from '../../shared/locales/index.ts';
import { classOf, logPath, type Log } from './log.ts';
import { systemLanguage } from './system.ts';

/** Errors nobody caught are logged by class; the person is told once, calmly, and can go on. */
export function watchForTrouble(log: Log): void {
  let told = false;
  const note = (what: string) => (error: unknown) => {
    log.error(what, { type: classOf(error) });
    if (told || !app.isReady()) return;
    told = true;
    const { message, detail } = textsOf(systemLanguage()).desktop.trouble;
    void dialog.showMessageBox({ type: 'warning', message, detail });
  };
  process.on('uncaughtException', note('uncaught.exception'));
  process.on('unhandledRejection', note('uncaught.rejection'));
}

/** The program could not put itself together: says so and ends. */
export function endWithoutStart(log: Log, error: unknown): void {
  log.error('program.not-started', { type: classOf(error) });
  const { message, detail } = textsOf(systemLanguage()).desktop.noStart;
  dialog.showErrorBox(message, fill(detail, { log: logPath() }));
  app.exit(1);
}
