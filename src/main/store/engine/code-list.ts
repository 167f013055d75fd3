/** Codes as wide as the greatest of them needs; `data` may be longer than `length`. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/**
 * A code for each row, in one byte as long as there are few: most columns have, and a million rows
 * have many columns. `data` is another array when a code has needed more, or more rows have come.
 */
export class CodeList {
  data: Codes = new Uint8Array(64);
  length = 0;
  /** The first code that is too great for `data`. */
  private limit = 256;

  push(code: number): void {
    if (this.length === this.data.length) this.reserve(1);
    if (code >= this.limit) this.widen(code);
    this.data[this.length] = code;
    this.length += 1;
  }

  at(row: number): number {
    return this.data[row] ?? 0;
  }

  set(row: number, code: number): void {
    if (code >= this.limit) this.widen(code);
    this.data[row] = code;
  }

  append(codes: Uint32Array): void {
    let most = 0;
    for (let i = 0; i < codes.length; i += 1) most = Math.max(most, codes[i] ?? 0);
    if (most >= this.limit) this.widen(most);
    this.reserve(codes.length);
    this.data.set(codes, this.length);
    this.length += codes.length;
  }

  /** Makes room for `count` more. */
  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.data.length) return;
    this.become(arrayOf(this.data.BYTES_PER_ELEMENT, Math.max(wanted, this.data.length * 1.5)));
  }

  /** Makes the length exactly this; what is new is zero. */
  resize(length: number): void {
    if (length > this.length) {
      this.reserve(length - this.length);
      this.data.fill(0, this.length, length);
    }
    this.length = length;
  }

  private widen(code: number): void {
    const bytes = code < 2 ** 16 ? 2 : 4;
    this.limit = 2 ** (8 * bytes);
    this.become(arrayOf(bytes, this.data.length));
  }

  private become(data: Codes): void {
    data.set(this.data.subarray(0, this.length));
    this.data = data;
  }
}

function arrayOf(bytes: number, length: number): Codes {
  const whole = Math.ceil(length);
  if (bytes === 1) return new Uint8Array(whole);
  return bytes === 2 ? new Uint16Array(whole) : new Uint32Array(whole);
}
