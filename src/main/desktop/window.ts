import { app, BrowserWindow, nativeTheme, screen, type Session } from 'electron';
import { z } from 'zod';
import { HOME_URL } from './policy.ts';

export const boundsSchema = z
  .object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(640),
    height: z.number().int().min(480),
    maximized: z.boolean(),
  })
  .nullable();
export type Bounds = z.infer<typeof boundsSchema>;

interface WindowOptions {
  session: Session;
  preload: string;
  bounds: Bounds;
  onBounds: (bounds: Bounds) => void;
}

/** The program's one window: sandboxed, isolated, without Node, shown when it has something to show. */
export function openWindow({ session, preload, bounds, onBounds }: WindowOptions): BrowserWindow {
  const place = bounds && isOnScreen(bounds) ? bounds : null;
  const window = new BrowserWindow({
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
  });
  if (place?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => onBounds({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
  void window.loadURL(HOME_URL);
  return window;
}

/** A screen may have been unplugged since. */
function isOnScreen({ x, y, width }: NonNullable<Bounds>): boolean {
  return screen
    .getAllDisplays()
    .some(
      ({ workArea }) =>
        x + width > workArea.x + 80 &&
        x < workArea.x + workArea.width - 80 &&
        y >= workArea.y - 8 &&
        y < workArea.y + workArea.height - 80,
    );
}
