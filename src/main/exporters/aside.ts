import { availableParallelism } from 'node:os';
import { Failed, type Failure } from '../../shared/errors.ts';
import type { EventPacket } from '../store/event-packet.ts';
import { Thread, threadEntry } from '../thread.ts';
import type { LineExporter, LineLayout, Tally } from './exporter.ts';
import { lineExporters, type LineFormat } from './line-exporters.ts';

/** What a thread is given when it is started; packets follow, and are answered in their order. */
export interface EncodingOrder {
  format: LineFormat;
  layout: LineLayout;
}

export interface PacketSent {
  packet: EventPacket;
  /** What lines that are written by now were in, to be used again. */
  memory: ArrayBuffer | undefined;
}

export type Encoded =
  | { bytes: Uint8Array<ArrayBuffer>; rows: number; formulaCells: number }
  | { failure: Failure };

interface Watch {
  signal: AbortSignal;
  /** After so many more are written. */
  onRows: (rows: number) => void;
}

/** More would wait for the thread that reads the file. */
const mostThreads = 3;
/** MB. Of what a packet needs while it is encoded hardly anything has to be moved that way. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };
/** Packets that a thread has or that wait to be written, so that nobody waits for anybody. */
const perThread = 2;

/**
 * Encodes lines by threads of their own while this one reads and writes: the file is what `encode`
 * makes of the same events. Two pieces later the memory of a piece is used again. null where threads
 * are not to be had. Throws what packets throw, and `session.damaged`.
 */
export function encodeAside(
  packets: AsyncIterable<EventPacket>,
  { format, layout }: EncodingOrder,
  tally: Tally,
  { signal, onRows }: Watch,
): AsyncIterable<Uint8Array> | null {
  const entry = threadEntry('export-worker');
  if (entry === null) return null;
  const { columns, csv, syslog, program, partitioned } = layout;
  // Without what cannot be cloned.
  const order: EncodingOrder = { format, layout: { columns, csv, syslog, program, partitioned } };
  return encoded(entry, packets, order, tally, { signal, onRows });
}

async function* encoded(
  entry: string,
  packets: AsyncIterable<EventPacket>,
  order: EncodingOrder,
  tally: Tally,
  { signal, onRows }: Watch,
): AsyncIterable<Uint8Array> {
  const exporter: LineExporter = lineExporters[order.format];
  const head = exporter.head?.(order.layout);
  if (head !== undefined) yield Buffer.from(head, 'latin1');
  const count = Math.min(availableParallelism(), mostThreads);
  const threads = Array.from({ length: count }, () => new EncodingThread(entry, order));
  const pending: Promise<Encoded>[] = [];
  // Left to the collector, as much memory as the file is large would come and go.
  const spare: ArrayBuffer[] = [];
  let last: ArrayBuffer | null = null;
  async function* taken(atMost: number): AsyncIterable<Uint8Array> {
    while (pending.length > atMost) {
      const done = await pending.shift();
      if (!done) return;
      if ('failure' in done) throw new Failed(done.failure.kind, done.failure.params);
      tally.formulaCells += done.formulaCells;
      yield done.bytes;
      if (last) spare.push(last);
      last = done.bytes.buffer;
      onRows(done.rows);
      if (signal.aborted) throw new Failed('cancelled');
    }
  }
  try {
    for await (const packet of packets) {
      const thread = threads.shift();
      if (!thread) throw new RangeError('no thread');
      threads.push(thread);
      pending.push(thread.encode({ packet, memory: spare.pop() }));
      yield* taken(count * perThread - 1);
    }
    yield* taken(0);
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

class EncodingThread {
  readonly #thread: Thread;
  readonly #waiting: { resolve(told: Encoded): void; reject(error: Error): void }[] = [];
  #ended: Error | null = null;

  constructor(entry: string, order: EncodingOrder) {
    this.#thread = new Thread(entry, { workerData: order, resourceLimits });
    this.#thread.on('message', (told: Encoded) => this.#waiting.shift()?.resolve(told));
    this.#thread.on('error', (error) => this.#fail(error));
    this.#thread.on('exit', () => this.#fail(new Error('the encoding thread ended too soon')));
  }

  encode(sent: PacketSent): Promise<Encoded> {
    const answer = new Promise<Encoded>((resolve, reject) => {
      if (this.#ended) reject(this.#ended);
      else this.#waiting.push({ resolve, reject });
    });
    // It is waited for in its turn.
    answer.catch(() => undefined);
    const { packet, memory } = sent;
    const moved = [packet.bytes.buffer, packet.events.buffer];
    this.#thread.postMessage(sent, memory ? [...moved, memory] : moved);
    return answer;
  }

  end(): Promise<void> {
    return this.#thread.end();
  }

  #fail(error: unknown): void {
    this.#ended ??= error instanceof Error ? error : new Error('the encoding thread failed');
    for (const answer of this.#waiting.splice(0)) answer.reject(this.#ended);
  }
}
