import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, type MessagePort } from 'node:worker_threads';

/**
 * The program of a thread by its name (electron.vite.config.ts): beside this file, or beside what it
 * was built into. null where it is not to be had: then its work is done by whoever asks.
 */
export function threadEntry(name: string): string | null {
  const places = [`./${name}.ts`, `./${name}.js`, `../${name}.js`];
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return paths.find((path) => existsSync(path)) ?? null;
}

const end = 'end';

/** A thread whose program hears what it is told by {@link hear}. */
export class Thread extends Worker {
  readonly #exited = new Promise<void>((resolve) => this.once('exit', () => resolve()));

  /**
   * When it is done with the message it has begun. Stopped amidst it (`terminate`) while zlib begins
   * a stream, Node 24 takes the whole process along ("close before init").
   */
  async end(): Promise<void> {
    // Nobody waits for what it has begun, so nobody hears that it failed.
    this.on('error', () => undefined);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
    this.postMessage(end);
    await this.#exited;
  }
}

/** In a thread's own program: what it is told, until it is to end. Gives the way to answer. */
export function hear(listener: (told: unknown) => void): MessagePort {
  if (!parentPort) throw new Error('this runs as a thread');
  parentPort.on('message', (told: unknown) => {
    if (told === end) process.exit();
    listener(told);
  });
  return parentPort;
}
