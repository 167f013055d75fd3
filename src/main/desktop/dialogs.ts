import { join, dirname } from 'node:path';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';
import { textsOf } from '../../shared/locales/index.ts';
import type { Language } from '../../shared/locales/texts.ts';
import { fileNameFrom } from './file-name.ts';
import type { Leaving } from './services/sessions.ts';

/** Asks the person for files. Each gives a path, or null when the dialog was closed. */
export interface Dialogs {
  newSession(name: string): Promise<string | null>;
  session(): Promise<string | null>;
  exportFile(name: string, format: 'csv' | 'ndjson'): Promise<string | null>;
  /** What could not be read, as NDJSON. */
  quarantineFile(name: string): Promise<string | null>;
  importFile(): Promise<string | null>;
  /** An import or export runs. True: stop it, and quit or leave the session. */
  stopTransfer(then: 'quit' | 'leave'): Promise<boolean>;
  /** Something is being collected into the session that is left. */
  leaveCollecting(): Promise<Leaving>;
  /** Something is being collected. True: close, and go on next time. */
  quitCollecting(): Promise<boolean>;
}

interface DialogsOptions {
  window: () => BrowserWindow | null;
  language: () => Language;
  /** The folder of the last dialog, kept between runs. */
  folder: { get(): string | null; set(path: string): void };
}

export function systemDialogs({ window, language, folder }: DialogsOptions): Dialogs {
  const texts = () => textsOf(language()).desktop;

  async function startFolder(): Promise<string> {
    const last = folder.get();
    if (last !== null && existsSync(last)) return last;
    const own = join(app.getPath('documents'), app.getName());
    await mkdir(own, { recursive: true });
    return own;
  }

  async function save(title: string, name: string, filters: FileFilter[]): Promise<string | null> {
    const [filter] = filters;
    const extension = filter?.extensions[0] ?? '';
    const options = {
      title,
      filters,
      defaultPath: join(await startFolder(), `${name}.${extension}`),
      properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
    };
    const parent = window();
    const { filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options));
    if (!filePath) return null;
    folder.set(dirname(filePath));
    return filePath.toLowerCase().endsWith(`.${extension}`) ? filePath : `${filePath}.${extension}`;
  }

  async function open(title: string, filters: FileFilter[]): Promise<string | null> {
    const options = {
      title,
      filters: [...filters, { name: texts().dialog.allFiles, extensions: ['*'] }],
      defaultPath: await startFolder(),
      properties: ['openFile' as const],
    };
    const parent = window();
    const { filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options));
    const [path] = filePaths;
    if (path === undefined) return null;
    folder.set(dirname(path));
    return path;
  }

  /** Which button was pressed; the first one stands for closing the question, too. */
  async function ask(message: string, detail: string, buttons: string[]): Promise<number> {
    const options = { type: 'question' as const, message, detail, buttons };
    const question = { ...options, defaultId: 0, cancelId: 0 };
    const parent = window();
    const { response } = await (parent
      ? dialog.showMessageBox(parent, question)
      : dialog.showMessageBox(question));
    return response;
  }

  const sessionFiles = () => [{ name: texts().dialog.sessionFiles, extensions: ['vestigo'] }];
  return {
    newSession: (name) =>
      save(
        texts().dialog.createSession,
        fileNameFrom(name, texts().dialog.untitled),
        sessionFiles(),
      ),
    session: () => open(texts().dialog.openSession, sessionFiles()),
    exportFile(name, format) {
      const words = texts().dialog;
      const filter =
        format === 'csv'
          ? { name: words.csvFiles, extensions: ['csv'] }
          : { name: words.ndjsonFiles, extensions: ['ndjson'] };
      return save(words.export, fileNameFrom(`${name} ${words.events}`, words.events), [filter]);
    },
    quarantineFile(name) {
      const words = texts().dialog;
      const filter = { name: words.ndjsonFiles, extensions: ['ndjson'] };
      return save(words.exportQuarantine, fileNameFrom(`${name} ${words.unread}`, words.unread), [
        filter,
      ]);
    },
    importFile: () =>
      open(texts().dialog.import, [
        { name: texts().dialog.importFiles, extensions: ['json', 'ndjson', 'jsonl'] },
      ]),
    async stopTransfer(then) {
      const { message, detail, stay, ...buttons } = texts().closing.transfer;
      return (await ask(message, detail, [stay, buttons[then]])) === 1;
    },
    async leaveCollecting() {
      const { message, detail, stay, background, close } = texts().closing.leave;
      const answer = await ask(message, detail, [stay, background, close]);
      return (['stay', 'background', 'close'] as const)[answer] ?? 'stay';
    },
    async quitCollecting() {
      const { message, detail, stay, close } = texts().closing.quit;
      return (await ask(message, detail, [stay, close])) === 1;
    },
  };
}
