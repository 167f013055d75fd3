import { hash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import {
  bundleGroups,
  type BundleChoice,
  type BundleFacts,
  type BundleGroup,
  type DetailsRecord,
  type EncryptTo,
} from '../../shared/bundle.ts';
import { Failed } from '../../shared/errors.ts';
import { formatInstant } from '../../shared/instant.ts';
import type { Selection } from '../../shared/session.ts';
import { draftFile } from '../exporters/safe-file.ts';
import { maskEvent, maskRaw } from '../privacy/mask-event.ts';
import type { SessionMasker } from '../privacy/masker.ts';
import type { BulkReader, Transferable } from '../store/session-store.ts';
import type { Outgoing, OutgoingEvent } from '../store/transfer/outgoing.ts';
import { bagInfoText, bagitText, manifestText } from './bag.ts';
import { ZipWriter, type Entry } from './container.ts';
import { encrypt } from './encryption.ts';
import { names } from './names.ts';
import { writeParts, type GroupSize } from './parts.ts';
import { outgoingLine } from './records.ts';
import { envelopeOf, publicPartOf, type SigningKey } from './signature.ts';

export interface SealOptions {
  path: string;
  choice: BundleChoice;
  key: SigningKey;
  /** null: readable for everybody. */
  encryptTo: EncryptTo | null;
  /** The person has agreed to replace what is at `path`. */
  overwrite: boolean;
  /** This program's version. */
  program: string;
}

export interface SealWatch {
  signal: AbortSignal;
  onProgress?: (progress: { events: number; of: number }) => void;
}

export interface Sealed {
  events: number;
  bytes: number;
  /** Of the file. */
  sha256: string;
  /** SHA-256 of the tag manifest, which is what was signed. */
  tagManifest: string;
  fingerprint: string;
}

type SealedStore = Transferable & Pick<BulkReader, 'masker'>;

/**
 * Writes a session, or what was chosen of it, to `path` as a signed bundle (docs/bundle-format.md).
 * It appears whole or not at all. Throws `file.*`, `query.*`, `input.invalid`, `cancelled`.
 */
export async function sealSession(
  store: SealedStore,
  options: SealOptions,
  { signal, onProgress }: SealWatch,
): Promise<Sealed> {
  const { path, encryptTo, key } = options;
  if (!options.overwrite && (await exists(path)))
    throw new Failed('file.exists', { writing: true });
  const outgoing = store.outgoing(options.choice.selection, signal);
  const progress = { events: 0, of: outgoing.events.count };
  const bag = new Bag(outgoing, store.masker(), options, (events) => {
    progress.events += events;
    onProgress?.({ ...progress });
  });
  const plain = bag.chunks();
  const draft = await draftFile(path, encryptTo ? encrypt(plain, encryptTo) : plain);
  if (signal.aborted) {
    await draft.discard();
    throw new Failed('cancelled');
  }
  await draft.publish();
  const { fingerprint } = publicPartOf(key.privateKey);
  const { bytes, sha256 } = draft;
  return { events: progress.events, bytes, sha256, tagManifest: bag.signed, fingerprint };
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** A bag on its way into its file: payload first, then what vouches for it. */
class Bag {
  readonly #outgoing: Outgoing;
  readonly #masker: SessionMasker;
  readonly #options: SealOptions;
  readonly #onEvents: (events: number) => void;
  readonly #zip = new ZipWriter();
  readonly #payload = new Map<string, string>();
  readonly #tags = new Map<string, string>();
  #payloadBytes = 0;
  /** SHA-256 of the tag manifest, once all is written. */
  signed = '';

  constructor(
    outgoing: Outgoing,
    masker: SessionMasker,
    options: SealOptions,
    onEvents: (events: number) => void,
  ) {
    this.#outgoing = outgoing;
    this.#masker = masker;
    this.#options = options;
    this.#onEvents = onEvents;
  }

  async *chunks(): AsyncIterable<Uint8Array> {
    yield* this.#tag(names.bagit, Buffer.from(bagitText));
    const sealedAt = new Date().toISOString();
    const groups = groupSizes();
    for (const group of bundleGroups) {
      for await (const entry of writeParts(group, this.#lines(group), groups[group])) {
        yield* this.#add(entry);
      }
    }
    const facts = this.#facts(sealedAt, groups);
    yield* this.#add({ name: names.facts, bytes: Buffer.from(`${JSON.stringify(facts)}\n`) });
    yield* this.#tag(names.info, Buffer.from(this.#info(facts)));
    const { privateKey } = this.#options.key;
    yield* this.#tag(names.key, Buffer.from(publicPartOf(privateKey).pem));
    yield* this.#tag(names.manifest, Buffer.from(manifestText(this.#payload)));
    const tagManifest = Buffer.from(manifestText(this.#tags));
    this.signed = hash('sha256', tagManifest, 'hex');
    yield* this.#zip.add({ name: names.tagManifest, bytes: tagManifest });
    const signature = envelopeOf(tagManifest, { privateKey });
    yield* this.#zip.add({ name: names.signature, bytes: signature });
    yield this.#zip.end();
  }

  #add(entry: Entry): Buffer[] {
    this.#payload.set(entry.name, hash('sha256', entry.bytes, 'hex'));
    this.#payloadBytes += entry.bytes.length;
    return this.#zip.add(entry);
  }

  #tag(name: string, bytes: Buffer): Buffer[] {
    this.#tags.set(name, hash('sha256', bytes, 'hex'));
    return this.#zip.add({ name, bytes });
  }

  #facts(sealedAt: string, groups: BundleFacts['groups']): BundleFacts {
    const { choice, program } = this.#options;
    const { facts } = this.#outgoing;
    // With the secret, pseudonyms could be tried against a list of what they may stand for.
    const session = choice.masked ? { ...facts, pseudonyms: null } : facts;
    const contents = { ...choice, responses: isWhole(choice) };
    return { format: 1, program, sealedAt, session, contents, groups };
  }

  #info({ session, sealedAt, contents, groups, program }: BundleFacts): string {
    const { key } = this.#options;
    const left = [
      contents.selection ? `events that match: ${told(contents.selection)}` : 'all events',
      contents.masked ? 'personal data masked' : 'personal data as it came',
      contents.notes ? 'with notes' : 'without notes',
      contents.responses ? 'with raw responses' : 'without raw responses and quarantine',
    ];
    return bagInfoText({
      program,
      sealedAt,
      sessionId: session.sessionId,
      sessionName: session.name,
      signer: key.name,
      fingerprint: publicPartOf(key.privateKey).fingerprint,
      contents: left.join('; '),
      events: groups.events.lines,
      stated: this.#outgoing.stated,
      payload: { bytes: this.#payloadBytes, files: this.#payload.size },
    });
  }

  async *#lines(group: BundleGroup): AsyncIterable<string[]> {
    const { choice } = this.#options;
    if (group === 'events') {
      for await (const batch of this.#outgoing.readEvents()) {
        yield batch.map((event) => outgoingLine(this.#chosen(event)));
        this.#onEvents(batch.length);
      }
      return;
    }
    if (tellsOfAll.has(group) && !isWhole(choice)) return;
    if (group === 'searches' && choice.masked) return;
    const isLeftOut = choice.notes ? () => false : notesIn();
    for await (const batch of this.#outgoing[group]()) {
      yield batch
        .filter((record) => !isLeftOut(record))
        .map((record) => `${JSON.stringify(this.#maskedRecord(record))}\n`);
    }
  }

  #chosen(event: OutgoingEvent): OutgoingEvent {
    const { masked, notes } = this.#options.choice;
    const { origin } = event;
    const row = notes ? event.row : { ...event.row, note: null };
    if (!masked) return { ...event, row };
    const shown = maskEvent({ row, raw: event.raw }, this.#masker);
    if (!origin.said) return { ...shown, origin };
    const said = maskEvent({ row: { ...row, ...origin.said }, raw: '{}' }, this.#masker).row;
    const { actorName, findings, content } = said;
    return { ...shown, origin: { ...origin, said: { actorName, findings, content } } };
  }

  #maskedRecord(record: object): object {
    if (!this.#options.choice.masked || !isDetails(record)) return record;
    const mask = this.#masker;
    return {
      ...record,
      content: record.content && mask(record.content),
      findings: record.findings.map(({ method, value }) => ({
        method,
        value: value && mask(value),
      })),
      raw: maskRaw('jayguardDetails', record.raw, mask),
    };
  }
}

/** A selection for people. */
function told({ query, zone, period }: Selection): string {
  const [from, to] = [period?.from ?? 0, period?.to ?? 0].map(formatInstant);
  return `${query || '*'}${period ? ` from ${from} to before ${to}` : ''} (dates in ${zone})`;
}

/** Tells, record after record, whether it is a change of notes or goes on telling of one. */
function notesIn(): (record: object) => boolean {
  let note: unknown = null;
  return (record) => {
    if ('did' in record && 'id' in record) note = record.did === 'note' ? record.id : null;
    return note !== null && ('did' in record || ('change' in record && record.change === note));
  };
}

function isDetails(record: object): record is DetailsRecord {
  return 'findings' in record;
}

/** They hold what events say that were left out, or what was masked in the others. */
const tellsOfAll: ReadonlySet<BundleGroup> = new Set(['responses', 'quarantine', 'findings']);

/** Whether everything goes in as it came, bodies and what could not be read included. */
function isWhole({ selection, masked }: BundleChoice): boolean {
  return selection === null && !masked;
}

function groupSizes(): Record<BundleGroup, GroupSize> {
  const none = () => ({ files: 0, lines: 0, bytes: 0 });
  return {
    ledger: none(),
    events: none(),
    details: none(),
    responses: none(),
    sightings: none(),
    quarantine: none(),
    marks: none(),
    people: none(),
    searches: none(),
    reveals: none(),
    findings: none(),
  };
}
