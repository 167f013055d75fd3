import { eventFields } from '../../shared/event.ts';
import { formatInstant } from '../../shared/instant.ts';
import { endOfString, endOfValue } from '../../shared/json-text.ts';
import type { Marks, Row } from '../../shared/session.ts';
import { bytesOf } from '../byte-text.ts';
import { readDetails, readEvent, type EventPlaces } from './event-file.ts';
import type { PackedTexts } from './payload.ts';
import { rowWith, type Beside } from './row.ts';
import type { ByteSink, EventJson, ExportedEvent } from './session-store.ts';

/** How the value of a field begins, in the order in which `EventFile` writes them. */
const forms = {
  id: '"',
  source: '"',
  time: '-0123456789',
  event: '"',
  actor: '"n',
  actorType: '"n',
  actorName: '"n',
  target: '"n',
  targetType: '"n',
  ip: '"n',
  userAgent: '"n',
  application: '"n',
  filter: '"n',
  rules: '[',
  text: '"n',
  findings: '[n',
  content: '"n',
  details: '{',
};
const written = Object.entries(forms).map(([name, form], place) => {
  const begins = new Uint8Array(128);
  for (const one of form) begins[one.charCodeAt(0)] = 1;
  return { key: Buffer.from(`${place === 0 ? '{' : ','}"${name}":`), begins };
});
// Copied for each event: made anew, they would grow place by place.
const noEnds = written.map(() => 0);
const unchanged = written.map((): string | null => null);
const places = {
  time: eventFields.indexOf('time'),
  actorName: eventFields.indexOf('actorName'),
  findings: eventFields.indexOf('findings'),
  content: eventFields.indexOf('content'),
};

/** An event of a batch, of which nothing is read or unpacked before it is asked for. */
export class StoredEvent implements ExportedEvent {
  readonly #index: Beside;
  readonly #number: number;
  readonly #places: EventPlaces;
  #row: Row | null = null;

  constructor(index: Beside, row: number, places: EventPlaces) {
    this.#index = index;
    this.#number = row;
    this.#places = places;
  }

  get row(): Row {
    const { event, details } = this.#places;
    this.#row ??= rowWith(
      this.#index,
      this.#number,
      readEvent(event.chunk.lead.at(event.slot)),
      details && readDetails(details.chunk.lead.at(details.slot)),
    );
    return this.#row;
  }

  get raw(): string {
    const { chunk, slot } = this.#places.event;
    return chunk.raw.at(slot);
  }

  /** What `row` says, put together of what was written and never read; null where that is unusual. */
  json(): EventJson | null {
    const { event, details } = this.#places;
    const index = this.#index;
    const json = StoredJson.of(event, index.marks(this.#number));
    if (!json) return null;
    const said = details && cutDetails(details.chunk.lead, details.slot);
    if (details && !said) return null;
    json.change(places.time, `"${formatInstant(Number(json.field(places.time)))}"`);
    if (json.field(places.actorName) === 'null') {
      const name = index.actorName(this.#number);
      if (name !== null) json.change(places.actorName, bytesOf(JSON.stringify(name)));
    }
    if (said) {
      json.change(places.findings, said.findings);
      json.change(places.content, said.content);
    }
    return json;
  }
}

/** The text of an event as it was written, and what takes the place of some of its fields. */
class StoredJson implements EventJson {
  readonly #event: EventPlaces['event'];
  /** Of its chunk. */
  readonly #text: string;
  /** Where the value of each field ends. */
  readonly #ends: readonly number[];
  readonly #changed: (string | null)[];
  readonly #tags: string;
  readonly #note: string;

  private constructor(event: EventPlaces['event'], ends: readonly number[], { tags, note }: Marks) {
    this.#event = event;
    this.#text = event.chunk.lead.byteText;
    this.#ends = ends;
    this.#changed = unchanged.slice();
    this.#tags = tags.length === 0 ? '[]' : bytesOf(JSON.stringify(tags));
    this.#note = note === null ? 'null' : bytesOf(JSON.stringify(note));
  }

  /**
   * What is in the file was checked before it was written, and is authenticated: only its form is
   * looked at. null for any other order or form.
   */
  static of(event: EventPlaces['event'], marks: Marks): StoredJson | null {
    const { lead } = event.chunk;
    const { bytes, byteText } = lead;
    const ends = noEnds.slice();
    let at = lead.start(event.slot);
    let place = 0;
    for (const { key, begins } of written) {
      for (let of = 0; of < key.length; of += 1) {
        if (bytes[at + of] !== key[of]) return null;
      }
      at += key.length;
      if (begins[bytes[at] ?? 0] !== 1) return null;
      at = endOfValue(byteText, at);
      ends[place] = at;
      place += 1;
    }
    return at === lead.end(event.slot) - 1 ? new StoredJson(event, ends, marks) : null;
  }

  field(place: number): string {
    const end = this.#ends[place];
    if (end === undefined) return place === written.length ? this.#tags : this.#note;
    return this.#changed[place] ?? this.#text.slice(this.#start(place), end);
  }

  change(place: number, json: string): void {
    this.#changed[place] = json;
  }

  writeHead(to: ByteSink): void {
    const { chunk, slot } = this.#event;
    const { lead } = chunk;
    let from = lead.start(slot);
    for (let place = 0; place < this.#changed.length; place += 1) {
      const changed = this.#changed[place] ?? null;
      if (changed === null) continue;
      to.copy(lead.bytes, from, this.#start(place));
      to.add(changed);
      from = this.#ends[place] ?? from;
    }
    to.copy(lead.bytes, from, lead.end(slot) - 1);
    to.add(`,"tags":${this.#tags},"note":${this.#note}`);
  }

  writeRaw(to: ByteSink): void {
    const { chunk, slot } = this.#event;
    to.copy(chunk.raw.bytes, chunk.raw.start(slot), chunk.raw.end(slot));
  }

  get raw(): string {
    const { chunk, slot } = this.#event;
    return chunk.raw.byteText.slice(chunk.raw.start(slot), chunk.raw.end(slot));
  }

  #start(place: number): number {
    const before = this.#ends[place - 1] ?? this.#event.chunk.lead.start(this.#event.slot);
    return before + (written[place]?.key.length ?? 0);
  }
}

/** Findings have these two fields when they are read, whatever was written. */
const detailsKeys = { content: '{"content":', findings: ',"findings":[' };
const findingKeys = ['{"method":', ',"value":'];

/** The values of details as they were written; null for any other order or form. */
function cutDetails(pack: PackedTexts, slot: number): { content: string; findings: string } | null {
  const text = pack.byteText;
  const open = pack.start(slot);
  const start = open + detailsKeys.content.length;
  const end = endOfValue(text, start);
  if (!text.startsWith(detailsKeys.content, open) || !text.startsWith(detailsKeys.findings, end)) {
    return null;
  }
  const list = end + detailsKeys.findings.length - 1;
  let at = list + 1;
  while (text.charCodeAt(at) === 0x7b) {
    for (const key of findingKeys) {
      if (!text.startsWith(key, at) || text[at + key.length] !== '"') return null;
      at = endOfString(text, at + key.length);
    }
    // Over the closing brace, and the comma before the next one.
    at += text.startsWith('},{', at) ? 2 : 1;
  }
  const last = pack.end(slot) - 1;
  return text.startsWith(']}', at) && at === last - 1
    ? { content: text.slice(start, end), findings: text.slice(list, last) }
    : null;
}
