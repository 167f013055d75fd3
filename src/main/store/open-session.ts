import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Answers } from './answers.ts';
import { createFile, openFile } from './file/database.ts';
import { fileFailure, isDiskFull } from './file/failures.ts';
import { FirstLook } from './first-look.ts';
import { countQuarantine } from './quarantine.ts';
import { Reader } from './reader.ts';
import { isUntriedBy, Rereader, setTriedBy } from './reread.ts';
import type { ReadAgain, SessionKey, SessionStore } from './session-store.ts';
import { SessionState } from './state.ts';
import { IncomingSession } from './transfer/incoming.ts';
import { OutgoingSession } from './transfer/outgoing.ts';
import { verify } from './verify.ts';
import { Writer } from './writer.ts';

export interface OpenOptions {
  path: string;
  key: SessionKey;
  /** This program's version, for the ledger. */
  version: string;
  /** Tries once what an earlier version of the program could not read. */
  readAgain?: ReadAgain;
}

export interface CreateOptions extends OpenOptions {
  name: string;
  /** From `newFileId`, when the keychain was asked to keep the key beforehand. */
  fileId?: string;
}

/** A session that this very process holds open. */
export interface LocalSession extends SessionStore {
  /** To be run where nothing else is to be done; see `EventIndex`, and `readAhead` of `EventFile`. */
  prepare(): Iterable<void>;
  /** Reads and checks the whole file; see `verify.ts`. */
  verify(signal: AbortSignal): Promise<string>;
}

/** Makes a session file and opens it. Throws `file.*`. */
export async function createSession(options: CreateOptions): Promise<LocalSession> {
  const { path, key, name, fileId = null } = options;
  const meta = { session_id: randomUUID(), name, created_at: new Date().toISOString() };
  const made = await createFile(path, key, fileId, (db) => {
    const insert = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    for (const entry of Object.entries(meta)) insert.run(...entry);
  });
  try {
    return await openSession({ ...options, key: made });
  } finally {
    made.key.fill(0);
  }
}

/**
 * Opens a session file for this process alone and loads its index. Throws `session.*` and `file.*`.
 * On read-only media everything can be read; writing throws `file.read-only`.
 */
export async function openSession(options: OpenOptions): Promise<LocalSession> {
  const { session } = await beginSession(options);
  return session;
}

/** A session whose index is being loaded. */
export interface Opening {
  /** What can be told at once, and whom to ask for it; null where that is nothing. */
  early: { look: FirstLook; session: LocalSession } | null;
  /** Rejects as `openSession` does. */
  session: Promise<LocalSession>;
}

/**
 * Opens a session as `openSession` does, but tells what it can while the index is being loaded.
 * `turn` is waited for before each step of that; it may throw what ends it.
 */
export async function beginSession(
  options: OpenOptions,
  turn: () => Promise<void> = setImmediate,
): Promise<Opening> {
  const { path, key, version, readAgain } = options;
  const file = await openFile(path, key);
  try {
    const state = new SessionState(file, version, userInfo().username, true);
    const steps = state.load();
    steps.next();
    // What is read again now changes what there is to tell.
    const isRead = !readAgain || countQuarantine(file.db) === 0 || !isUntriedBy(file.db, version);
    const look = isRead ? FirstLook.at(state) : null;
    const session = assemble(state);
    return {
      early: look && { look, session: look.over(session) },
      session: finish(state, session, { steps, options, turn }),
    };
  } catch (error) {
    file.close();
    throw fileFailure(error);
  }
}

interface Loading {
  steps: Iterable<void>;
  options: OpenOptions;
  turn: () => Promise<void>;
}

async function finish(
  state: SessionState,
  session: LocalSession,
  { steps, options: { version, readAgain }, turn }: Loading,
): Promise<LocalSession> {
  const { file } = state;
  try {
    await turn();
    for (const _ of steps) await turn();
    if (readAgain && !file.unwritable && isUntriedBy(file.db, version)) {
      try {
        await session.reread(readAgain, {});
        state.write(() => setTriedBy(file.db, version));
      } catch (error) {
        if (!isDiskFull(error)) throw error;
      }
    }
    // What an earlier version wrote, or a collection that was killed.
    state.merge();
    return session;
  } catch (error) {
    file.close();
    throw fileFailure(error);
  }
}

