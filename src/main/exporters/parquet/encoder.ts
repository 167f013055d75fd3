import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ExportedEvent } from '../../store/session-store.ts';
import { parquetColumn } from './columns.ts';

/** A row group is closed at so many rows, or so many characters, whichever comes first. */
const groupRows = 100_000;
const groupCharacters = 8 * 2 ** 20;

/** One Parquet file, made of row groups as they fill: only the last one is in memory. */
export class ParquetEncoder {
  readonly #bytes = new ByteWriter();
  readonly #file: ParquetWriter;
  readonly #columns;
  #rows = 0;
  #characters = 0;

  constructor(columns: readonly string[], program: string) {
    this.#columns = columns.map((name) => ({ ...parquetColumn(name), data: [] as unknown[] }));
    this.#file = new ParquetWriter({
      writer: this.#bytes,
      schema: [
        { name: 'event', num_children: this.#columns.length },
        ...this.#columns.flatMap(({ schema }) => schema),
      ],
      createdBy: `Vestigo version ${program}`,
    });
  }

  /** @returns bytes of the file when a row group is full */
  add(event: ExportedEvent): Uint8Array | null {
    for (const { read, data } of this.#columns) {
      const value = read(event);
      data.push(value);
      if (typeof value === 'string') this.#characters += value.length;
    }
    this.#rows += 1;
    const isFull = this.#rows >= groupRows || this.#characters >= groupCharacters;
    return isFull ? this.#closeGroup() : null;
  }

  /** @returns the last bytes of the file */
  end(): Uint8Array {
    const last = this.#rows > 0 ? this.#closeGroup() : new Uint8Array();
    void this.#file.finish();
    return Buffer.concat([last, this.#take()]);
  }

  #closeGroup(): Uint8Array {
    void this.#file.write({
      columnData: this.#columns.map(({ name, data, writing }) => ({ name, data, ...writing })),
      rowGroupSize: this.#rows,
    });
    for (const { data } of this.#columns) data.length = 0;
    this.#rows = 0;
    this.#characters = 0;
    return this.#take();
  }

  /** What was written since the last time; the writer goes on counting where it is in the file. */
  #take(): Uint8Array {
    const bytes = Buffer.from(this.#bytes.getBytes());
    this.#bytes.index = 0;
    return bytes;
  }
}
