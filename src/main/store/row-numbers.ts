import { Failed } from '../../shared/errors.ts';
import { compress, decompress } from './payload.ts';

/**
 * Ascending row numbers as a blob: the distance from each to the next in seven bits a byte, then
 * compressed. A run of neighbours is a run of ones, which costs next to nothing.
 */
export function packRows(rows: Iterable<number>): Buffer {
  const bytes: number[] = [];
  let last = -1;
  for (const row of rows) {
    let distance = row - last;
    last = row;
    while (distance > 127) {
      bytes.push((distance & 127) | 128);
      distance >>>= 7;
    }
    bytes.push(distance);
  }
  return compress(Uint8Array.from(bytes));
}

/** The rows of a blob that {@link packRows} made. Throws `session.damaged`. */
export function unpackRows(blob: Buffer): Uint32Array {
  const bytes = decompress(blob);
  const rows = new Uint32Array(bytes.length);
  let count = 0;
  let last = -1;
  let distance = 0;
  let shift = 0;
  for (const byte of bytes) {
    distance |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    if (distance <= 0) throw new Failed('session.damaged');
    last += distance;
    rows[count] = last;
    count += 1;
    distance = 0;
    shift = 0;
  }
  if (shift !== 0) throw new Failed('session.damaged');
  return rows.slice(0, count);
}
