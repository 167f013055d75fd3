import { setImmediate, setTimeout } from 'node:timers/promises';
import type { VerifiedBundle } from '../../../shared/bundle.ts';
import { Failed, toFailure } from '../../../shared/errors.ts';
import { beginSession, createSession, type LocalSession, type Opening } from '../open-session.ts';
import type { ReadAgain, SessionKey, SessionStore } from '../session-store.ts';
import type { ParentChannel } from './channel.ts';
import { placeOfNext } from './order.ts';
import { Pace } from './pace.ts';
import {
  operationNameSchema,
  operationSchemas,
  type OperationName,
  type OperationResult,
  type Operations,
} from './operations.ts';
import {
  methods,
  requestSchema,
  type Answer,
  type MethodName,
  type Request,
  type SessionMethods,
  type VerifyArgs,
  type VerifyProgress,
} from './protocol.ts';

type Ask = Exclude<Request, { kind: 'cancel' }>;

/**
 * Answers requests about one session until the other side closes it or is gone. Methods run one
 * after another in the order they came, with a look at the channel in between, so that a request
 * that was cancelled meanwhile is not begun; operations run beside them and yield between batches.
 */
export function serveSession(channel: ParentChannel, rooms: ServedRooms): void {
  const server = new Server(channel, rooms);
  channel.onMessage((message) => server.receive(message));
  channel.onEnd(() => void server.end());
  // Ctrl-C in a terminal reaches this process, too: the program that started it decides.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void server.end());
  // Nothing is printed: a message could hold an event's text. The other side sees the end.
  process.on('uncaughtException', () => process.exit(1));
  process.on('unhandledRejection', () => process.exit(1));
}

/** Nobody has asked for anything for so long, ms: less than lies between two keys typed. */
const idle = 50;

/** What the composition root lends. */
interface ServedRooms {
  /** They are given the session itself. */
  operations: Operations;
  /** Tries once what an earlier version of the program could not read. */
  readAgain: ReadAgain;
  /** What of a session the other side may see: methods are asked of it. */
  viewOf: (session: SessionStore) => SessionMethods;
  /** Looks at a bundle, for which no session is opened. */
  verify: (
    args: VerifyArgs,
    watch: { signal: AbortSignal; onProgress: (progress: VerifyProgress) => void },
  ) => Promise<VerifiedBundle>;
}

type Early = NonNullable<Opening['early']>;

class Server {
  readonly #channel: ParentChannel;
  readonly #rooms: ServedRooms;
  readonly #waiting: Ask[] = [];
  /** Operations on their way, by request. */
  readonly #running = new Map<number, { controller: AbortController; ended: Promise<void> }>();
  #session: LocalSession | null = null;
  /** The session of which something is being done beforehand. */
  #preparing: LocalSession | null = null;
  /** When something was last asked, ms. */
  #asked = 0;
  /** A session whose index is being loaded; `failure` is why it never will be. */
  #opening: (Early & { ended: Promise<void> }) | null = null;
  readonly #loading = new Pace();
  #failure: unknown = null;
  #busy = false;

  constructor(channel: ParentChannel, rooms: ServedRooms) {
    this.#channel = channel;
    this.#rooms = rooms;
  }