/** One object of the reader's and the writer's methods, each turning the file's errors into failures. */
function assemble(state: SessionState): LocalSession {
  const reader = new Reader(state);
  const answers = new Answers(state);
  const writer = new Writer(state, answers);
  const rereader = new Rereader(state, answers);
  return {
    info: told(reader, 'info'),
    count: told(reader, 'count'),
    rows: told(reader, 'rows'),
    position: told(reader, 'position'),
    event: told(reader, 'event'),
    neighbours: told(reader, 'neighbours'),
    facet: told(reader, 'facet'),
    detailKeys: told(reader, 'detailKeys'),
    histogram: told(reader, 'histogram'),
    overview: told(reader, 'overview'),
    compare: told(reader, 'compare'),
    quarantine: told(reader, 'quarantine'),
    withoutDetails: told(reader, 'withoutDetails'),
    unnamedActors: told(reader, 'unnamedActors'),
    tags: told(reader, 'tags'),
    markHistory: told(reader, 'markHistory'),
    knownPeople: told(reader, 'knownPeople'),
    people: told(reader, 'people'),
    actors: told(reader, 'actors'),
    searches: told(reader, 'searches'),
    reveals: told(reader, 'reveals'),
    triage: told(reader, 'triage'),
    notices: told(reader, 'notices'),
    proof: told(reader, 'proof'),
    marksOf: told(reader, 'marksOf'),
    async *scan(...args) {
      try {
        yield* reader.scan(...args);
      } catch (error) {
        throw fileFailure(error);
      }
    },
    async *packets(...args) {
      try {
        yield* reader.packets(...args);
      } catch (error) {
        throw fileFailure(error);
      }
    },
    openCollection: told(writer, 'openCollection', state),
    commitPage: told(writer, 'commitPage', state),
    splitWindow: told(writer, 'splitWindow', state),
    finishWindow: told(writer, 'finishWindow', state),
    finishCollection: told(writer, 'finishCollection', state),
    openDetails: told(writer, 'openDetails', state),
    commitDetails: told(writer, 'commitDetails', state),
    setNames: told(writer, 'setNames', state),
    openImport: told(writer, 'openImport', state),
    commitImport: told(writer, 'commitImport', state),
    setMarks: told(writer, 'setMarks', state),
    tagEvents: told(writer, 'tagEvents', state),
    setNote: told(writer, 'setNote', state),
    undoMarks: told(writer, 'undoMarks', state),
    redoMarks: told(writer, 'redoMarks', state),
    saveTag: told(writer, 'saveTag', state),
    changePeople: told(writer, 'changePeople', state),
    rememberQuery: told(writer, 'rememberQuery', state),
    forgetQueries: told(writer, 'forgetQueries', state),
    saveSearch: told(writer, 'saveSearch', state),
    removeSearch: told(writer, 'removeSearch', state),
    recordReveal: told(writer, 'recordReveal', state),
    judge: told(writer, 'judge', state),
    beginNotice: told(writer, 'beginNotice', state),
    endNotice: told(writer, 'endNotice', state),
    masker: () => reader.masker(),
    evidence: () => state.index,
    reread: told(rereader, 'reread', state),
    outgoing: (selection, signal) => new OutgoingSession(state, selection, signal),
    incoming: () => new IncomingSession(state),
    origins: told(reader, 'origins'),
    conflicts: told(reader, 'conflicts'),
    verify: told({ verify: (signal: AbortSignal) => verify(state, signal) }, 'verify'),
    *prepare() {
      yield* state.index.prepare();
      yield* state.events.readAhead();
      yield* state.index.prepareOrders();
    },
    async close() {
      state.close();
    },
  };
}

type AsyncMethod = (...args: never[]) => Promise<unknown>;

/** A method with the file's errors as failures; given the state, it writes and waits for its turn. */
function told<T extends Record<K, AsyncMethod>, K extends keyof T>(
  target: T,
  name: K,
  writing?: SessionState,
): T[K];
function told(
  target: Record<string, (...args: unknown[]) => Promise<unknown>>,
  name: string,
  writing?: SessionState,
) {
  return async (...args: unknown[]) => {
    for (let turn = writing?.untaken; turn; turn = writing?.untaken) await turn;
    try {
      return await target[name]?.(...args);
    } catch (error) {
      throw fileFailure(error);
    }
  };
}
