import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { Failed } from '../../shared/errors.ts';
import {
  bundleFaultSchema,
  identitiesIn,
  throughWhom,
  type DecryptWith,
  type EncryptTo,
  type Signer,
} from '../../shared/bundle.ts';
import { bundleAt } from '../bundle/bundle-file.ts';
import { sealSession } from '../bundle/seal.ts';
import {
  newSigningKeyText,
  publicPartOf,
  readSigningKey,
  type SigningKey,
} from '../bundle/signature.ts';
import { signersIn, type Signers } from '../bundle/signers.ts';
import { unsealBundle } from '../bundle/unseal.ts';
import { verifyBundle, type Intact } from '../bundle/verify.ts';
import { openKeychain } from '../secrets/keychain.ts';
import { ownSigningKey } from '../secrets/signing-key.ts';
import type { Transferable } from '../store/session-store.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { print, printJson, say } from './output.ts';
import { makeSession, withSession } from './session.ts';
import { statusLine } from './status-line.ts';
import { selectionOf } from './values.ts';
import { version } from './version.ts';
import { faultText, fill, words } from './words.ts';

export interface SealCommand {
  session: string;
  out: string;
  query?: string;
  masked?: true;
  withoutNotes?: true;
  recipient: string[];
  passphrase?: true;
  signer?: string;
}

export function seal(options: SealCommand, signal: AbortSignal): Promise<void> {
  const encryptTo = encryptionOf(options);
  return withSession(options.session, async (store) => {
    const key = await signingKey(options.signer ?? userInfo().username);
    const line = statusLine();
    const sealed = await sealSession(
      store,
      {
        path: resolve(options.out),
        choice: {
          selection: options.query?.trim() ? selectionOf(options.query) : null,
          masked: options.masked ?? false,
          notes: options.withoutNotes !== true,
        },
        key,
        encryptTo,
        overwrite: false,
        program: version,
      },
      {
        signal,
        onProgress: ({ events, of }) => line.show(() => fill(words.sealing, { events, of })),
      },
    ).finally(() => line.clear());
    await printJson(sealed);
  });
}

export interface BundleOptions {
  identity?: string;
}

/** Prints the verdict of contract.md, and nothing else, to standard output. */
export async function verify(
  bundle: string,
  options: BundleOptions & { trust?: true },
  signal: AbortSignal,
): Promise<ExitCode> {
  const keys = await keysOf(options);
  const line = statusLine();
  try {
    const { signer, stated } = await verifyBundle(await bundleAt(resolve(bundle)), keys, {
      signal,
      onProgress: (at) => line.show(() => fill(words.verifying, { ...at })),
    }).finally(() => line.clear());
    if (options.trust) await knownSigners().confirm({ ...signer, own: false });
    await print(`intact, ${(await isKnown(signer)) ? 'known' : 'unknown'} signer\n`);
    sayWho({ signer, stated });
    return exitCodes.done;
  } catch (error) {
    const failure = error instanceof Failed ? error.failure : null;
    const fault = bundleFaultSchema.safeParse(failure?.params['reason']).data;
    if (failure?.kind !== 'bundle.changed' || !fault) throw error;
    await print(`changed: ${faultText(fault, failure.params['name'])}\n`);
    return exitCodes.changed;
  }
}

export interface UnsealCommand extends BundleOptions {
  session: string;
  merge?: true;
}

/** Verifies first; a session that is there is only touched with `--merge`. */
export async function unseal(
  bundle: string,
  options: UnsealCommand,
  signal: AbortSignal,
): Promise<void> {
  const file = await bundleAt(resolve(bundle));
  const keys = await keysOf(options);
  const line = statusLine();
  const intact = await verifyBundle(file, keys, {
    signal,
    onProgress: (at) => line.show(() => fill(words.verifying, { ...at })),
  }).finally(() => line.clear());
  sayWho(intact);
  const fillIn = async (store: Transferable) => {
    const brought = await unsealBundle(
      store,
      { file, intact },
      {
        signal,
        onProgress: ({ events, of }) => line.show(() => fill(words.unsealing, { events, of })),
      },
    ).finally(() => line.clear());
    if (!intact.facts.contents.responses) say(words.withoutResponses);
    await printJson(summaryOf(file.name, intact, brought));
  };
  if (options.merge) await withSession(options.session, fillIn);
  else await makeSession(options.session, fillIn);
}

export interface SignersCommand {
  forget?: string;
}

