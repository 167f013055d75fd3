import { Failed, type Failure } from '../../../shared/errors.ts';
import type { CreateOptions, OpenOptions } from '../open-session.ts';
import type { SessionKey, SessionReader, SessionWriter } from '../session-store.ts';
import type { ChildChannel } from './channel.ts';
import {
  operationSchemas,
  type OperationArgs,
  type OperationName,
  type OperationProgress,
  type OperationResult,
} from './operations.ts';
import {
  methods,
  responseSchema,
  verification,
  type Answer,
  type Args,
  type MethodName,
  type Request,
  type Verification,
  type VerifyArgs,
  type VerifyProgress,
} from './protocol.ts';

/** A session that another process holds open. Once that process is gone, everything fails. */
export interface RemoteSession extends SessionReader, SessionWriter {
  /** Runs an export or import there. Raising the signal ends it with `cancelled`. */
  run<N extends OperationName>(
    name: N,
    args: OperationArgs<N>,
    watch?: { signal?: AbortSignal; onProgress?: (value: OperationProgress<N>) => void },
  ): Promise<OperationResult<N>>;
  /** Drops the queries that still wait; they fail with `cancelled`. */
  cancelQueries(): void;
  close(): Promise<void>;
  /** Resolves when the process is gone: with null after `close`, else with what to tell. */
  readonly ended: Promise<Failure | null>;
}

/** Opens a session in the process at the other end. Throws as `openSession` does. */
export function openRemoteSession(
  channel: ChildChannel,
  options: OpenOptions,
): Promise<RemoteSession> {
  return begin(channel, { kind: 'open', id: 0, args: { ...options, key: plainKey(options.key) } });
}

/** Makes a session in the process at the other end. Throws as `createSession` does. */
export function createRemoteSession(
  channel: ChildChannel,
  options: CreateOptions,
): Promise<RemoteSession> {
  const { key, fileId = null } = options;
  const args = { ...options, key: plainKey(key), fileId };
  return begin(channel, { kind: 'create', id: 0, args });
}

/**
 * Looks at a bundle in the process at the other end, which is for that alone: what a stranger made is
 * taken apart where no token and no key of ours lies. Throws `bundle.changed`, `bundle.no-key`,
 * `bundle.wrong-key`, `input.invalid`, `file.*`, `cancelled`.
 */
export async function verifyRemotely(
  channel: ChildChannel,
  args: VerifyArgs,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (value: VerifyProgress) => void },
): Promise<Verification> {
  const line = new Line(channel);
  const stop = () => channel.kill();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await line.ask({ kind: 'verify', id: 0, args }, (value) =>
      onProgress(verification.progress.parse(value)),
    );
    return verification.result.parse(answer);
  } catch (error) {
    throw signal.aborted ? new Failed('cancelled') : error;
  } finally {
    signal.removeEventListener('abort', stop);
    channel.kill();
  }
}

function plainKey(key: SessionKey): { key: string } | { passphrase: string } {
  return 'key' in key ? { key: Buffer.from(key.key).toString('hex') } : key;
}

async function begin(channel: ChildChannel, request: Request): Promise<RemoteSession> {
  const line = new Line(channel);
  try {
    await line.ask(request);
  } catch (error) {
    channel.kill();
    throw error;
  }
  return sessionOver(line);
}

