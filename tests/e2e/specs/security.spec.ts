import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { ask, openTrap, type Trap } from '../../support/desktop/bridge.ts';

/** What a page that was taken over could try, in the app as it runs. */
let laptop: Laptop;
let running: RunningApp;
let trap: Trap;

test.beforeAll(async () => {
  [laptop, trap] = await Promise.all([openLaptop(), openTrap()]);
  running = await laptop.start();
  await running.window.locator('#root > *').first().waitFor();
});
test.afterAll(async () => {
  await laptop.close();
  await trap.close();
});
test.afterEach(() => {
  expect(trap.requests, 'nothing reached the network').toEqual([]);
  expect(running.window.url()).toBe('app://vestigo/');
});

test('the page has no Node, and two functions of ours', async () => {
  const found = await running.window.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'];
    return {
      node: names.filter((name) => name in globalThis),
      bridge: Object.entries(window.vestigo).map(([name, value]) => [name, typeof value]),
      replaced: Reflect.set(window.vestigo, 'invoke', () => 'mine'),
    };
  });
  expect(found).toEqual({
    node: [],
    bridge: [
      ['invoke', 'function'],
      ['on', 'function'],
    ],
    replaced: false,
  });
});

test('the page is isolated, and its process really sits in the sandbox', async () => {
  const { preferences, pid } = await running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents) throw new Error('no window');
    const wanted = Reflect.get(contents, 'getLastWebPreferences') as () => Record<string, unknown>;
    return { preferences: wanted.call(contents), pid: contents.getOSProcessId() };
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
  });
  // The kernel's own word: 2 is a seccomp filter, which a process without sandbox lacks.
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  expect(/^Seccomp:\s*(\d)/m.exec(status)?.[1]).toBe('2');
  expect(/^NoNewPrivs:\s*(\d)/m.exec(status)?.[1]).toBe('1');
});

test('every page carries the policy', async () => {
  const policies = await running.app.evaluate(async ({ BrowserWindow }) => {
    const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
    const addresses = ['app://vestigo/', 'app://vestigo/none', 'app://vestigo/assets/none.js'];
    const answers = addresses.map((address) => session?.fetch(address));
    return Promise.all(
      answers.map(async (answer) => (await answer)?.headers.get('content-security-policy')),
    );
  });
  for (const policy of policies) {
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toContain('unsafe');
  }
});

test('no way leads from the page to the network', async () => {
  const { origin } = trap;
  const ways = await running.window.evaluate(async (to) => {
    const outcome = async (work: () => Promise<unknown>) => {
      try {
        await work();
        return 'came through';
      } catch {
        return 'refused';
      }
    };
    const loads = (element: HTMLElement, attribute: string) =>
      outcome(
        () =>
          new Promise((resolve, reject) => {
            element.addEventListener('load', resolve);
            element.addEventListener('error', reject);
            element.setAttribute(attribute, `${to}/element`);
            document.body.append(element);
          }),
      );
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet' });
    return {
      fetch: await outcome(() => fetch(`${to}/fetch`)),
      ownScheme: await outcome(() => fetch('app://vestigo/')),
      request: await outcome(
        () =>
          new Promise((resolve, reject) => {
            const request = new XMLHttpRequest();
            request.addEventListener('load', resolve);
            request.addEventListener('error', reject);
            request.open('GET', `${to}/xhr`);
            request.send();
          }),
      ),
      socket: await outcome(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(to.replace('http', 'ws'));
            socket.addEventListener('open', resolve);
            socket.addEventListener('error', reject);
          }),
      ),
      beacon: navigator.sendBeacon(`${to}/beacon`, 'x') ? 'queued' : 'refused',
      image: await loads(document.createElement('img'), 'src'),
      script: await loads(document.createElement('script'), 'src'),
      style: await loads(style, 'href'),
      module: await outcome(() => import(/* @vite-ignore */ `${to}/module.js`)),
      worker: await outcome(async () => new Worker(URL.createObjectURL(new Blob(['1'])))),
    };
  }, origin);
  const { beacon, worker, ...others } = ways;
  expect(new Set(Object.values(others))).toEqual(new Set(['refused']));
  expect(['queued', 'refused']).toContain(beacon);
  expect(['came through', 'refused']).toContain(worker);
});

test('without the policy the session still lets nothing out', async () => {
  const outcome = await running.app.evaluate(async ({ BrowserWindow, session }, to) => {
    const ours = BrowserWindow.getAllWindows()[0]?.webContents.session;
    const sessions = ours ? [ours, session.defaultSession] : [];
    return Promise.all(
      sessions.map((one) =>
        one.fetch(`${to}/main`).then(
          () => 'came',
          (error) => String(error),
        ),
      ),
    );
  }, trap.origin);
  expect(outcome).toEqual([
    expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
    expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
  ]);
});

test('no text becomes code or style', async () => {
  const found = await running.window.evaluate(async () => {
    const marks: string[] = [];
    Object.assign(globalThis, { mark: (name: string) => marks.push(name) });
    const script = document.createElement('script');
    script.textContent = 'mark("inline script")';
    document.body.append(script);
    const holder = document.createElement('div');
    holder.innerHTML =
      '<img src="x:" onerror="mark(\'handler\')"><a href="javascript:mark(1)">x</a>';
    document.body.append(holder);
    holder.querySelector('a')?.click();
    const style = document.createElement('style');
    style.textContent = 'body { outline: 7px solid red }';
    document.body.append(style);
    // Playwright's own call may evaluate; a later turn of the page's may not.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        // oxlint-disable-next-line no-eval, typescript/no-implied-eval -- what must not work
        const tries = [() => (0, eval)('1'), () => new Function('return 1')()];
        const outcomes = tries.map((one) => {
          try {
            one();
            return 'ran';
          } catch (error) {
            return (error as Error).name;
          }
        });
        setTimeout(() => resolve(outcomes), 200);
      }, 0);
    });
    const outline = getComputedStyle(document.body).outlineWidth;
    holder.remove();
    return { marks, evaluated, styled: outline === '7px' };
  });
  expect(found).toEqual({ marks: [], evaluated: ['EvalError', 'EvalError'], styled: false });
});

