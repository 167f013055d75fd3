import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bridge, ChannelName, PushName } from '../../src/shared/contract.ts';
import { Failed } from '../../src/shared/errors.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import { api } from '../../src/renderer/api.ts';

let answer: unknown;
let asked: { channel: ChannelName; input: unknown }[];
let listeners: Map<PushName, (payload: unknown) => void>;

const bridge: Bridge = {
  invoke(channel, input) {
    asked.push({ channel, input });
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  },
  on(push, listener) {
    listeners.set(push, listener);
    return () => listeners.delete(push);
  },
};

beforeEach(() => {
  asked = [];
  listeners = new Map();
  Object.assign(globalThis, { window: { vestigo: bridge } });
});
afterEach(() => Reflect.deleteProperty(globalThis, 'window'));

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Failed);
  return (error as Failed).failure;
}

describe('the typed client', () => {
  test('hands over the input and gives back the value', async () => {
    answer = { ok: true, value: { matching: 3, total: 9 } };
    const selection = { query: 'посылка', zone: 'UTC', period: null };
    expect(await api.call('review.count', { selection })).toEqual({ matching: 3, total: 9 });
    expect(asked).toEqual([{ channel: 'review.count', input: { selection } }]);
  });

  test('turns an envelope with a failure into that failure', async () => {
    answer = { ok: false, error: { kind: 'session.no-key', params: { id: 's1' } } };
    expect(await failureOf(api.call('sessions.open', {}))).toEqual({
      kind: 'session.no-key',
      params: { id: 's1' },
    });
  });

  test.each([
    ['another shape', { ok: true, value: { matching: 'many', total: 9 } }],
    ['no envelope', { matching: 3, total: 9 }],
    ['an exception', new TypeError('the token is abc')],
  ])('rejects %s as internal, and says nothing of what it was', async (_name, given) => {
    answer = given;
    const selection = { query: '', zone: 'UTC', period: null };
    const failure = await failureOf(api.call('review.count', { selection }));
    expect(failure.kind).toBe('internal');
    expect(JSON.stringify(failure)).not.toContain('abc');
  });

  test('looks at the first row of a page', async () => {
    const input = {
      selection: { query: '', zone: 'UTC', period: null },
      sort: [],
      offset: 0,
      limit: 2,
    };
    answer = { ok: true, value: [{ row: 'first' }] };
    expect((await failureOf(api.call('review.rows', input))).kind).toBe('internal');
    answer = { ok: true, value: [] };
    expect(await api.call('review.rows', input)).toEqual([]);
  });

  test('checks what main says unasked, and stops listening', () => {
    const heard: unknown[] = [];
    const stop = api.on('settings.changed', (settings) => heard.push(settings.theme));
    listeners.get('settings.changed')?.({ ...defaultSettings, theme: 'dark' });
    expect(() => listeners.get('settings.changed')?.({ theme: 'plaid' })).toThrow();
    stop();
    expect(heard).toEqual(['dark']);
    expect(listeners.size).toBe(0);
  });
});
