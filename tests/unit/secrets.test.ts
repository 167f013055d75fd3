import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failed } from '../../src/shared/errors.ts';
import { openKeychain, type Keytar } from '../../src/main/secrets/keychain.ts';
import { memoryStore } from '../../src/main/secrets/memory.ts';
import {
  keepSessionKey,
  newSessionKey,
  sessionKeyFrom,
} from '../../src/main/secrets/session-keys.ts';
import { tokenFor, tokensIn, type TokenOwner } from '../../src/main/secrets/tokens.ts';
import { anyCharacter } from '../support/any-character.ts';

/** libsecret's and GNOME Keyring's own words, as met on Debian 12. */
const lockedWords = 'Cannot create an item in a locked collection';
const noKeyringWords = 'Object does not exist at path “/org/freedesktop/secrets/collection/login”';
/** What a search meets when its entry is removed before it is read. */
const vanishedWords = [
  'No such interface “org.freedesktop.Secret.Item” on object at path /org/freedesktop/secrets/collection/login/2',
  'Object does not exist at path “/org/freedesktop/secrets/collection/login/22”',
];
const noBusWords = 'Cannot autolaunch D-Bus without X11 $DISPLAY';

function keyring(writing: string | null = null, reading: string | null = null) {
  const entries = new Map<string, string>();
  const refuse = (words: string | null) => {
    if (words !== null) throw new Error(words);
  };
  const keytar: Keytar = {
    async getPassword(service, account) {
      refuse(reading);
      // A locked keyring does not say so: it has no such entry.
      return writing === null ? (entries.get(`${service}/${account}`) ?? null) : null;
    },
    async setPassword(service, account, password) {
      refuse(writing ?? reading);
      entries.set(`${service}/${account}`, password);
    },
    async deletePassword(service, account) {
      refuse(reading);
      return writing === null && entries.delete(`${service}/${account}`);
    },
  };
  return { entries, load: () => Promise.resolve(keytar) };
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'fine';
  } catch (error) {
    return error instanceof Failed ? error.failure.kind : `not ours: ${String(error)}`;
  }
}

describe('keychain', () => {
  test('keeps, gives and removes a secret, and no probe stays behind', async () => {
    const { entries, load } = keyring();
    const keychain = openKeychain(load, 'linux');
    expect(await keychain.get('a')).toBeNull();
    await keychain.set('a', 'секрет');
    expect(await keychain.get('a')).toBe('секрет');
    expect([...entries]).toEqual([['Vestigo/a', 'секрет']]);
    await keychain.delete('a');
    await keychain.delete('a');
    expect(await keychain.probe()).toBe('available');
    expect(entries.size).toBe(0);
  });

  test.each([
    ['linux', lockedWords, 'locked'],
    ['linux', noKeyringWords, 'locked'],
    ['darwin', 'User interaction is not allowed.', 'locked'],
    ['darwin', 'The user name or passphrase you entered is not correct.', 'locked'],
    ['linux', noBusWords, 'absent'],
    ['linux', 'libsecret-1.so.0: cannot open shared object file', 'absent'],
    ['win32', 'A specified logon session does not exist.', 'absent'],
  ] as const)('%s: «%s» is %s', async (platform, words, state) => {
    const keychain = openKeychain(keyring(words, words).load, platform);
    expect(await keychain.probe()).toBe(state);
    expect(keychain.state).toBe(state);
    expect(await kindOf(keychain.get('a'))).toBe(`keychain.${state}`);
    expect(await kindOf(keychain.set('a', 's'))).toBe(`keychain.${state}`);
    expect(await kindOf(keychain.delete('a'))).toBe(`keychain.${state}`);
  });

  test('a locked keyring that answers "no such entry" is locked, not empty', async () => {
    const keychain = openKeychain(keyring(lockedWords).load, 'linux');
    expect(await kindOf(keychain.get('a'))).toBe('keychain.locked');
    expect(await kindOf(keychain.delete('a'))).toBe('keychain.locked');
  });

  test('calls go one after another: removing an entry makes a search at the same time fail', async () => {
    let inside = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inside -= 1;
    };
    const keychain = openKeychain(
      () =>
        Promise.resolve({
          getPassword: () => slow().then(() => 'secret'),
          setPassword: slow,
          deletePassword: () => slow().then(() => true),
        }),
      'linux',
    );
    const all = [keychain.probe(), keychain.set('a', 'b'), keychain.get('a'), keychain.probe()];
    await Promise.all(all);
    expect(most).toBe(1);
  });

  test.each(vanishedWords)(
    'an entry that another program removes meanwhile is looked for again: %s',
    async (words) => {
      const answers = [new Error(words), new Error(words), null];
      const load = () =>
        Promise.resolve({
          getPassword: () => Promise.resolve('secret'),
          setPassword: () => {
            const answer = answers.shift();
            return answer ? Promise.reject(answer) : Promise.resolve();
          },
          deletePassword: () => Promise.resolve(true),
        });
      const keychain = openKeychain(load, 'linux');
      await keychain.set('a', 's');
      expect(keychain.state).toBe('available');
      expect(answers).toEqual([]);
    },
  );

  test('a library that cannot be loaded is an absent keychain', async () => {
    const keychain = openKeychain(() => Promise.reject(new Error('ERR_DLOPEN_FAILED')), 'linux');
    expect(await kindOf(keychain.get('a'))).toBe('keychain.absent');
  });

  test('no message of a failure holds the secret', async () => {
    const load = () =>
      Promise.resolve({
        getPassword: () => Promise.resolve(null),
        setPassword: (_s: string, _a: string, secret: string) =>
          Promise.reject(new Error(`could not store ${secret}`)),
        deletePassword: () => Promise.resolve(false),
      });
    const caught = await openKeychain(load, 'darwin')
      .set('a', 'hush')
      .catch((error: unknown) => error);
    expect(
      JSON.stringify([caught, (caught as Error).stack, (caught as Error).cause]),
    ).not.toContain('hush');
  });
});

