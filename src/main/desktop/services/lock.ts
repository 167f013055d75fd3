import { setTimeout } from 'node:timers/promises';
import type { KeychainState } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import type { PrivacyState } from '../../../shared/privacy.ts';
import type { SecretCheck } from '../../secrets/secret-check.ts';

export interface LockOptions {
  /** Idle minutes; null: never. */
  minutes: () => number | null;
  /** Of the open session; null: it has no passphrase, or none is open. */
  passphrase: () => Promise<SecretCheck> | null;
  isSecret: (secret: string, check: SecretCheck) => Promise<boolean>;
  /** `isSet` is known without asking the keychain. */
  code: { isSet: () => boolean; check: () => Promise<SecretCheck | null> };
  /** The system's own question whose finger it is; null where it has none. Rejects for "no". */
  askSystem: (() => Promise<void>) | null;
  probeKeychain: () => Promise<KeychainState>;
  /** Turned, either way. */
  onChange: (locked: boolean) => void;
}

const LOOK_MS = 5000;
/** So many wrong answers are taken at once; each one after them waits twice as long. */
const FREE_TRIES = 3;
const LONGEST_WAIT_S = 30;

export type Lock = ReturnType<typeof keepLock>;

/**
 * Whether the window is locked, and what opens it (decision 0015). A window that says nothing is
 * idle: the clock runs here.
 */
export function keepLock(options: LockOptions) {
  // A code that only held until the program is started again would hold nobody.
  let locked = options.code.isSet();
  let lastSign = Date.now();
  let wrong = 0;
  let attempt: Promise<void> = Promise.resolve();

  function means(): PrivacyState['means'] {
    if (options.passphrase()) return 'passphrase';
    if (options.code.isSet()) return 'code';
    return options.askSystem ? 'system' : 'keychain';
  }

  function turn(to: boolean): void {
    if (locked === to) return;
    locked = to;
    lastSign = Date.now();
    options.onChange(to);
  }

  async function check(secret: string | null): Promise<void> {
    const by = means();
    if (by === 'system') await options.askSystem?.();
    else if (by === 'keychain') await checkKeychain();
    else {
      const wanted = await (options.passphrase() ?? options.code.check());
      // Whoever removed the code from the keychain could take the sessions' keys as well.
      if (!wanted) await checkKeychain();
      else if (secret === null || !(await options.isSecret(secret, wanted))) await refuse();
    }
    wrong = 0;
    turn(false);
  }

  async function refuse(): Promise<never> {
    wrong += 1;
    const wait = wrong <= FREE_TRIES ? 0 : 2 ** (wrong - FREE_TRIES);
    await setTimeout(1000 * Math.min(wait, LONGEST_WAIT_S));
    throw new Failed('lock.wrong-secret');
  }

  /** A closed keychain shows its own prompt. None at all can confirm nothing. */
  async function checkKeychain(): Promise<void> {
    if ((await options.probeKeychain()) === 'locked') throw new Failed('keychain.locked');
  }

  return {
    isLocked: () => locked,
    means,
    lock: () => turn(true),

    /** One attempt at a time. Throws `lock.wrong-secret`, `keychain.locked`. */
    unlock(secret: string | null): Promise<void> {
      const tried = attempt.then(() => (locked ? check(secret) : undefined));
      attempt = tried.catch(() => undefined);
      return tried;
    },

    /** Somebody moved or typed in the window. */
    touch(): void {
      if (!locked) lastSign = Date.now();
    },

    /** Looks at the clock now and then; sleep counts as idle. Returns how to stop. */
    watch(): () => void {
      const timer = setInterval(() => {
        const minutes = options.minutes();
        if (minutes !== null && Date.now() - lastSign >= minutes * 60_000) turn(true);
      }, LOOK_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
