import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, CommandFailed } from '../setup/command.ts';
import { ensureDebianPackages } from '../setup/system-packages.ts';
import { cli, makeSession } from './session.ts';

const phrase = 'десять слов, и одно из них: посылка';

/**
 * The reference implementation of age opens what we encrypt, to a recipient and with a passphrase,
 * and finds the bundle that we seal without; we open what it encrypts. A stranger's key opens nothing.
 */
export async function exchangeWithAge(folder: string): Promise<boolean> {
  // `script` gives a program that wants to ask a person for a passphrase a terminal to ask on.
  await ensureDebianPackages(['age', 'bsdutils', 'unzip']);
  const at = (name: string) => join(folder, name);
  const session = await makeSession(folder, 300, []);
  const [mine, stranger] = [await newIdentity(at('mine.txt')), await newIdentity(at('other.txt'))];
  const seal = (out: string, more: string[]) =>
    cli(['seal', '--session', session, '--out', at(out), ...more], words);
  await seal('plain.vestigo.zip', []);
  await seal('to-one.vestigo.zip', ['--recipient', mine]);
  await seal('to-two.vestigo.zip', ['--recipient', stranger, '--recipient', mine]);
  await seal('phrase.vestigo.zip', ['--passphrase']);

  const open = (name: string, key: string) =>
    capture('age', ['--decrypt', '--identity', at(key), '--output', at(`${name}.out`), at(name)]);
  await open('to-one.vestigo.zip', 'mine.txt');
  await open('to-two.vestigo.zip', 'mine.txt');
  await asked(['--decrypt', '--output', at('phrase.vestigo.zip.out'), at('phrase.vestigo.zip')]);
  const plain = at('plain.vestigo.zip');
  const theirs = ['to-one', 'to-two', 'phrase'].map((name) => at(`${name}.vestigo.zip.out`));
  const files = await Promise.all([plain, ...theirs].map(listing));
  const verdicts: Record<string, boolean> = {
    'age opens what we encrypt, and it holds the same files': new Set(files).size === 1,
    'age does not open what is for another': await isRefused(
      open('to-one.vestigo.zip', 'other.txt'),
    ),
  };

  await capture('age', ['--encrypt', '--recipient', mine, '--output', at('a.zip'), plain]);
  await capture('age', ['--encrypt', '--armor', '--recipient', mine, '-o', at('b.zip'), plain]);
  await asked(['--encrypt', '--passphrase', '--output', at('p.zip'), plain]);
  const verify = (name: string, more: string[], env = {}) =>
    cli(['verify', at(name), ...more], { ...env, VESTIGO_SIGNERS: at('signers.json') });
  const identity = ['--identity', at('mine.txt')];
  const found = await verify('a.zip', identity);
  verdicts['we open what age encrypts to us'] = found.startsWith('intact');
  const typed = await verify('p.zip', [], words);
  verdicts['we open what age encrypts with a passphrase'] = typed.startsWith('intact');
  const unseal = ['unseal', at('a.zip'), '--session', at('unsealed.vestigo'), ...identity];
  await cli(unseal);
  const counted = await cli(['count', '--session', at('unsealed.vestigo')]);
  verdicts['and its events are there'] =
    counted === (await cli(['count', '--session', session])) && Number(counted) > 0;
  verdicts['we do not open what is for another'] = await isRefused(
    verify('a.zip', ['--identity', at('other.txt')]),
  );
  verdicts['an armored file is told from a bundle'] = await isRefused(verify('b.zip', identity));
  for (const [what, holds] of Object.entries(verdicts)) {
    console.log(`${holds ? 'yes' : 'NO '}  ${what}`);
  }
  return Object.values(verdicts).every(Boolean);
}

const words = { VESTIGO_BUNDLE_PASSPHRASE: phrase };

/** Makes a key; gives back its public half. */
async function newIdentity(path: string): Promise<string> {
  await capture('age-keygen', ['--output', path]);
  return /age1[a-z\d]+/.exec(readFileSync(path, 'utf8'))?.[0] ?? '';
}

/** Names, sizes and checksums of a bundle's payload: the container's own times differ. */
async function listing(path: string): Promise<string> {
  const manifest = ['-p', path, 'vestigo-bundle/manifest-sha256.txt'];
  const listed = await capture('unzip', manifest);
  // Who reads it must be able to: the archive is whole.
  await capture('unzip', ['-tqq', path]);
  return listed
    .split('\n')
    .filter((line) => !line.includes('session.json'))
    .join('\n');
}

/** Runs age on a terminal of its own and types the passphrase as often as it asks. */
async function asked(args: string[]): Promise<void> {
  const quoted = ['age', ...args].map((arg) => `'${arg}'`).join(' ');
  const typing = `(sleep 1; echo '${phrase}'; sleep 1; echo '${phrase}'; sleep 1) |`;
  await capture('sh', ['-c', `${typing} script --quiet --return --command "${quoted}" /dev/null`]);
}

async function isRefused(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    (error: unknown) => error instanceof CommandFailed,
  );
}
