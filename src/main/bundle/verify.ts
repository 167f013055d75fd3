import { createHash, hash } from 'node:crypto';
import {
  bundleFactsSchema,
  bundleGroups,
  type BundleFacts,
  type DecryptWith,
  type VerifiedBundle,
} from '../../shared/bundle.ts';
import { Failed } from '../../shared/errors.ts';
import { bagitText, readManifest, signerNameIn, statedOriginsIn } from './bag.ts';
import type { BundleFile } from './bundle-file.ts';
import { ByteSource } from './byte-source.ts';
import { readZip, type Entry } from './container.ts';
import { ageStart, decrypt } from './encryption.ts';
import { changed } from './fault.ts';
import { names, partName, partOf } from './names.ts';
import { checkEnvelope } from './signature.ts';

export interface Intact extends VerifiedBundle {
  /** SHA-256 of each payload file, by its path in the bag. */
  payload: ReadonlyMap<string, string>;
  /** What reads the very same file again, without deriving a key from a passphrase once more. */
  keys: DecryptWith;
}

export interface VerifyWatch {
  signal: AbortSignal;
  onProgress?: (progress: { bytes: number; of: number }) => void;
}

/** Tag files are kept until the end; of the payload only the hashes are. */
const mostTagBytes = 64 * 2 ** 20;

/**
 * Reads a whole bundle and accounts for every byte of it: the container, each file against its
 * manifest, the manifests against the signature. Nothing of the payload is unpacked. Throws
 * `bundle.changed`, `bundle.no-key`, `bundle.wrong-key`, `file.*`, `cancelled`.
 */
export async function verifyBundle(
  file: BundleFile,
  keys: DecryptWith,
  { signal, onProgress }: VerifyWatch,
): Promise<Intact> {
  const { size: of } = file;
  const digest = createHash('sha256');
  let bytes = 0;
  let again = keys;
  const reading = readBundle(file, keys, {
    onRead(chunk) {
      if (signal.aborted) throw new Failed('cancelled');
      digest.update(chunk);
      bytes += chunk.length;
      onProgress?.({ bytes, of });
    },
    onFileKey(fileKey) {
      again = { identities: [], passphrases: [], fileKey: fileKey.toString('hex') };
    },
  });
  const found = new Map<string, string>();
  const kept = new Map<string, Buffer>();
  for await (const { name, bytes: content } of reading) {
    found.set(name, hash('sha256', content, 'hex'));
    if (partOf(name)) continue;
    if (content.length > mostTagBytes) throw changed('too-large', name);
    kept.set(name, content);
  }
  const isEncrypted = await isAgeFile(file);
  return { ...vouched(found, kept), sha256: digest.digest('hex'), isEncrypted, keys: again };
}

interface Reading {
  /** Sees the file as it lies there. */
  onRead: (chunk: Uint8Array) => void;
  onFileKey?: (fileKey: Buffer) => void;
}

/** The entries of a bundle, decrypted where it is encrypted. */
export async function* readBundle(
  file: BundleFile,
  keys: DecryptWith,
  { onRead, onFileKey = () => undefined }: Reading,
): AsyncIterable<Entry> {
  const isEncrypted = await isAgeFile(file);
  const { identities, passphrases, fileKey } = keys;
  if (isEncrypted && identities.length + passphrases.length === 0 && fileKey === undefined) {
    throw new Failed('bundle.no-key');
  }
  const chunks = watched(file, onRead);
  const source = new ByteSource(isEncrypted ? decrypt(chunks, keys, onFileKey) : chunks);
  try {
    yield* readZip(source);
  } finally {
    await source.close();
  }
}

async function* watched(file: BundleFile, onRead: (chunk: Uint8Array) => void) {
  for await (const chunk of file.read()) {
    onRead(chunk);
    yield chunk;
  }
}

async function isAgeFile(file: BundleFile): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read(ageStart.length)) chunks.push(chunk);
  return Buffer.concat(chunks).equals(ageStart);
}

/** Holds what was found against the manifests, and these against the signature. */
function vouched(
  found: ReadonlyMap<string, string>,
  kept: ReadonlyMap<string, Buffer>,
): Pick<Intact, 'facts' | 'signer' | 'stated' | 'payload' | 'tagManifest'> {
  const file = (name: string): Buffer => {
    const bytes = kept.get(name);
    if (!bytes) throw changed('missing', name);
    return bytes;
  };
  const tagManifest = file(names.tagManifest);
  const fingerprint = checkEnvelope(file(names.signature), tagManifest, file(names.key).toString());
  const tags = readManifest(tagManifest.toString(), names.tagManifest);
  const payload = readManifest(file(names.manifest).toString(), names.manifest);
  const isPayload = (name: string) => name.startsWith('data/');
  for (const [name, sha256] of [...tags, ...payload]) {
    if (!found.has(name)) throw changed('missing', name);
    if (found.get(name) !== sha256) throw changed('checksum', name);
    if (payload.has(name) !== isPayload(name)) throw changed('manifest', names.manifest);
  }
  for (const name of found.keys()) {
    const isVouched = tags.has(name) || payload.has(name);
    if (!isVouched && name !== names.tagManifest && name !== names.signature) {
      throw changed('not-listed', name);
    }
  }
  for (const name of [names.bagit, names.info, names.key, names.manifest]) {
    if (!tags.has(name)) throw changed('not-listed', name);
  }
  if (file(names.bagit).toString() !== bagitText) throw changed('facts', names.bagit);
  const facts = readFacts(file(names.facts));
  checkFiles(facts, payload);
  const info = file(names.info).toString();
  const signer = { name: signerNameIn(info), fingerprint };
  const digest = hash('sha256', tagManifest, 'hex');
  return { facts, payload, signer, stated: statedOriginsIn(info), tagManifest: digest };
}

function readFacts(bytes: Buffer): BundleFacts {
  try {
    return bundleFactsSchema.parse(JSON.parse(bytes.toString()));
  } catch {
    throw changed('facts', names.facts);
  }
}

/** As many files of each group as the facts say, and no others. */
function checkFiles({ groups }: BundleFacts, payload: ReadonlyMap<string, string>): void {
  let files = 1;
  for (const group of bundleGroups) {
    files += groups[group].files;
    for (let number = 1; number <= groups[group].files; number += 1) {
      const name = partName(group, number);
      if (!payload.has(name)) throw changed('missing', name);
    }
  }
  if (files !== payload.size) throw changed('facts', names.facts);
}
