/** Bytes read one after another in pieces of the reader's own size. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array[] = [];
  #bytes = 0;
  #position = 0;
  #ended = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** How many bytes have been taken. */
  get position(): number {
    return this.#position;
  }

  /** The next bytes, or null when there are not so many any more. */
  async take(count: number): Promise<Buffer | null> {
    if (!(await this.#hold(count))) return null;
    const parts: Uint8Array[] = [];
    let wanted = count;
    while (wanted > 0) {
      const first = this.#held[0] ?? new Uint8Array();
      parts.push(first.subarray(0, wanted));
      if (first.length > wanted) this.#held[0] = first.subarray(wanted);
      else this.#held.shift();
      wanted -= Math.min(first.length, wanted);
    }
    this.#bytes -= count;
    this.#position += count;
    const [only] = parts;
    return only && parts.length === 1
      ? Buffer.from(only.buffer, only.byteOffset, only.length)
      : Buffer.concat(parts);
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#hold(1));
  }

  /** Gives back what the bytes come from. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #hold(count: number): Promise<boolean> {
    while (this.#bytes < count && !this.#ended) {
      const next = await this.#chunks.next();
      if (next.done === true) this.#ended = true;
      else {
        this.#held.push(next.value);
        this.#bytes += next.value.length;
      }
    }
    return this.#bytes >= count;
  }
}
