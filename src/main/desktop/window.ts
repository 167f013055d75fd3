import {
  app,
  BrowserWindow,
  dialog,
  nativeTheme,
  screen,
  type BrowserWindowConstructorOptions,
  type Session,
  type WebContents,
} from 'electron';
import { textsOf } from '../../shared/locales/index.ts';
import type { Language } from '../../shared/locales/texts.ts';
import type { Log } from './log.ts';
import type { Bounds, Places } from './places.ts';
import { HOME_URL } from './policy.ts';

interface WindowOptions {
  /** Locked already. */
  session: Session;
  /** The built preload file. */
  preload: string;
  places: Places;
  log: Log;
}

interface Life {
  language: () => Language;
  /** Whether pictures of the screen leave it out. */
  isHidden: () => boolean;
  /** Asked before the window closes; false keeps it open. */
  mayClose: () => Promise<boolean>;
  /** What has to be brought to an end before the program ends. */
  beforeQuit: () => Promise<void>;
}

/** The program's one window. When it is closed the program ends, on every system. */
export function theWindow({ session, preload, places, log }: WindowOptions) {
  let window: BrowserWindow | null = null;
  const contents = () => (window && !window.isDestroyed() ? window.webContents : null);

  function show(): void {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  }

  return {
    current: () => window,
    contents,
    isOurs: (other: WebContents) => other === contents(),

    open(life: Life): void {
      const opened = new BrowserWindow(optionsOf(session, preload, places.window.get()));
      window = opened;
      opened.setContentProtection(life.isHidden());
      if (places.window.get()?.maximized) opened.maximize();
      opened.once('ready-to-show', () => opened.show());
      opened.on('close', (event) => {
        event.preventDefault();
        void leave(opened);
      });
      opened.webContents.on('render-process-gone', () => void offerAgain(opened, life.language()));
      app.on('second-instance', show);
      app.on('window-all-closed', () => app.quit());
      void opened.loadURL(HOME_URL);

      async function leave(closing: BrowserWindow): Promise<void> {
        if (!(await life.mayClose())) return;
        places.window.set({ ...closing.getNormalBounds(), maximized: closing.isMaximized() });
        closing.hide();
        await life.beforeQuit().catch(() => log.error('quit.unclean'));
        closing.destroy();
      }
    },
  };
}

async function offerAgain(window: BrowserWindow, language: Language): Promise<void> {
  const { gone } = textsOf(language).desktop;
  const { message, detail } = gone;
  const buttons = [gone.again, gone.quit];
  const question = { type: 'warning', message, detail, buttons, defaultId: 0 } as const;
  const { response } = await dialog.showMessageBox(window, question);
  if (response === 0) window.webContents.reload();
  else window.close();
}

/** Sandboxed, isolated, without Node; shown when it has something to show. */
function optionsOf(
  session: Session,
  preload: string,
  bounds: Bounds,
): BrowserWindowConstructorOptions {
  const place = bounds && isOnScreen(bounds) ? bounds : null;
  return {
    title: app.getName(),
    width: place?.width ?? 1360,
    height: place?.height ?? 860,
    ...(place ? { x: place.x, y: place.y } : {}),
    minWidth: 860,
    minHeight: 560,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14161a' : '#f7f7f5',
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  };
}

/** A screen may have been unplugged since. */
function isOnScreen({ x, y, width }: NonNullable<Bounds>): boolean {
  const reachable = 80;
  return screen
    .getAllDisplays()
    .some(
      ({ workArea }) =>
        x + width > workArea.x + reachable &&
        x < workArea.x + workArea.width - reachable &&
        y > workArea.y - reachable &&
        y < workArea.y + workArea.height - reachable,
    );
}
