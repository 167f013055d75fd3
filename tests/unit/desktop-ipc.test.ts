import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { expect, test, vi } from 'vitest';
import { channels, wire, type ChannelName } from '../../src/shared/contract.ts';
import { Failed, type Result } from '../../src/shared/errors.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import { answerRequests, pushTo, type Handlers } from '../../src/main/desktop/ipc.ts';

type Listener = (event: IpcMainInvokeEvent, ...words: unknown[]) => Promise<Result<unknown>>;

const mainFrame = { url: 'app://vestigo/' };
const contents = { mainFrame } as unknown as WebContents;
const ours = { sender: contents, senderFrame: mainFrame } as unknown as IpcMainInvokeEvent;

/** Every handler counts its calls and fails, unless the test gives another. */
function desk(given: Partial<Handlers> = {}) {
  const called: string[] = [];
  const complaints: unknown[] = [];
  const refusing = Object.fromEntries(
    Object.keys(channels).map((name) => [
      name,
      () => {
        called.push(name);
        throw new Failed('session.none-open');
      },
    ]),
  ) as unknown as Handlers;
  let listener: Listener | undefined;
  const ipcMain: Pick<IpcMain, 'handle'> = {
    handle: (name, handler) => {
      expect(name).toBe(wire.invoke);
      listener = handler as Listener;
    },
  };
  const complain = (...words: unknown[]) => void complaints.push(words);
  answerRequests(ipcMain, (one) => one === contents, { ...refusing, ...given }, complain);
  const ask = (name: unknown, input?: unknown, event = ours) => {
    if (!listener) throw new Error('nobody listens');
    return listener(event, name, input);
  };
  return { ask, called, complaints };
}

const refusal = (field: string) => ({
  ok: false,
  error: { kind: 'input.invalid', params: { field } },
});

test('a good request gets its answer, parsed', async () => {
  const answer = { ...defaultSettings, secret: 'not in the schema' };
  const { ask } = desk({ 'settings.get': () => answer });
  expect(await ask('settings.get')).toEqual({ ok: true, value: defaultSettings });
});

test.each([
  ['another window', { sender: { mainFrame }, senderFrame: mainFrame }],
  ['a frame inside the page', { sender: contents, senderFrame: { url: 'app://vestigo/' } }],
  ['a frame that is gone', { sender: contents, senderFrame: null }],
])('%s is not heard', async (_who, event) => {
  const { ask, called, complaints } = desk();
  expect(await ask('sources.list', undefined, event as unknown as IpcMainInvokeEvent)).toEqual(
    refusal('sender'),
  );
  expect(called).toEqual([]);
  expect(complaints).toEqual([['ipc.stranger', {}]]);
});

test.each([
  'https://vestigo/',
  'http://app//vestigo/',
  'app://vestigo.example/',
  'app://user@vestigo/',
  'file:///app://vestigo/',
  'about:blank',
  '',
])('a main frame at «%s» is not heard', async (url) => {
  const frame = { url };
  const event = { sender: contents, senderFrame: frame } as unknown as IpcMainInvokeEvent;
  Object.assign(contents, { mainFrame: frame });
  try {
    const { ask, called } = desk();
    expect(await ask('sources.list', undefined, event)).toEqual(refusal('sender'));
    expect(called).toEqual([]);
  } finally {
    Object.assign(contents, { mainFrame });
  }
});

test.each(['nope', 'constructor', '__proto__', 'toString', '', null, 3, ['settings.get'], {}])(
  'the unknown channel %j is refused',
  async (name) => {
    const { ask, called } = desk();
    expect(await ask(name)).toEqual(refusal('channel'));
    expect(called).toEqual([]);
  },
);

const order = {
  sourceId: 'a',
  from: 0,
  to: 1,
  filters: {},
  withDetails: false,
  withNames: false,
  refresh: false,
  overlapMs: null,
};

test.each<[ChannelName, unknown, string]>([
  ['sources.test', { id: 5 }, 'id'],
  ['sources.test', undefined, ''],
  ['settings.get', { path: '/etc/passwd' }, ''],
  ['settings.set', { zone: 'Nowhere/At all' }, 'zone'],
  [
    'review.rows',
    { selection: { query: '', zone: 'UTC', period: null }, sort: [], offset: -1, limit: 1 },
    'offset',
  ],
  ['sample.start', { events: 1e12 }, 'events'],
  ['collect.start', { ...order, overlapMs: -1 }, 'overlapMs'],
  ['collect.start', { ...order, from: 'yesterday' }, 'from'],
  ['collect.details', { sourceId: 'a', selection: null }, 'selection'],
  ['collect.updateSession', { path: '/etc/passwd' }, 'id'],
  ['collect.pause', {}, 'jobId'],
  ['collect.resume', { jobId: 7 }, 'jobId'],
  ['collect.cancel', { jobId: 'x'.repeat(101) }, 'jobId'],
  ['collect.jobs', { all: true }, ''],
  ['quarantine.reread', { path: '/etc/passwd' }, ''],
  ['quarantine.export', { path: '/etc/passwd' }, ''],
])('%s with %j is refused, naming the field', async (name, input, field) => {
  const { ask, called } = desk();
  expect(await ask(name, input)).toEqual(refusal(field));
  expect(called).toEqual([]);
});

test('a huge message is refused before anybody looks into it', async () => {
  const parse = vi.spyOn(channels['clipboard.write'].input, 'safeParse');
  const { ask } = desk({ 'clipboard.write': () => undefined });
  expect(await ask('clipboard.write', { text: 'x'.repeat(4_900_000) })).toEqual({
    ok: true,
    value: undefined,
  });
  parse.mockClear();
  const huge = [
    'x'.repeat(7_000_000),
    new Uint8Array(7_000_000),
    Array.from({ length: 1_000_000 }, () => 0),
  ];
  for (const text of huge) {
    expect(await ask('clipboard.write', { text })).toEqual(refusal('size'));
  }
  expect(parse).not.toHaveBeenCalled();
});

test('what a handler throws leaves as an envelope without its message', async () => {
  const { ask, complaints } = desk({
    'settings.get': () => {
      throw new TypeError('token sk-123 in /home/someone');
    },
  });
  expect(await ask('settings.get')).toEqual({
    ok: false,
    error: { kind: 'internal', params: { type: 'TypeError' } },
  });
  expect(await ask('sources.list')).toEqual({
    ok: false,
    error: { kind: 'session.none-open', params: {} },
  });
  expect(JSON.stringify(complaints)).not.toContain('sk-123');
});

test('an answer of another shape does not reach the window', async () => {
  const { ask } = desk({ 'settings.get': () => ({ language: 'de' }) as never });
  expect(await ask('settings.get')).toMatchObject({ ok: false, error: { kind: 'internal' } });
});

test('a push is sent in its shape or not at all', () => {
  const sent: unknown[] = [];
  const complaints: unknown[] = [];
  const window = { send: (...words: unknown[]) => void sent.push(words) } as unknown as WebContents;
  const push = pushTo(
    () => window,
    (what, facts) => void complaints.push([what, facts]),
  );
  push('session.changed', { events: 1, revision: 2, secret: 3 } as never);
  push('session.changed', { events: 'many', revision: 2 } as never);
  pushTo(
    () => null,
    () => undefined,
  )('session.changed', { events: 1, revision: 2 });
  expect(sent).toEqual([[wire.push, 'session.changed', { events: 1, revision: 2 }]]);
  expect(complaints).toEqual([['ipc.push-misshapen', { push: 'session.changed' }]]);
});
