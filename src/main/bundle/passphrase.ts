import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Stanza, type Identity, type Recipient } from 'age-encryption';

/**
 * The passphrase of an age file (C2SP age.md, "The scrypt recipient type"), derived by the system's
 * own scrypt: some five times as fast as the library's, beside this thread, and once for a file.
 */

/** 2^18 rounds in 256 MB are age's own choice; more than 2^20 and 1 GB nobody is made to spend. */
const workFactor = 18;
const mostWork = 20;
const label = Buffer.from('age-encryption.org/v1/scrypt');
const cipher = 'chacha20-poly1305';
const nonce = Buffer.alloc(12);
const tagLength = 16;
const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

function wrappingKey(passphrase: string, salt: Buffer, logN: number): Promise<Buffer> {
  const cost = { N: 2 ** logN, r: 8, p: 1, maxmem: 2 ** (logN + 10) + 2 ** 20 };
  return derive(passphrase, Buffer.concat([label, salt]), 32, cost);
}

export function passphraseRecipient(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16);
      const key = await wrappingKey(passphrase, salt, workFactor);
      const wrap = createCipheriv(cipher, key, nonce, { authTagLength: tagLength });
      const body = Buffer.concat([wrap.update(fileKey), wrap.final(), wrap.getAuthTag()]);
      return [new Stanza(['scrypt', unpadded(salt), String(workFactor)], body)];
    },
  };
}

/** `onFileKey` is told what the passphrase opened. Throws where the header is not age's. */
export function passphraseIdentity(
  passphrase: string,
  onFileKey: (fileKey: Buffer) => void,
): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const stanza = stanzas.find(({ args }) => args[0] === 'scrypt');
      if (!stanza) return null;
      const [, salt = '', work = '', ...more] = stanza.args;
      const salted = Buffer.from(salt, 'base64');
      const logN = Number(work);
      const isWritten = /^[1-9]\d*$/.test(work) && unpadded(salted) === salt && more.length === 0;
      const isSized = salted.length === 16 && logN <= mostWork && stanza.body.length === 32;
      if (stanzas.length !== 1 || !isWritten || !isSized) throw new Error('invalid scrypt stanza');
      const key = await wrappingKey(passphrase, salted, logN);
      const open = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength });
      open.setAuthTag(stanza.body.subarray(-tagLength));
      const fileKey = open.update(stanza.body.subarray(0, -tagLength));
      try {
        open.final();
      } catch {
        return null;
      }
      onFileKey(fileKey);
      return fileKey;
    },
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
