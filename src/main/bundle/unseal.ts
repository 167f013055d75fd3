import { hash } from 'node:crypto';
import type { z } from 'zod';
import { bundleGroups, type BundleGroup, type DetailsRecord } from '../../shared/bundle.ts';
import { Failed } from '../../shared/errors.ts';
import type { ReadEvent } from '../../shared/session.ts';
import type { Transferable } from '../store/session-store.ts';
import type { Brought, Incoming, OfAnswer, OpenedBundle } from '../store/transfer/incoming.ts';
import type { BundleFile } from './bundle-file.ts';
import type { Entry } from './container.ts';
import { changed, refused } from './fault.ts';
import { partOf } from './names.ts';
import { readPart } from './parts.ts';
import { incomingEvent, recordSchemas, shape } from './records.ts';
import { readBundle, type Intact } from './verify.ts';

export interface UnsealWatch {
  signal: AbortSignal;
  onProgress?: (progress: { events: number; of: number }) => void;
}

/** So much may come out of one bundle: more is no session of this program. */
const mostLines = 200_000_000;
const mostBytes = 2 ** 40;
/** Events are handed on with so many at a time, those of one answer together. */
const batchEvents = 4000;
const batchCharacters = 16 * 2 ** 20;
const mostOfAnswer = { items: 200_000, characters: 384 * 2 ** 20 };

/**
 * Brings a bundle that was verified into a session, an empty one or one to be merged with. What is
 * read is held against the hashes found then, so that a file exchanged meanwhile is noticed. A
 * session that holds something gets all of it or nothing, even if the process is killed. Throws
 * `bundle.changed`, `bundle.refused`, `file.*`, `cancelled`.
 */
export async function unsealBundle(
  store: Transferable,
  { file, intact }: { file: BundleFile; intact: Intact },
  { signal, onProgress }: UnsealWatch,
): Promise<Brought> {
  const { facts, signer, stated, sha256 } = intact;
  const origin: OpenedBundle = {
    bundle: file.name,
    sha256,
    signer,
    sealedAt: facts.sealedAt,
    openedAt: new Date().toISOString(),
    contents: facts.contents,
    stated,
  };
  const incoming = store.incoming();
  try {
    await new Intake(incoming, { file, intact, signal, onProgress }).run();
    return incoming.finish(facts.session, origin);
  } catch (error) {
    incoming.abandon();
    throw error;
  }
}

interface Reading {
  file: BundleFile;
  intact: Intact;
  signal: AbortSignal;
  onProgress: UnsealWatch['onProgress'];
}

/** Reads the payload file by file and hands its records on. */
class Intake {
  readonly #incoming: Incoming;
  readonly #reading: Reading;
  readonly #events: Gathered<ReadEvent>;
  readonly #details: Gathered<DetailsRecord>;
  #group = 0;
  #lines = 0;
  #bytes = 0;