/** Known signers, one a line. */
export async function signers({ forget }: SignersCommand): Promise<void> {
  const known = knownSigners();
  if (forget !== undefined) await known.forget(forget.toLowerCase());
  for (const signer of await known.list()) await printJson(signer);
}

function summaryOf(bundle: string, { facts, signer, stated, sha256 }: Intact, brought: object) {
  return { bundle, sha256, signer, contents: facts.contents, stated, ...brought };
}

/** So many of the bundles before it are told; a stranger may state hundreds. */
const mostSaid = 10;

/** Who signed, and what they state of the bundles before. */
function sayWho({ signer, stated }: Pick<Intact, 'signer' | 'stated'>): void {
  const { name } = signer;
  say(fill(words.signedBy, { ...signer }));
  if (!stated) return say(words.statedNothing);
  const { isWhole, origins } = stated;
  if (origins.length > 0) say(fill(words.statedBy, { name }));
  else if (isWhole) say(fill(words.statedNone, { name }));
  for (const origin of origins.slice(0, mostSaid)) {
    const { sha256, sealedAt, signer: before } = origin;
    const whom = throughWhom(stated, origin);
    const through = whom && fill(words.statedThrough, { through: whom });
    say(fill(words.statedOrigin, { ...before, sealedAt, sha256, through }));
  }
  const count = origins.length - mostSaid;
  if (count > 0) say(fill(words.statedMore, { count }));
  if (!isWhole) say(words.statedSome);
}

function encryptionOf({ recipient, passphrase }: SealCommand): EncryptTo | null {
  const typed = process.env['VESTIGO_BUNDLE_PASSPHRASE'];
  if (!passphrase) return recipient.length > 0 ? { recipients: recipient } : null;
  // An age file has either recipients or a passphrase.
  if (!typed || recipient.length > 0) throw new Failed('input.invalid', { field: 'passphrase' });
  return { passphrase: typed };
}

/** What encrypted bundles are opened with: `--identity`, VESTIGO_AGE_IDENTITY, and the passphrase. */
async function keysOf({ identity }: BundleOptions): Promise<DecryptWith> {
  const file = identity === undefined ? '' : await readIdentity(resolve(identity));
  const text = `${file}\n${process.env['VESTIGO_AGE_IDENTITY'] ?? ''}`;
  const typed = process.env['VESTIGO_BUNDLE_PASSPHRASE'];
  return {
    identities: identitiesIn(text),
    passphrases: typed ? [typed] : [],
  };
}

async function readIdentity(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new Failed('file.not-found', {}, { cause: error });
  });
}

/**
 * The analyst's key: VESTIGO_SIGNING_KEY, else the keychain's, which is made with the first bundle.
 * Without a keychain it is one for this bundle alone, and the person is told.
 */
async function signingKey(name: string): Promise<SigningKey> {
  const given = process.env['VESTIGO_SIGNING_KEY']?.trim();
  if (given) return { privateKey: keyFrom(given), name };
  const keychain = openKeychain();
  try {
    const privateKey = keyFrom(await ownSigningKey(keychain, newSigningKeyText));
    const { fingerprint } = publicPartOf(privateKey);
    await knownSigners().confirm({ fingerprint, name, own: true });
    return { privateKey, name };
  } catch (error) {
    const kind = error instanceof Failed ? error.failure.kind : null;
    if (kind !== 'keychain.absent' && kind !== 'keychain.locked') throw error;
    say(words.signedOnce);
    return { privateKey: keyFrom(newSigningKeyText()), name };
  }
}

function keyFrom(text: string): SigningKey['privateKey'] {
  const key = readSigningKey(text);
  if (!key) throw new Failed('input.invalid', { field: 'VESTIGO_SIGNING_KEY' });
  return key;
}

async function isKnown({ fingerprint }: Signer): Promise<boolean> {
  const given = process.env['VESTIGO_SIGNING_KEY']?.trim();
  if (given && publicPartOf(keyFrom(given)).fingerprint === fingerprint) return true;
  return (await knownSigners().find(fingerprint)) !== null;
}

/** The file that the window keeps, too: `signers.json` in the program's folder. */
function knownSigners(): Signers {
  const { env, platform } = process;
  const folders: Partial<Record<NodeJS.Platform, string | undefined>> = {
    win32: env['APPDATA'],
    darwin: join(homedir(), 'Library', 'Application Support'),
  };
  const folder = folders[platform] ?? env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return signersIn(env['VESTIGO_SIGNERS'] ?? join(folder, 'Vestigo', 'signers.json'));
}
