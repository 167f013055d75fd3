import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { readEvent } from '../../support/store/events.ts';
import { filled } from '../../support/store/session.ts';
import { faultOf, folder, noKeys, seal } from '../../support/bundle/bundles.ts';

/** Ten thousand tries, on a busy machine. */
const timeout = 120_000;

/** What happens to a byte: one bit of it, all of them, and what makes a letter another letter. */
const flips = [0x01, 0xff, 0x20];

/**
 * What is not noticed when each byte before `end` is changed, one at a time, and the file cut before
 * each, or before every seventh, where what is left is authenticated as a whole.
 */
async function tamper(bytes: Buffer, end: number, keys = noKeys, cuts = 1): Promise<string[]> {
  const unnoticed: string[] = [];
  const look = async (what: string, changed: Buffer) => {
    const kind = (await faultOf(changed, keys))?.kind;
    if (kind !== 'bundle.changed' && kind !== 'bundle.wrong-key')
      unnoticed.push(`${what}: ${kind}`);
  };
  for (let at = 0; at < end; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (bytes[at] ?? 0) ^ (flips[at % flips.length] ?? 1);
    await look(`byte ${at}`, changed);
    if (at % cuts === 0) await look(`cut at ${at}`, bytes.subarray(0, at));
  }
  await look('a byte before', Buffer.concat([Buffer.from([0]), bytes]));
  await look('a byte after', Buffer.concat([bytes, Buffer.from([0])]));
  await look('a second copy after', Buffer.concat([bytes, bytes]));
  return unnoticed;
}

test('no byte of a bundle can be changed, cut off or added unnoticed', { timeout }, async () => {
  const bytes = await sealedOne();
  expect(await faultOf(bytes)).toBe(null);
  expect(await tamper(bytes, bytes.length)).toEqual([]);
});

async function sealedOne(): Promise<Buffer> {
  const path = join(folder(), 'case.vestigo.zip');
  await seal(await filled(join(folder(), 'a.vestigo'), [readEvent(1)]), path);
  return readFileSync(path);
}

test('nor of one that is encrypted with a passphrase', { timeout }, async () => {
  const encrypter = new Encrypter();
  encrypter.setPassphrase('a phrase');
  // The least work for each of ten thousand tries; the format is the same.
  encrypter.setScryptWorkFactor(1);
  const bytes = Buffer.from(await encrypter.encrypt(await sealedOne()));
  const keys = { identities: [], passphrases: ['a phrase'] };
  expect(await faultOf(bytes)).toMatchObject({ kind: 'bundle.no-key' });
  expect(await faultOf(bytes, keys)).toBe(null);
  expect(await tamper(bytes, bytes.length, keys, 7)).toEqual([]);
});

test('nor of one that is encrypted to recipients', async () => {
  const path = join(folder(), 'case.vestigo.zip');
  const identity = await generateIdentity();
  const keys = { identities: [identity], passphrases: [] };
  const recipients = [await identityToRecipient(identity)];
  const store = await filled(join(folder(), 'a.vestigo'), [readEvent(1)]);
  await seal(store, path, { encryptTo: { recipients } });
  const stranger = { identities: [await generateIdentity()], passphrases: [] };
  expect(await faultOf(path, stranger)).toMatchObject({ kind: 'bundle.wrong-key' });
  expect(await faultOf(path, keys)).toBe(null);
  const bytes = readFileSync(path);
  // What differs from the other kind ends with the header.
  expect(await tamper(bytes, bytes.indexOf('---') + 60, keys)).toEqual([]);
});
