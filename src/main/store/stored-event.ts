import { eventFields } from '../../shared/event.ts';
import { formatInstant } from '../../shared/instant.ts';
import { endOfString, endOfValue } from '../../shared/json-text.ts';
import type { Marks, Row } from '../../shared/session.ts';
import { bytesOf, type ByteSink } from '../byte-text.ts';
import { readDetails, readEvent, type StoredTexts } from './event-file.ts';
import { rowWith, type Beside } from './row.ts';
import type { EventJson, ExportedEvent } from './session-store.ts';

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
  return { key: `${place === 0 ? '{' : ','}"${name}":`, begins };
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
  readonly #texts: StoredTexts;
  #row: Row | null = null;

  constructor(index: Beside, row: number, texts: StoredTexts) {
    this.#index = index;
    this.#number = row;
    this.#texts = texts;
  }

  get row(): Row {
    const { mapped, details } = this.#texts;
    this.#row ??= rowWith(
      this.#index,
      this.#number,
      readEvent(mapped),
      details && readDetails(details),
    );
    return this.#row;
  }

  get raw(): string {
    return this.#texts.raw.toString();
  }

  /** What `row` says, put together of what was written and never read; null where that is unusual. */
  json(): EventJson | null {
    const texts = this.#texts;
    const index = this.#index;
    const json = StoredJson.of(texts.mapped.toString('latin1'), index.marks(this.#number), texts);
    if (!json) return null;
    const said = texts.details && cutDetails(texts.details.toString('latin1'));
    if (texts.details && !said) return null;
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
  readonly #text: string;
  /** Where the value of each field ends. */
  readonly #ends: readonly number[];
  readonly #changed: (string | null)[];
  readonly #tags: string;
  readonly #note: string;
  readonly #texts: StoredTexts;

  private constructor(text: string, ends: readonly number[], marks: Marks, texts: StoredTexts) {
    const { tags, note } = marks;
    this.#text = text;
    this.#ends = ends;
    this.#changed = unchanged.slice();
    this.#tags = tags.length === 0 ? '[]' : bytesOf(JSON.stringify(tags));
    this.#note = note === null ? 'null' : bytesOf(JSON.stringify(note));
    this.#texts = texts;
  }

  /**
   * What is in the file was checked before it was written, and is authenticated: only its form is
   * looked at. null for any other order or form.
   */
  static of(text: string, marks: Marks, texts: StoredTexts): StoredJson | null {
    const ends = noEnds.slice();
    let at = 0;
    let place = 0;
    for (const { key, begins } of written) {
      if (!text.startsWith(key, at)) return null;
      at += key.length;
      if (begins[text.charCodeAt(at)] !== 1) return null;
      at = endOfValue(text, at);
      ends[place] = at;
      place += 1;
    }
    return at === text.length - 1 ? new StoredJson(text, ends, marks, texts) : null;
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
    const { mapped } = this.#texts;
    let from = 0;
    for (let place = 0; place < this.#changed.length; place += 1) {
      const json = this.#changed[place] ?? null;
      if (json === null) continue;
      to.copy(mapped, from, this.#start(place));
      to.add(json);
      from = this.#ends[place] ?? from;
    }
    to.copy(mapped, from, mapped.length - 1);
    to.add(`,"tags":${this.#tags},"note":${this.#note}`);
  }

  get raw(): string {
    return this.#texts.raw.toString('latin1');
  }

  writeRaw(to: ByteSink): void {
    const { raw } = this.#texts;
    to.copy(raw, 0, raw.length);
  }

  #start(place: number): number {
    return (this.#ends[place - 1] ?? 0) + (written[place]?.key.length ?? 0);
  }
}

/** Findings have these two fields when they are read, whatever was written. */
const detailsKeys = { content: '{"content":', findings: ',"findings":[' };
const findingKeys = ['{"method":', ',"value":'];

/** The values of details as they were written; null for any other order or form. */
function cutDetails(text: string): { content: string; findings: string } | null {
  const start = detailsKeys.content.length;
  const end = endOfValue(text, start);
  if (!text.startsWith(detailsKeys.content) || !text.startsWith(detailsKeys.findings, end)) {
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
  return text.endsWith(']}') && at === text.length - 2
    ? { content: text.slice(start, end), findings: text.slice(list, -1) }
    : null;
}
