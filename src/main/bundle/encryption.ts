import { Decrypter, Encrypter } from 'age-encryption';
import type { DecryptWith, EncryptTo } from '../../shared/bundle.ts';
import { Failed } from '../../shared/errors.ts';
import { changed } from './fault.ts';
import { passphraseIdentity, passphraseRecipient } from './passphrase.ts';

/** What an age file begins with. */
export const ageStart = Buffer.from('age-encryption.org/v1\n');

/** Throws `input.invalid` for a recipient that is none. */
export async function* encrypt(
  chunks: AsyncIterable<Uint8Array>,
  to: EncryptTo,
): AsyncIterable<Uint8Array> {
  const encrypter = new Encrypter();
  try {
    if ('passphrase' in to) encrypter.addRecipient(passphraseRecipient(to.passphrase));
    else for (const recipient of to.recipients) encrypter.addRecipient(recipient);
  } catch (error) {
    throw new Failed('input.invalid', { field: 'recipient' }, { cause: error });
  }
  yield* await encrypter.encrypt(streamOf(chunks));
}

/**
 * `onFileKey` is told what a passphrase opened: given as `fileKey` it need not be derived again.
 * Throws `bundle.wrong-key` when it was made for nobody here, `bundle.changed` when a byte of it is
 * not as it was.
 */
export async function* decrypt(
  chunks: AsyncIterable<Uint8Array>,
  { identities, passphrases, fileKey }: DecryptWith,
  onFileKey: (fileKey: Buffer) => void,
): AsyncIterable<Uint8Array> {
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
  } catch (error) {
    throw new Failed('input.invalid', { field: 'identity' }, { cause: error });
  }
  if (fileKey) decrypter.addIdentity({ unwrapFileKey: () => Buffer.from(fileKey, 'hex') });
  for (const passphrase of passphrases) {
    decrypter.addIdentity(passphraseIdentity(passphrase, onFileKey));
  }
  try {
    yield* await decrypter.decrypt(streamOf(chunks));
  } catch (error) {
    if (error instanceof Failed) throw error;
    const isForOthers = error instanceof Error && error.message.includes('no identity matched');
    throw isForOthers ? new Failed('bundle.wrong-key') : changed('encryption');
  }
}

/** Node's own conversion holds back an iterator's `return`; a bundle is often not read to its end. */
function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