function sessionOver(line: Line): RemoteSession {
  const call =
    <N extends MethodName>(name: N) =>
    async (...args: Args<N>): Promise<Answer<N>> =>
      methods[name].result.parse(await line.ask({ kind: 'call', id: line.nextId(), name, args }));
  return {
    info: call('info'),
    count: call('count'),
    rows: call('rows'),
    position: call('position'),
    event: call('event'),
    neighbours: call('neighbours'),
    facet: call('facet'),
    detailKeys: call('detailKeys'),
    histogram: call('histogram'),
    overview: call('overview'),
    compare: call('compare'),
    quarantine: call('quarantine'),
    withoutDetails: call('withoutDetails'),
    unnamedActors: call('unnamedActors'),
    openCollection: call('openCollection'),
    commitPage: call('commitPage'),
    splitWindow: call('splitWindow'),
    finishWindow: call('finishWindow'),
    finishCollection: call('finishCollection'),
    openDetails: call('openDetails'),
    commitDetails: call('commitDetails'),
    setNames: call('setNames'),
    openImport: call('openImport'),
    commitImport: call('commitImport'),
    tags: call('tags'),
    markHistory: call('markHistory'),
    tagEvents: call('tagEvents'),
    setNote: call('setNote'),
    undoMarks: call('undoMarks'),
    redoMarks: call('redoMarks'),
    saveTag: call('saveTag'),
    setMarks: call('setMarks'),
    knownPeople: call('knownPeople'),
    people: call('people'),
    actors: call('actors'),
    changePeople: call('changePeople'),
    searches: call('searches'),
    rememberQuery: call('rememberQuery'),
    forgetQueries: call('forgetQueries'),
    saveSearch: call('saveSearch'),
    removeSearch: call('removeSearch'),
    reveals: call('reveals'),
    triage: call('triage'),
    judge: call('judge'),
    notices: call('notices'),
    beginNotice: call('beginNotice'),
    endNotice: call('endNotice'),
    ended: line.ended,
    async run(name, args, { signal, onProgress } = {}) {
      const id = line.nextId();
      const schemas = operationSchemas[name];
      const cancel = () => line.cancel(id);
      if (signal?.aborted) throw new Failed('cancelled');
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        const value = await line.ask({ kind: 'run', id, name, args }, (progress) =>
          onProgress?.(schemas.progress.parse(progress)),
        );
        return schemas.result.parse(value);
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    },
    cancelQueries: () => line.cancelQueries(),
    close: () => line.close(),
  };
}

/** What the window asks anew with every key. */
const queries: ReadonlySet<string> = new Set<MethodName>([
  'count',
  'rows',
  'position',
  'facet',
  'histogram',
]);

interface Pending {
  isQuery: boolean;
  resolve: (value: unknown) => void;
  reject: (error: Failed) => void;
  onProgress: ((value: unknown) => void) | undefined;
}

/** Requests on their way, and what is made of the answers. */
class Line {
  readonly ended: Promise<Failure | null>;
  readonly #channel: ChildChannel;
  readonly #pending = new Map<number, Pending>();
  #end: Failure | null = null;
  #closing = false;
  #lastId = 0;

  constructor(channel: ChildChannel) {
    this.#channel = channel;
    channel.onMessage((message) => this.#receive(message));
    this.ended = new Promise((resolve) => {
      channel.onEnd(() => {
        this.#end ??= { kind: 'internal', params: { type: 'session-process-ended' } };
        this.#rejectAll(this.#end);
        resolve(this.#closing ? null : this.#end);
      });
    });
  }

  nextId(): number {
    return ++this.#lastId;
  }

  ask(request: Request, onProgress?: (value: unknown) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#end) {
        reject(new Failed(this.#end.kind, this.#end.params));
        return;
      }
      const isQuery = request.kind === 'call' && queries.has(request.name);
      this.#pending.set(request.id, { isQuery, resolve, reject, onProgress });
      this.#channel.post(request);
    });
  }

  cancel(id: number): void {
    this.#channel.post({ kind: 'cancel', id });
  }

  cancelQueries(): void {
    for (const [id, { isQuery }] of this.#pending) if (isQuery) this.cancel(id);
  }

  async close(): Promise<void> {
    if (this.#end) return;
    this.#closing = true;
    await this.ask({ kind: 'close', id: this.nextId() }).finally(() => this.#channel.kill());
    this.#end ??= { kind: 'session.none-open', params: {} };
    this.#rejectAll(this.#end);
  }

  #receive(message: unknown): void {
    const response = responseSchema.safeParse(message).data;
    if (!response) {
      // Not our process any more, whatever it is.
      this.#channel.kill();
      return;
    }
    const pending = this.#pending.get(response.id);
    if (!pending) return;
    if (response.kind === 'progress') {
      pending.onProgress?.(response.value);
      return;
    }
    this.#pending.delete(response.id);
    if (response.kind === 'done') pending.resolve(response.value);
    else pending.reject(new Failed(response.failure.kind, response.failure.params));
  }

  #rejectAll(failure: Failure): void {
    for (const { reject } of this.#pending.values()) {
      reject(new Failed(failure.kind, failure.params));
    }
    this.#pending.clear();
  }
}
