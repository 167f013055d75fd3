import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** An image of 8 bits a channel without gaps, three or four bytes a pixel. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly bytes: Buffer;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * The same picture in a third of the bytes: with a palette of 256 colours, frequent ones that differ,
 * in which the few others, at the edges of letters, take the nearest one.
 * @param png as browsers write it: 8 bits a channel, opaque, not interlaced
 */
export function shrink(png: Buffer): Buffer {
  const picture = decode(png);
  const { palette, indices } = reduce(picture);
  const { width, height } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(indices, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function decode(png: Buffer): Pixels {
  const data: Buffer[] = [];
  let [width, height, channels] = [0, 0, 3 as 3 | 4];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      width = body.readUInt32BE(0);
      height = body.readUInt32BE(4);
      channels = body.readUInt8(9) === 6 ? 4 : 3;
    } else if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  return { width, height, channels, bytes: unfilter(data, width * channels, height, channels) };
}

/** Undoes the five filters of the PNG specification, section 9. */
function unfilter(data: Buffer[], stride: number, height: number, channels: number): Buffer {
  const filtered = inflateSync(Buffer.concat(data));
  const bytes = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const kind = filtered[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < channels ? 0 : (bytes[at - channels] ?? 0);
      const up = bytes[at - stride] ?? 0;
      const corner = x < channels ? 0 : (bytes[at - stride - channels] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind] ?? 0;
      bytes[at] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return bytes;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Colours as `0xRRGGBB`; rows of indices begin with 0, "no filter". */
function reduce({ width, height, channels, bytes }: Pixels) {
  const counts = new Map<number, number>();
  for (let at = 0; at < bytes.length; at += channels) {
    const colour = bytes.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const byCount = [...counts].toSorted((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const chosen = choose(byCount);
  const indexOf = new Map(byCount.map((colour) => [colour, nearest(chosen, colour)]));
  const indices = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = bytes.readUIntBE((y * width + x) * channels, 3);
      indices[y * (width + 1) + 1 + x] = indexOf.get(colour) ?? 0;
    }
  }
  const palette = Buffer.alloc(chosen.length * 3);
  chosen.forEach((colour, at) => palette.writeUIntBE(colour, at * 3, 3));
  return { palette, indices };
}

/** Not the most frequent ones alone: a small icon's colour is rare, and nothing stands in for it. */
function choose(byCount: readonly number[]): number[] {
  const chosen: number[] = [];
  for (const colour of byCount) {
    if (chosen.length === 256) break;
    if (chosen.every((one) => distance(one, colour) > 100)) chosen.push(colour);
  }
  const known = new Set(chosen);
  const others = byCount.filter((colour) => !known.has(colour));
  return [...chosen, ...others.slice(0, 256 - chosen.length)];
}

function nearest(chosen: readonly number[], colour: number): number {
  const distances = chosen.map((one) => distance(one, colour));
  return distances.indexOf(Math.min(...distances));
}

function distance(a: number, b: number): number {
  return [16, 8, 0].reduce((sum, by) => sum + (((a >> by) & 255) - ((b >> by) & 255)) ** 2, 0);
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}
