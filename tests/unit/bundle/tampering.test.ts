import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { readEvent } from '../../support/store/events.ts';
import { filled } from '../../support/store/session.ts';
import { faultOf, folder, noKeys, seal } from '../../support/bundle/bundles.ts';

/** What happens to a byte: one bit of it, all of them, and what makes a letter another letter. */
const flips = [0x01, 0xff, 0x20];

/** Every fault found when each byte is changed, one at a time, and the file cut before each. */
async function tamper(bytes: Buffer, keys = noKeys): Promise<string[]> {
  const unnoticed: string[] = [];
  const look = async (what: string, changed: Buffer) => {
    const kind = (await faultOf(changed, keys))?.kind;
    if (kind !== 'bundle.changed' && kind !== 'bundle.wrong-key')
      unnoticed.push(`${what}: ${kind}`);
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (bytes[at] ?? 0) ^ (flips[at % flips.length] ?? 1);
    await look(`byte ${at}`, changed);
    await look(`cut at ${at}`, bytes.subarray(0, at));
  }
  await look('a byte before', Buffer.concat([Buffer.from([0]), bytes]));
  await look('a byte after', Buffer.concat([bytes, Buffer.from([0])]));
  await look('a second copy after', Buffer.concat([bytes, bytes]));
  return unnoticed;
}

test('no byte of a bundle can be changed, cut off or added unnoticed', async () => {
  const path = join(folder(), 'case.vestigo.zip');
  await seal(await filled(join(folder(), 'a.vestigo'), [readEvent(1)]), path);
  expect(await faultOf(path)).toBe(null);
  expect(await tamper(readFileSync(path))).toEqual([]);
});

test('nor of an encrypted one', async () => {
  const path = join(folder(), 'case.vestigo.zip');
  const identity = await generateIdentity();
  const keys = { identities: [identity], passphrases: [] };
  const recipients = [await identityToRecipient(identity)];
  const store = await filled(join(folder(), 'a.vestigo'), [readEvent(1)]);
  await seal(store, path, { encryptTo: { recipients } });
  expect(await faultOf(path)).toMatchObject({ kind: 'bundle.no-key' });
  const stranger = { identities: [await generateIdentity()], passphrases: [] };
  expect(await faultOf(path, stranger)).toMatchObject({ kind: 'bundle.wrong-key' });
  expect(await faultOf(path, keys)).toBe(null);
  expect(await tamper(readFileSync(path), keys)).toEqual([]);
});
