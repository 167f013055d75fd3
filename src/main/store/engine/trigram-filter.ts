import type { Arena, Stretch } from './arena.ts';
import { Bitmap } from './bitmap.ts';
import type { BytePattern } from './byte-pattern.ts';

/** Of so many bits: in a block of messages a third of them is set. */
const filterBits = 1 << 15;
/** Blocks that are read at a step of preparing. */
const blocksAtOnce = 8;

/**
 * Which three bytes in a row occur in each block of an arena, as bits that several of them share: a
 * block that lacks those of a pattern need not be read. A seldom word is in few blocks of thousands.
 * Holds whole blocks; what came after them has to be read.
 */
export class TrigramFilter {
  private readonly texts: Arena;
  private readonly blockBytes: number;
  private readonly blocks: Bitmap[] = [];
  /** The entry after each block. */
  private readonly ends: number[] = [];

  /** `blockBytes`: about so many bytes of texts are told of together. */
  constructor(texts: Arena, blockBytes = 1 << 17) {
    this.texts = texts;
    this.blockBytes = blockBytes;
  }

  /** Reads what there is of whole blocks, a step at a time. */
  *prepare(): Generator<void, void> {
    while (this.extend(blocksAtOnce)) yield;
  }

  /** Reads up to so many whole blocks more; tells whether there were so many. */
  extend(most: number): boolean {
    for (let read = 0; read < most; read += 1) {
      const block = this.texts.block(this.ends.at(-1) ?? 0, this.blockBytes);
      if (!block) return false;
      this.blocks.push(bitsOf(block.bytes, block.from, block.to));
      this.ends.push(block.last);
    }
    return true;
  }

  /** Where entries with this pattern can be, in their order. */
  stretches({ pieces }: BytePattern): Stretch[] {
    const wanted = pieces.flatMap(placesOf);
    const found: Stretch[] = [];
    const add = (first: number, last: number) => {
      const before = found.at(-1);
      if (before?.last === first) before.last = last;
      else if (first < last) found.push({ first, last });
    };
    this.blocks.forEach((block, at) => {
      if (wanted.every((place) => block.has(place)))
        add(this.ends[at - 1] ?? 0, this.ends[at] ?? 0);
    });
    add(this.ends.at(-1) ?? 0, this.texts.entries);
    return found;
  }

  /** To be called when the entries from here on have gone. */
  truncate(entries: number): void {
    while ((this.ends.at(-1) ?? 0) > entries) {
      this.ends.pop();
      this.blocks.pop();
    }
  }
}

function bitsOf(bytes: Buffer, from: number, to: number): Bitmap {
  const bits = new Bitmap(filterBits);
  let three = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
  for (let at = from + 2; at < to; at += 1) {
    three = ((three << 8) | (bytes[at] ?? 0)) & 0xffffff;
    bits.add(placeOf(three));
  }
  return bits;
}

/** The bits that all of a piece set. */
function placesOf(piece: Buffer): number[] {
  return Array.from({ length: Math.max(0, piece.length - 2) }, (_, at) =>
    placeOf(piece.readUIntBE(at, 3)),
  );
}

function placeOf(three: number): number {
  return Math.imul(three, 0x9e3779b1) >>> 17;
}
