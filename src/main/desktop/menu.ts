import { app, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import { fill, textsOf } from '../../shared/locales/index.ts';
import type { Language } from '../../shared/locales/texts.ts';
import type { PushPayload } from '../../shared/contract.ts';

type Command = PushPayload<'menu.command'>['command'];

/** Puts the menu bar up in a language; `run` hands a command to the window, `lock` needs none. */
export function showMenu(
  language: Language,
  run: (command: Command) => void,
  lock: () => void,
): void {
  const { menu } = textsOf(language).desktop;
  const command = (name: Command, label: string, accelerator?: string) => ({
    label,
    click: () => run(name),
    ...(accelerator ? { accelerator } : {}),
  });
  const line = { type: 'separator' } as const;
  const developerTools: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [line, { role: 'toggleDevTools', label: menu.developerTools }];
  const template: MenuItemConstructorOptions[] = [
    {
      label: menu.file,
      submenu: [
        command('welcome', menu.welcome),
        command('collect', menu.collect, 'CmdOrCtrl+Shift+K'),
        command('export', menu.export, 'CmdOrCtrl+E'),
        line,
        command('bundle', menu.bundle),
        command('seal', menu.seal),
        line,
        command('settings', menu.settings, 'CmdOrCtrl+,'),
        { label: menu.lock, accelerator: 'CmdOrCtrl+L', click: lock },
        line,
        { role: 'quit', label: menu.quit },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        line,
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        { role: 'selectAll', label: menu.selectAll },
        line,
        command('find', menu.find, 'CmdOrCtrl+F'),
      ],
    },
    {
      label: menu.view,
      submenu: [
        { role: 'resetZoom', label: menu.actualSize },
        { role: 'zoomIn', label: menu.zoomIn },
        { role: 'zoomOut', label: menu.zoomOut },
        line,
        { role: 'togglefullscreen', label: menu.fullScreen },
        ...developerTools,
      ],
    },
    {
      role: 'help',
      label: menu.help,
      submenu: [
        command('shortcuts', menu.shortcuts, 'F1'),
        { label: menu.about, click: () => void showAbout(language) },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

async function showAbout(language: Language): Promise<void> {
  const { about } = textsOf(language).desktop;
  const version = fill(about.version, {
    version: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
  });
  const detail = isStandIn() ? `${version}\n\n${about.standIn}` : version;
  await dialog.showMessageBox({ type: 'info', message: app.getName(), detail });
}

/** True in the unofficial Electron of development and tests, whose starter says so. */
export function isStandIn(): boolean {
  return !app.isPackaged && process.env['VESTIGO_STANDIN'] === '1';
}