  receive(message: unknown): void {
    const request = requestSchema.parse(message);
    this.#asked = performance.now();
    if (request.kind === 'cancel') this.#cancel(request.id);
    else {
      this.#waiting.push(request);
      if (!this.#busy) void this.#work();
    }
  }

  async end(): Promise<void> {
    await this.#close();
    process.exit(0);
  }

  #cancel(id: number): void {
    const place = this.#waiting.findIndex((request) => request.id === id);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      this.#fail(id, new Failed('cancelled'));
    }
    this.#running.get(id)?.controller.abort();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#next(); next; next = this.#next()) {
      if (next.kind === 'run' || next.kind === 'verify') void this.#answer(next);
      else await this.#answer(next);
      await setImmediate();
    }
    this.#busy = false;
  }

  /** While the index is being loaded only what the first look tells: all else waits in line. */
  #next(): Ask | undefined {
    const look = this.#opening?.look;
    if (!look) return this.#waiting.splice(placeOfNext(this.#waiting), 1)[0];
    const place = this.#waiting.findIndex(
      (request) =>
        request.kind === 'close' ||
        (request.kind === 'call' && look.tells(request.name, request.args)),
    );
    return place < 0 ? undefined : this.#waiting.splice(place, 1)[0];
  }

  async #answer(request: Ask): Promise<void> {
    const { id } = request;
    try {
      this.#channel.post({ kind: 'done', id, value: await this.#perform(request) });
      if (this.#opening) this.#loading.answered(request.kind === 'call' && request.name === 'rows');
    } catch (error) {
      this.#fail(id, error);
    }
  }

  #progress(id: number, value: unknown): void {
    this.#channel.post({ kind: 'progress', id, value });
  }

  #fail(id: number, error: unknown): void {
    this.#channel.post({ kind: 'failed', id, failure: toFailure(error) });
  }

  async #perform(request: Ask): Promise<unknown> {
    switch (request.kind) {
      case 'open':
      case 'create':
        return this.#open(request);
      case 'call':
        if (!isMethod(request.name)) throw new Failed('input.invalid', { field: 'name' });
        return this.#call(request.name, request.args);
      case 'run':
        return this.#run(request.id, operationNameSchema.parse(request.name), request.args);
      case 'verify':
        return this.#rooms.verify(request.args, {
          // Whoever gives it up ends the process.
          signal: new AbortController().signal,
          onProgress: (value) => this.#progress(request.id, value),
        });
      case 'close':
        return this.#close();
    }
    return request satisfies never;
  }

  async #open(request: Extract<Ask, { kind: 'open' | 'create' }>): Promise<void> {
    if (this.#session) throw new Failed('session.in-use');
    if (request.kind === 'open') {
      const { args } = request;
      const options = { ...args, key: sessionKey(args.key), readAgain: this.#rooms.readAgain };
      const { early, session } = await beginSession(options, () => this.#loading.turn());
      if (early) this.#opening = { ...early, ended: this.#finish(session) };
      else this.#hold(await session);
      return;
    }
    const { fileId, ...args } = request.args;
    const id = fileId === null ? {} : { fileId };
    this.#session = await createSession({ ...args, ...id, key: sessionKey(args.key) });
  }

  async #finish(session: Promise<LocalSession>): Promise<void> {
    try {
      this.#hold(await session);
    } catch (error) {
      this.#failure = error;
    }
    this.#opening = null;
    if (!this.#busy) void this.#work();
  }

  #hold(session: LocalSession): void {
    this.#session = session;
    void this.#prepare(session);
  }

  /** What takes long the first time is done beforehand, while nobody asks for anything. */
  async #prepare(session: LocalSession): Promise<void> {
    if (this.#preparing === session) return;
    this.#preparing = session;
    const steps = session.prepare()[Symbol.iterator]();
    while (this.#session === session) {
      await setImmediate();
      const isIdle = !this.#busy && this.#running.size === 0;
      if (!isIdle || performance.now() - this.#asked < idle) {
        await setTimeout(idle, undefined, { ref: false });
      } else if (steps.next().done === true) break;
    }
    if (this.#preparing === session) this.#preparing = null;
  }

  async #close(): Promise<void> {
    if (this.#opening) this.#loading.stop();
    await this.#opening?.ended;
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort();
    await Promise.all(running.map(({ ended }) => ended));
    await this.#session?.close();
    this.#session = null;
  }

  #call<N extends MethodName>(name: N, args: unknown): Promise<Answer<N>> {
    const session = this.#rooms.viewOf(this.#opened());
    return session[name](...methods[name].args.parse(args));
  }

  async #run<N extends OperationName>(
    id: number,
    name: N,
    args: unknown,
  ): Promise<OperationResult<N>> {
    const controller = new AbortController();
    const operation: Operations[N] = this.#rooms.operations[name];
    const work = operation(this.#opened(), operationSchemas[name].args.parse(args), {
      signal: controller.signal,
      progress: (value) => this.#progress(id, value),
    });
    this.#running.set(id, { controller, ended: work.then(nothing, nothing) });
    try {
      return await work;
    } finally {
      this.#running.delete(id);
      // An import has brought other texts.
      if (this.#session) void this.#prepare(this.#session);
    }
  }

  #opened(): SessionStore {
    if (this.#opening) return this.#opening.session;
    if (this.#failure) throw this.#failure;
    if (!this.#session) throw new Failed('session.none-open');
    return this.#session;
  }
}

function nothing(): void {}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

function sessionKey(key: { key: string } | { passphrase: string }): SessionKey {
  return 'key' in key ? { key: Buffer.from(key.key, 'hex') } : key;
}
