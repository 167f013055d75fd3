import { userInfo } from 'node:os';
import { basename } from 'node:path';
import {
  bundleFaultSchema,
  identitiesIn,
  type BundleReport,
  type DecryptWith,
  type KnownSigner,
  type VerifiedBundle,
} from '../../../shared/bundle.ts';
import type { ChannelInput, ChannelOutput, KeychainState } from '../../../shared/contract.ts';
import { Failed, toFailure } from '../../../shared/errors.ts';
import type { Signers } from '../../bundle/signers.ts';
import type { Verification, VerifyArgs, VerifyProgress } from '../../store/process/protocol.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Dialogs } from '../dialogs.ts';
import type { Push } from '../ipc.ts';
import type { HeldSession, Sessions } from './sessions.ts';
import { throttle } from './throttle.ts';
import type { Transfers } from './transfers.ts';

const PROGRESS_MS = 200;

/** A key's text, as bundle/signature.ts makes it. */
interface SigningText {
  text: string;
  fingerprint: string;
}

export interface BundlesOptions {
  sessions: Pick<Sessions, 'held' | 'createFilled'>;
  dialogs: Pick<Dialogs, 'sealFile' | 'bundle' | 'unsealed'>;
  /** Looks at a bundle in a process of its own; throws as `verifyRemotely`. */
  verify: (
    args: VerifyArgs,
    watch: { signal: AbortSignal; onProgress: (progress: VerifyProgress) => void },
  ) => Promise<Verification>;
  signers: Signers;
  /** The analyst's own key, made when there is none yet (throws `keychain.*`), or one for once. */
  signing: { own: () => Promise<SigningText>; once: () => SigningText };
  probeKeychain: () => Promise<KeychainState>;
  /** What runs is counted and stopped with imports and exports. */
  transfers: Pick<Transfers, 'during' | 'cancel'>;
  isCollecting: (session: HeldSession) => boolean;
  push: Push;
  /** Events came. */
  onChange: () => void;
  version: string;
}

/** The bundle at hand: what opens it stays here, and no longer than the person looks at it. */
interface BundleAtHand {
  path: string;
  keys: DecryptWith;
  /** null: it has not been opened yet. */
  verified: VerifiedBundle | null;
}

export type Bundles = ReturnType<typeof keepBundles>;

/**
 * Sealed copies out of the open session, and sessions out of bundles. A bundle is verified before
 * anything of it is read, and one that was changed is not held on to. Paths and keys stay here.
 */
