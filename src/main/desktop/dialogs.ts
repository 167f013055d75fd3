import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';
import { exportFormats, type OfferedFormat } from '../../shared/export.ts';
import { textsOf } from '../../shared/locales/index.ts';
import type { Language } from '../../shared/locales/texts.ts';
import { fileNameFrom } from './file-name.ts';
import type { Leaving } from './services/sessions.ts';

/** Asks the person for files. Each gives a path, or null when the dialog was closed. */
export interface Dialogs {
  newSession(name: string): Promise<string | null>;
  session(): Promise<string | null>;
  /** Where a sealed bundle is to lie. */
  sealFile(name: string): Promise<string | null>;
  bundle(): Promise<string | null>;
  /** Where the session that a bundle becomes is to lie. */
  unsealed(name: string): Promise<string | null>;
  exportFile(name: string, format: OfferedFormat): Promise<string | null>;
  /** A folder that is made for the files of an export. */
  exportFolder(name: string, format: OfferedFormat): Promise<string | null>;
  /** What could not be read, as NDJSON. */
  quarantineFile(name: string): Promise<string | null>;
  /** Who was shown personal data, as CSV. */
  revealsFile(name: string): Promise<string | null>;
  importFile(): Promise<string | null>;
  /** A file of rules, or a folder of them. */
  rules(folder: boolean): Promise<string | null>;
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

  async function save(
    title: string,
    name: string,
    filters: FileFilter[],
    ending = filters[0]?.extensions[0] ? `.${filters[0].extensions[0]}` : '',
  ): Promise<string | null> {
    const options = {
      title,
      filters,
      defaultPath: join(await startFolder(), name + ending),
      properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
    };
    const parent = window();
    const { filePath } = await (parent
      ? dialog.showSaveDialog(parent, options)
      : dialog.showSaveDialog(options));
    if (!filePath) return null;
    folder.set(dirname(filePath));
    if (filePath.toLowerCase().endsWith(ending)) return filePath;
    // The dialog has asked about the name as it was typed, which is another one.
    const path = filePath + ending;
    return !existsSync(path) || (await mayReplace(basename(path))) ? path : null;
  }

  async function open(
    title: string,
    filters: FileFilter[],
    what: 'openFile' | 'openDirectory' = 'openFile',
  ): Promise<string | null> {
    const options = {
      title,
      filters: [...filters, { name: texts().dialog.allFiles, extensions: ['*'] }],
      defaultPath: await startFolder(),
      properties: [what],
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

  async function mayReplace(file: string): Promise<boolean> {
    const { message, detail, keep, replace } = texts().replacing;
    return (
      (await ask(
        message.replace('{{file}}', () => file),
        detail,
        [keep, replace],
      )) === 1
    );
  }

  const newSession = (title: string, name: string) =>
    save(title, fileNameFrom(name, texts().dialog.untitled), sessionFiles());
  const bundleFiles = () => [{ name: texts().dialog.bundleFiles, extensions: ['zip'] }];
  const sessionFiles = () => [{ name: texts().dialog.sessionFiles, extensions: ['vestigo'] }];
  return {
    newSession: (name) => newSession(texts().dialog.createSession, name),
    session: () => open(texts().dialog.openSession, sessionFiles()),
    sealFile: (name) =>
      save(
        texts().dialog.seal,
        fileNameFrom(name, texts().dialog.untitled),
        bundleFiles(),
        '.vestigo.zip',
      ),
    bundle: () => open(texts().dialog.bundle, bundleFiles()),
    unsealed: (name) => newSession(texts().dialog.unsealed, name),
    exportFile(name, format) {
      const words = texts().dialog;
      const { extension } = exportFormats[format];
      const filter = { name: words.exportFiles[format], extensions: [extension] };
      return save(words.export, fileNameFrom(`${name} ${words.events}`, words.events), [filter]);
    },
    exportFolder(name, format) {
      const words = texts().dialog;
      const folder = fileNameFrom(`${name} ${words.events} ${format}`, words.events);
      return save(words.exportFolder, folder, []);
    },
    quarantineFile(name) {
      const words = texts().dialog;
      const filter = { name: words.exportFiles.ndjson, extensions: ['ndjson'] };
      return save(words.exportQuarantine, fileNameFrom(`${name} ${words.unread}`, words.unread), [
        filter,
      ]);
    },
    revealsFile(name) {
      const words = texts().dialog;
      const filter = { name: words.csvFiles, extensions: ['csv'] };
      return save(words.exportReveals, fileNameFrom(`${name} ${words.reveals}`, words.reveals), [
        filter,
      ]);
    },
    importFile: () =>
      open(texts().dialog.import, [
        { name: texts().dialog.importFiles, extensions: ['json', 'ndjson', 'jsonl'] },
      ]),
    rules: (folder) =>
      open(
        texts().dialog.rules,
        folder ? [] : [{ name: texts().dialog.ruleFiles, extensions: ['yml', 'yaml'] }],
        folder ? 'openDirectory' : 'openFile',
      ),
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