describe('tokens', () => {
  const address = 'https://api.pachca.com/api/shared/v1';
  const owner = (id: string, at = address): TokenOwner => ({ id, kind: 'pachca', address: at });

  test('a token is found for its own address and kind only', async () => {
    const store = memoryStore();
    const tokens = tokensIn(store);
    await tokens.set(owner('one'), 'secret');
    expect(await tokens.get(owner('one'))).toBe('secret');
    expect(await tokens.get(owner('one', 'https://evil.example/api/shared/v1'))).toBeNull();
    expect(await tokens.get({ ...owner('one'), kind: 'jayguard' })).toBeNull();
    expect(await tokenFor(store, 'pachca', 'https://evil.example')).toBeNull();
  });

  test('the command line finds the only token of an address, and guesses none of two', async () => {
    const store = memoryStore();
    const tokens = tokensIn(store);
    await tokens.set(owner('one'), 'first');
    expect(await tokenFor(store, 'pachca', address)).toBe('first');
    await tokens.set(owner('two'), 'second');
    expect(await tokenFor(store, 'pachca', address)).toBeNull();
    await tokens.delete(owner('one'));
    expect(await tokenFor(store, 'pachca', address)).toBe('second');
  });

  test('the last token takes its entry with it', async () => {
    const { entries, load } = keyring();
    const tokens = tokensIn(openKeychain(load, 'linux'));
    await tokens.set(owner('one'), 'first');
    await tokens.delete(owner('one'));
    expect(entries.size).toBe(0);
  });

  test('an entry written by somebody else is no token', async () => {
    const store = memoryStore();
    for (const text of ['', 'token', '[]', '{"one":1}', 'null']) {
      await store.set(`token:pachca:${address}`, text);
      expect(await tokenFor(store, 'pachca', address)).toBeNull();
    }
  });

  test('any ids and tokens come back as they went in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.uuid(), fc.string({ unit: anyCharacter })),
        async (wanted) => {
          const tokens = tokensIn(memoryStore());
          for (const [id, token] of Object.entries(wanted)) await tokens.set(owner(id), token);
          for (const [id, token] of Object.entries(wanted)) {
            expect(await tokens.get(owner(id))).toBe(token);
          }
        },
      ),
    );
  });
});

describe('session keys', () => {
  test('32 bytes come back; something else is no key', async () => {
    const store = memoryStore();
    const key = newSessionKey();
    await keepSessionKey(store, 'file', key);
    expect(await sessionKeyFrom(store, 'file')).toEqual(key);
    expect(await sessionKeyFrom(store, 'other')).toBeNull();
    await store.set('session:file', 'AAAA');
    expect(await sessionKeyFrom(store, 'file')).toBeNull();
  });
});
