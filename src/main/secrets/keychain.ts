import { Failed } from '../../shared/errors.ts';
import { PROBE, SERVICE } from './accounts.ts';
import type { SecretStore } from './secret-store.ts';

export type KeychainState = 'available' | 'absent' | 'locked';

/** The operating system's keychain: Secret Service, macOS Keychain, Windows Credential Manager. */
export interface Keychain extends SecretStore {
  /** Asks the keychain now; a locked one may show the system's own prompt to open it. */
  probe: () => Promise<KeychainState>;
  /** What the last call met; no call is made. */
  readonly state: KeychainState;
}

/** The part of keytar in use. Not its `findCredentials`: that one crashes on a locked keyring. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

const loadKeytar = async (): Promise<Keytar> => (await import('keytar')).default;

/**
 * Opens nothing yet: keytar is loaded with the first call, because loading already fails where the
 * system has no keychain library.
 */
export function openKeychain(
  load: () => Promise<Keytar> = loadKeytar,
  platform: NodeJS.Platform = process.platform,
): Keychain {
  let loaded: Promise<Keytar> | null = null;
  let state: KeychainState = 'available';
  let last: Promise<unknown> = Promise.resolve();

  async function attempt<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        const value = await work(await (loaded ??= load()));
        state = 'available';
        return value;
      } catch (error) {
        if (tries < MOST_TRIES && isVanishedItem(error)) continue;
        state = stateOf(error);
        throw new Failed(state === 'locked' ? 'keychain.locked' : 'keychain.absent');
      }
    }
  }

  /** One after another: a call that removes an entry makes another one's search for it fail. */
  function call<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    const done = last.then(() => attempt(work));
    last = done.catch(() => undefined);
    return done;
  }

  const tryWriting = () =>
    call(async (keytar) => {
      await keytar.setPassword(SERVICE, PROBE, PROBE);
      await keytar.deletePassword(SERVICE, PROBE);
    });

  return {
    get state() {
      return state;
    },
    async probe() {
      // A locked keyring answers reading with "no such entry"; only writing tells.
      await tryWriting().catch(() => undefined);
      return state;
    },
    async get(account) {
      const secret = await call((keytar) => keytar.getPassword(SERVICE, account));
      if (secret === null && platform === 'linux') await tryWriting();
      return secret;
    },
    set: (account, secret) => call((keytar) => keytar.setPassword(SERVICE, account, secret)),
    async delete(account) {
      const existed = await call((keytar) => keytar.deletePassword(SERVICE, account));
      if (!existed && platform === 'linux') await tryWriting();
    },
  };
}

/**
 * Words of a keychain that is there but closed. Linux (libsecret with GNOME Keyring): the two
 * messages of a locked and of a not yet made login keyring. macOS: errSecInteractionNotAllowed,
 * errSecAuthFailed, errSecUserCanceled.
 */
const LOCKED =
  /locked collection|secrets\/collection\/|interaction is not allowed|user name or passphrase|cancell?ed/i;

/** Of calls that meet an entry which another program removes at the same moment. */
const MOST_TRIES = 3;

/** Secret Service: an item was found and gone before it could be read. Its path ends in its number. */
function isVanishedItem(error: unknown): boolean {
  return error instanceof Error && /secrets\/collection\/[^/\s]+\/\d+/.test(error.message);
}

/** Whatever else goes wrong (no D-Bus, no libsecret, no logon session) leaves no keychain to use. */
function stateOf(error: unknown): KeychainState {
  return error instanceof Error && LOCKED.test(error.message) ? 'locked' : 'absent';
}