  constructor(incoming: Incoming, reading: Reading) {
    this.#incoming = incoming;
    this.#reading = reading;
    let events = 0;
    const of = reading.intact.facts.groups.events.lines;
    this.#events = new Gathered((batch) => {
      incoming.events(batch);
      for (const { items } of batch) events += items.length;
      reading.onProgress?.({ events, of });
    });
    this.#details = new Gathered((batch) => incoming.details(batch));
  }

  async run(): Promise<void> {
    const { file, intact, signal } = this.#reading;
    const sizes = Object.values(intact.facts.groups);
    const lines = sizes.reduce((sum, size) => sum + size.lines, 0);
    const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
    if (lines > mostLines || bytes > mostBytes) throw refused('too-large', 'data');
    const onRead = () => {
      if (signal.aborted) throw new Failed('cancelled');
    };
    /** Unpacked in another thread while the one before is taken in. */
    let next: Promise<Part> | null = null;
    for await (const entry of readBundle(file, intact.keys, { onRead })) {
      if (!partOf(entry.name)) continue;
      if (hash('sha256', entry.bytes, 'hex') !== intact.payload.get(entry.name)) {
        throw changed('checksum', entry.name);
      }
      const unpacked = unpack(entry);
      unpacked.catch(() => undefined);
      if (next) this.#take(await next);
      next = unpacked;
    }
    if (next) this.#take(await next);
    this.#endGroupsBefore(bundleGroups.length);
  }

  #take({ group, name, lines, bytes }: Part): void {
    if (this.#reading.signal.aborted) throw new Failed('cancelled');
    this.#endGroupsBefore(bundleGroups.indexOf(group));
    this.#lines += lines.length;
    this.#bytes += bytes;
    const said = this.#reading.intact.facts.groups[group];
    if (this.#lines > said.lines || this.#bytes > said.bytes) throw refused('count', name);
    if (group === 'events') {
      for (const line of lines) {
        const { answer, event } = incomingEvent(line, name);
        this.#events.add(answer, event, line.length, name);
      }
    } else if (group === 'details') {
      for (const line of lines) {
        const record = shape(recordSchemas.details, line, name);
        this.#details.add(record.answer, record, line.length, name);
      }
    } else handlers[group](this.#incoming, lines, name);
  }

  /** Groups come one after another; each has to have brought what the facts say. */
  #endGroupsBefore(next: number): void {
    for (; this.#group < next; this.#group += 1) {
      const group = bundleGroups[this.#group];
      if (!group) return;
      const { lines, bytes } = this.#reading.intact.facts.groups[group];
      if (this.#lines !== lines || this.#bytes !== bytes) throw refused('count', `data/${group}`);
      this.#lines = 0;
      this.#bytes = 0;
      this.#events.end();
      this.#details.end();
    }
  }
}

type Handler = (to: Incoming, lines: readonly string[], name: string) => void;

/** Reads lines as records and hands them on. */
function handing<T>(
  schema: z.ZodType<T>,
  hand: (to: Incoming, records: readonly T[]) => void,
): Handler {
  return (to, lines, name) =>
    hand(
      to,
      lines.map((line) => shape(schema, line, name)),
    );
}

const handlers: Record<Exclude<BundleGroup, 'events' | 'details'>, Handler> = {
  ledger: handing(recordSchemas.ledger, (to, records) => to.ledger(records)),
  responses: handing(recordSchemas.responses, (to, records) => to.responses(records)),
  sightings: handing(recordSchemas.sightings, (to, records) => to.sightings(records)),
  quarantine: handing(recordSchemas.quarantine, (to, records) => to.quarantine(records)),
  marks: handing(recordSchemas.marks, (to, records) => to.marks(records)),
  people: handing(recordSchemas.people, (to, records) => to.people(records)),
  searches: handing(recordSchemas.searches, (to, records) => to.searches(records)),
  reveals: handing(recordSchemas.reveals, (to, records) => to.reveals(records)),
  findings: handing(recordSchemas.findings, (to, records) => to.findings(records)),
};

interface Part {
  group: BundleGroup;
  name: string;
  lines: string[];
  bytes: number;
}

async function unpack(entry: Entry): Promise<Part> {
  const group = partOf(entry.name)?.group;
  if (!group) throw refused('packing', entry.name);
  return { group, name: entry.name, ...(await readPart(entry)) };
}

/** Puts together what belongs to one answer, and as many answers as are worth a transaction. */
class Gathered<T> {
  readonly #hand: (batch: OfAnswer<T>[]) => void;
  #batch: OfAnswer<T>[] = [];
  #open: OfAnswer<T> | null = null;
  #items = 0;
  #characters = 0;

  constructor(hand: (batch: OfAnswer<T>[]) => void) {
    this.#hand = hand;
  }

  add(answer: number, item: T, characters: number, name: string): void {
    if (this.#open?.answer !== answer) {
      if (this.#open && this.#open.answer > answer) throw refused('reference', name);
      if (this.#items >= batchEvents || this.#characters >= batchCharacters) this.end();
      this.#open = { answer, items: [] };
      this.#batch.push(this.#open);
    }
    this.#open.items.push(item);
    this.#items += 1;
    this.#characters += characters;
    const { items } = this.#open;
    if (items.length > mostOfAnswer.items || this.#characters > mostOfAnswer.characters) {
      throw refused('too-large', name);
    }
  }

  end(): void {
    if (this.#batch.length > 0) this.#hand(this.#batch);
    this.#batch = [];
    this.#items = 0;
    this.#characters = 0;
  }
}
