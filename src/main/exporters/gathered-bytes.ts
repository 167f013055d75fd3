import type { ByteSink } from '../store/session-store.ts';

/** Gathers bytes in one piece of memory, so that no text has to be kept until all of it is there. */
export class GatheredBytes implements ByteSink {
  #buffer: Buffer<ArrayBuffer>;
  #length = 0;

  /** `room`: memory nobody has any more, which is written over, or how much is expected, in bytes. */
  constructor(room: ArrayBuffer | number) {
    this.#buffer = typeof room === 'number' ? Buffer.allocUnsafeSlow(room) : Buffer.from(room);
  }

  get length(): number {
    return this.#length;
  }

  add(bytes: string): void {
    const end = this.#roomFor(bytes.length);
    this.#buffer.write(bytes, this.#length, 'latin1');
    this.#length = end;
  }

  copy(bytes: Buffer, start: number, end: number): void {
    const next = this.#roomFor(end - start);
    bytes.copy(this.#buffer, this.#length, start, end);
    this.#length = next;
  }

  /** All that was added, in memory of its own, which may change hands. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }

  /** @returns where so many more end */
  #roomFor(more: number): number {
    const end = this.#length + more;
    if (end > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(end, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    return end;
  }
}
