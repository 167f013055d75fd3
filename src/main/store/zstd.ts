import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  compressUsingDict,
  createCCtx,
  createDCtx,
  decompressUsingDict,
  init,
} from '@bokuweb/zstd-wasm';

/**
 * zstd (RFC 8878) in one go. Node's own makes a stream and a context for each call, which takes
 * longer than a run of events does to be unpacked: what is small goes through WebAssembly, whose
 * contexts are used again (decision 0020). Its memory never shrinks, so what is large does not.
 */
await init();
const packing = createCCtx();
const unpacking = createDCtx();
/** Bytes, unpacked. */
const small = 2 ** 18;
const nothing = new Uint8Array(0);

export const usualLevel = constants.ZSTD_CLEVEL_DEFAULT;

/**
 * `dictionary`: any bytes that much of this repeats. The same bytes give the same frame, whatever the
 * context was used for before.
 */
export function zstd(bytes: Uint8Array, dictionary: Uint8Array | null, level: number): Uint8Array {
  if (bytes.length <= small && (dictionary?.length ?? 0) <= small) {
    return compressUsingDict(packing, bytes, dictionary ?? nothing, level);
  }
  const params = { [constants.ZSTD_c_compressionLevel]: level };
  return zstdCompressSync(bytes, dictionary?.length ? { params, dictionary } : { params });
}

/**
 * A frame of so many bytes when it is unpacked. Throws when it is none, or larger; no more memory
 * is taken, whatever the frame says of itself.
 */
export function unzstd(frame: Buffer, length: number, dictionary: Uint8Array | null): Buffer {
  const isSmall = length <= small && (dictionary?.length ?? 0) <= small;
  if (isSmall && statedLength(frame) === length) {
    const { buffer, byteOffset } = decompressUsingDict(unpacking, frame, dictionary ?? nothing);
    return Buffer.from(buffer, byteOffset, length);
  }
  const room = { chunkSize: length + 64, maxOutputLength: length + 64 };
  return zstdDecompressSync(frame, dictionary?.length ? { ...room, dictionary } : room);
}

/** What the head of a frame says (RFC 8878, 3.1.1.1); null: nothing, or more than is small. */
function statedLength(frame: Buffer): number | null {
  const [descriptor = 0] = frame.subarray(4, 5);
  const isSingle = (descriptor & 0x20) !== 0;
  const ofDictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + (isSingle ? 0 : 1) + ofDictionary;
  const form = descriptor >> 6;
  if (form === 0 && !isSingle) return null;
  if (form === 3 || frame.length < at + 4) return null;
  if (form === 0) return frame.readUInt8(at);
  return form === 1 ? frame.readUInt16LE(at) + 256 : frame.readUInt32LE(at);
}
