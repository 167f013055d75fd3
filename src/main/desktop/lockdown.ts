import { app, protocol, session as sessions, type Session } from 'electron';
import { isOurs, SCHEME } from './policy.ts';

/** Chromium's own conversations with its maker, which a program for secrets does not hold. */
const QUIET = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'no-pings',
];

/** Before the app is ready: what Electron accepts only then. */
export function lockProcess(): void {
  app.enableSandbox();
  spareMemory();
  for (const name of QUIET) app.commandLine.appendSwitch(name);
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: false } },
  ]);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/**
 * The window's session: our own pages and nothing else, no network, permission or download; kept in
 * memory, so that nothing a page shows comes to lie in a cache. The default session gets the same
 * locks, should anything ever open a page in it.
 */
export function openLockedSession(pages: (request: Request) => Promise<Response>): Session {
  const own = sessions.fromPartition('window', { cache: false });
  own.protocol.handle(SCHEME, pages);
  lock(own);
  lock(sessions.defaultSession);
  return own;
}

/** No network, permission, download or spelling service for the pages of a session. */
export function lock(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isLocal(url) }));
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
}

/** Pictures drawn by the page itself, and the developer tools, which a packaged program lacks. */
function isLocal(url: string): boolean {
  return isOurs(url) || url.startsWith('data:') || (!app.isPackaged && url.startsWith('devtools:'));
}

/**
 * A window's young objects are pages of rows, for which a smaller nursery is enough (MB), collected
 * without helpers: where others compute, too, a frame waited for those longer than collecting takes.
 * And what it draws it throws away: left to itself, V8 lets that grow to four times of what is needed,
 * mostly nodes and styles of rows gone by, before it looks. Looking at half as much again halves the
 * window's memory and costs no time that could be measured (bench:window).
 */
function spareMemory(): void {
  const heap = [
    'max-semi-space-size=4',
    'no-parallel-scavenge',
    'initial-old-space-size=32',
    'heap-growing-percent=50',
  ];
  app.commandLine.appendSwitch('js-flags', heap.map((flag) => `--${flag}`).join(' '));
}