test('the window goes nowhere and opens nothing', async () => {
  const { app, window } = running;
  await app.evaluate(({ BrowserWindow }) => {
    const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
    session?.on('will-download', (event) => {
      Reflect.set(globalThis, 'download', event.defaultPrevented ? 'denied' : 'begun');
    });
  });
  const opened = await window.evaluate((to) => {
    const link = (attributes: Record<string, string>) => {
      const element = Object.assign(document.createElement('a'), attributes);
      document.body.append(element);
      element.click();
      element.remove();
    };
    const form = Object.assign(document.createElement('form'), { action: `${to}/form` });
    document.body.append(form);
    form.submit();
    form.remove();
    link({ href: `${to}/blank`, target: '_blank' });
    link({ href: `${to}/link` });
    link({ href: 'app://vestigo/index.html', download: 'x.html' });
    location.href = `${to}/location`;
    location.href = 'file:///etc/passwd';
    location.href = 'https://example.com/';
    const view = document.createElement('webview');
    view.setAttribute('src', `${to}/view`);
    document.body.append(view);
    const frame = document.createElement('iframe');
    frame.src = `${to}/frame`;
    document.body.append(frame);
    const child = [
      globalThis.open(`${to}/open`),
      globalThis.open('app://vestigo/'),
      globalThis.open(),
    ];
    return { child, view: 'getWebContentsId' in view, frame: frame.contentDocument === null };
  }, trap.origin);
  expect(opened.child).toEqual([null, null, null]);
  expect(opened.view).toBe(false);
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'download') as unknown))
    .toBe('denied');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('every permission is denied', async () => {
  const denied = await running.window.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
    ];
    const states = await Promise.all(
      names.map(async (name) => {
        const status = await navigator.permissions.query({ name: name as PermissionName });
        return status.state;
      }),
    );
    const asked = [
      await Notification.requestPermission(),
      await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      ),
      await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        );
      }),
    ];
    return [...states, ...asked];
  });
  expect(new Set(denied)).toEqual(new Set(['denied']));
});

test('paths that lead out of the pages find nothing', async () => {
  const statuses = await running.app.evaluate(async ({ BrowserWindow }) => {
    const session = BrowserWindow.getAllWindows()[0]?.webContents.session;
    const paths = [
      '../main/index.js',
      '%2e%2e/main/index.js',
      '..%2fmain%2findex.js',
      '..%5cmain%5cindex.js',
      '/etc/passwd',
      '%00',
      'assets/',
    ];
    const answers = paths.map(
      async (path) => (await session?.fetch(`app://vestigo/${path}`))?.status,
    );
    const good = (await session?.fetch('app://vestigo/'))?.status;
    return { good, others: await Promise.all(answers) };
  });
  expect(statuses.good).toBe(200);
  expect(new Set(statuses.others)).toEqual(new Set([404]));
});

test('channels nobody knows and messages nobody understands are refused', async () => {
  const answers = await running.window.evaluate(async () => {
    const { invoke } = window.vestigo as { invoke: (...words: unknown[]) => Promise<unknown> };
    const tries: [unknown, unknown][] = [
      ['nope', undefined],
      ['__proto__', undefined],
      ['constructor', {}],
      [null, undefined],
      ['sources.test', { id: 1 }],
      ['sources.test', '../..'],
      ['sources.save', { kind: 'other', name: 'x', address: 'y', keep: 'run' }],
      ['sessions.open', { id: ['a'], path: '/etc/passwd' }],
      ['review.rows', { limit: 1e9 }],
      ['clipboard.write', { text: 'x'.repeat(7_000_000) }],
      ['settings.set', { zone: 'Mars/Base' }],
    ];
    return Promise.all(tries.map(([name, input]) => invoke(name, input)));
  });
  for (const answer of answers) {
    expect(answer).toMatchObject({ ok: false, error: { kind: 'input.invalid' } });
  }
  expect(await ask(running.window, 'settings.get')).toMatchObject({ ok: true });
});

test('only the main frame of our window is heard', async () => {
  const inFrame = await running.window.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const found = frame.contentWindow ? 'vestigo' in frame.contentWindow : false;
    frame.remove();
    return found;
  });
  expect(inFrame).toBe(false);

  const answer = await running.app.evaluate(async ({ app, BrowserWindow }) => {
    const [ours] = BrowserWindow.getAllWindows();
    if (!ours) throw new Error('no window');
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: {
        session: ours.webContents.session,
        preload: `${app.getAppPath()}/out/preload/index.cjs`,
        sandbox: true,
      },
    });
    await stranger.loadURL('app://vestigo/');
    const asked: unknown = await stranger.webContents.executeJavaScript(
      'window.vestigo.invoke("sources.list")',
    );
    stranger.destroy();
    return asked;
  });
  expect(answer).toEqual({
    ok: false,
    error: { kind: 'input.invalid', params: { field: 'sender' } },
  });
});