export function keepBundles(options: BundlesOptions) {
  const { sessions, dialogs, signers, signing, transfers, push } = options;
  let atHand: BundleAtHand | null = null;
  let lastSealed: string | null = null;

  /** Runs something that can be stopped and says how far it is. */
  async function watched<T>(
    step: 'verify' | 'seal' | 'unseal',
    work: (signal: AbortSignal, say: (done: number, of: number) => void) => Promise<T>,
  ): Promise<T> {
    const progress = throttle<{ done: number; of: number }>(PROGRESS_MS, (latest) =>
      push('bundle.progress', { step, ...latest }),
    );
    const say = (done: number, of: number) => progress.say({ done, of });
    return transfers.during((signal) => work(signal, say)).finally(progress.finish);
  }

  async function look(path: string, keys: DecryptWith): Promise<BundleReport> {
    const fileName = basename(path);
    try {
      const { keys: again, ...verified } = await watched('verify', (signal, say) =>
        options.verify({ path, keys }, { signal, onProgress: ({ bytes, of }) => say(bytes, of) }),
      );
      atHand = { path, keys: again, verified };
      return await report(fileName, verified);
    } catch (error) {
      const { kind, params } = toFailure(error);
      if (kind === 'bundle.no-key') {
        atHand = { path, keys, verified: null };
        return { verdict: 'encrypted', fileName };
      }
      const reason = bundleFaultSchema.safeParse(params['reason']).data;
      if (kind !== 'bundle.changed' || !reason) throw error;
      atHand = null;
      const { name = null } = params;
      return { verdict: 'changed', fileName, reason, name: name === null ? null : String(name) };
    }
  }

  async function report(fileName: string, verified: VerifiedBundle): Promise<BundleReport> {
    const known = await signers.find(verified.signer.fingerprint);
    return { verdict: 'intact', fileName, ...verified, known };
  }

  function intact(): BundleAtHand & { verified: VerifiedBundle } {
    if (!atHand?.verified) throw new Failed('input.invalid', { field: 'bundle' });
    return { ...atHand, verified: atHand.verified };
  }

  /** Brings in the very bundle that was verified. */
  function unsealInto(link: RemoteSession) {
    const { path, keys, verified } = intact();
    const { sha256 } = verified;
    return watched('unseal', (signal, say) =>
      link.run(
        'unseal',
        { path, keys, sha256 },
        { signal, onProgress: ({ events, of }) => say(events, of) },
      ),
    );
  }

  return {
    async sealer(): Promise<ChannelOutput<'bundle.sealer'>> {
      const own = (await signers.list()).find((signer) => signer.own);
      return {
        keychain: await options.probeKeychain(),
        name: own?.name ?? userInfo().username,
        fingerprint: own?.fingerprint ?? null,
      };
    },

    async seal(input: ChannelInput<'bundle.seal'>): Promise<ChannelOutput<'bundle.seal'>> {
      const { selection, notes, unmasked = null, signer: name, once, encryptTo } = input;
      const session = sessions.held();
      // Before anybody chooses a place: a keychain that is closed is told at once.
      const { text, fingerprint } = once ? signing.once() : await signing.own();
      const path = await dialogs.sealFile(session.name);
      if (path === null) return null;
      if (!once) await signers.confirm({ fingerprint, name, own: true });
      const sealed = await watched('seal', (signal, say) =>
        session.link.run(
          'seal',
          {
            path,
            selection,
            notes,
            unmasked,
            key: { text, name },
            encryptTo,
            // The person has agreed in the system's dialog to replace what is there.
            overwrite: true,
            program: options.version,
          },
          { signal, onProgress: ({ events, of }) => say(events, of) },
        ),
      );
      lastSealed = path;
      return { fileName: basename(path), ...sealed };
    },

    async choose(): Promise<BundleReport | null> {
      const path = await dialogs.bundle();
      return path === null ? null : look(path, { identities: [], passphrases: [] });
    },

    async unlock(input: ChannelInput<'bundle.unlock'>): Promise<BundleReport> {
      if (!atHand) throw new Failed('input.invalid', { field: 'bundle' });
      if ('passphrase' in input) {
        return look(atHand.path, { identities: [], passphrases: [input.passphrase] });
      }
      const identities = identitiesIn(input.identity.trim());
      if (identities.length === 0) throw new Failed('input.invalid', { field: 'identity' });
      return look(atHand.path, { identities, passphrases: [] });
    },

    async confirm({ name }: ChannelInput<'bundle.confirm'>): Promise<BundleReport> {
      const { path, verified } = intact();
      const { fingerprint } = verified.signer;
      const known = await signers.find(fingerprint);
      if (!known?.own) await signers.confirm({ fingerprint, name, own: false });
      return report(basename(path), verified);
    },

    /** Nothing of it stays where it is stopped or fails. */
    async open({ protection }: ChannelInput<'bundle.open'>): Promise<ChannelOutput<'bundle.open'>> {
      const { name } = intact().verified.facts.session;
      const path = await dialogs.unsealed(name);
      if (path === null) return null;
      const made = await sessions.createFilled(path, name, protection, async (link) => {
        await unsealInto(link);
      });
      if (made) atHand = null;
      return made;
    },

    /** It is tried as a whole first; what is stopped after that stays, and is not taken twice. */
    async merge(): Promise<ChannelOutput<'bundle.merge'>> {
      const session = sessions.held();
      const { collections } = await session.link.info();
      // An empty session would become the other one while it is open; two writers would mix numbers.
      if (collections.length === 0 || options.isCollecting(session)) {
        throw new Failed('input.invalid', { field: 'session' });
      }
      const brought = await unsealInto(session.link).finally(options.onChange);
      atHand = null;
      return brought;
    },

    leave(): void {
      atHand = null;
    },

    cancel: (): Promise<void> => transfers.cancel(),

    lastSealed: (): string | null => lastSealed,

    async origins(): Promise<ChannelOutput<'bundle.origins'>> {
      const origins = await sessions.held().link.run('origins', {});
      const known = new Map((await signers.list()).map((one) => [one.fingerprint, one]));
      return origins.map((origin) => ({
        ...origin,
        known: known.get(origin.signer.fingerprint) ?? null,
      }));
    },

    signers: (): Promise<KnownSigner[]> => signers.list(),

    async forgetSigner({
      fingerprint,
    }: ChannelInput<'bundle.forgetSigner'>): Promise<KnownSigner[]> {
      await signers.forget(fingerprint);
      return signers.list();
    },
  };
}
