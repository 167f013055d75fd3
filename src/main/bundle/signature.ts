import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { changed } from './fault.ts';
import { names } from './names.ts';

/** An Ed25519 key that signs bundles. */
export interface SigningKey {
  privateKey: KeyObject;
  /** Who signs, as the reader is told. */
  name: string;
}

/** What DSSE calls the kind of what is signed: the text of a bag's tag manifest. */
const payloadType = 'application/vnd.vestigo.bag.tagmanifest+text';

const base64 = z.string().regex(/^[A-Za-z\d+/]*={0,2}$/);
const envelopeSchema = z.strictObject({
  payloadType: z.literal(payloadType),
  payload: base64,
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: base64 })]),
});

/** PKCS #8 (DER) in base64: how a key is kept in the keychain and given in VESTIGO_SIGNING_KEY. */
export function newSigningKeyText(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** null: the text is no Ed25519 key. */
export function readSigningKey(text: string): KeyObject | null {
  try {
    const der = Buffer.from(text, 'base64');
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** A key's text with its fingerprint. Throws `input.invalid` for what is no key. */
export function signingTextOf(text: string): { text: string; fingerprint: string } {
  const key = readSigningKey(text);
  if (!key) throw new Failed('input.invalid', { field: 'key' });
  return { text, fingerprint: publicPartOf(key).fingerprint };
}

/** A public key as PEM and by its fingerprint: SHA-256 of SubjectPublicKeyInfo (DER), in hex. */
export function publicPartOf(key: KeyObject): { pem: string; fingerprint: string } {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return { pem, fingerprint: hash('sha256', der, 'hex') };
}

/** The envelope (DSSE 1.0) around a tag manifest, as one line of JSON. */
export function envelopeOf(tagManifest: Buffer, { privateKey }: Pick<SigningKey, 'privateKey'>) {
  const sig = sign(null, preAuthenticated(tagManifest), privateKey);
  return envelopeText(tagManifest, publicPartOf(privateKey).fingerprint, sig);
}

/**
 * The fingerprint of the key that signed this tag manifest. Throws `bundle.changed`, also for an
 * envelope that says the same in other bytes.
 */
export function checkEnvelope(envelope: Buffer, tagManifest: Buffer, pem: string): string {
  const key = readPublicKey(pem);
  const parsed = envelopeSchema.safeParse(json(envelope)).data;
  if (!parsed) throw changed('signature');
  const [{ sig }] = parsed.signatures;
  const { fingerprint } = publicPartOf(key);
  const expected = envelopeText(tagManifest, fingerprint, Buffer.from(sig, 'base64'));
  const isSigned = verify(null, preAuthenticated(tagManifest), key, Buffer.from(sig, 'base64'));
  if (!isSigned || !envelope.equals(expected)) throw changed('signature');
  return fingerprint;
}

function readPublicKey(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519' && publicPartOf(key).pem === pem) return key;
  } catch {
    // Told below, as for every other text that is no such key.
  }
  throw changed('facts', names.key);
}

function envelopeText(payload: Buffer, keyid: string, sig: Buffer): Buffer {
  const envelope = {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid, sig: sig.toString('base64') }],
  };
  return Buffer.from(`${JSON.stringify(envelope)}\n`);
}

/** DSSE's "pre-authentication encoding": what is really signed. */
function preAuthenticated(payload: Buffer): Buffer {
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}
