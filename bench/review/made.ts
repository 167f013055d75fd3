import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { connectors } from '../../src/main/connectors/registry.ts';
import type { MappedEvent } from '../../src/shared/event.ts';
import { formatInstant } from '../../src/shared/instant.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { naiveMatches, type PlainEvent } from '../../tests/support/naive-search.ts';
import { SyntheticEvents } from '../synthetic-events.ts';
import { asked, foldedTexts, frequent, type FlatEvent } from './work.ts';

/** The right answers, found without the store by looking at each event. */
export interface Expected {
  total: number;
  counts: Record<string, number>;
  /** How many events of each kind there are, of all and of those with the frequent word. */
  kinds: Record<'all' | 'frequent', Record<string, number>>;
  newest: string;
  oldest: string;
}

export interface Files {
  folder: string;
  /** The services' objects, an event a line: what Vestigo imports. */
  vendor: Record<'pachca' | 'jayguard', string>;
  /** The answers of Jay Guard's audit/details, a hundred events a line. */
  details: string;
  /** {@link FlatEvent} a line: what the other programs get. */
  flat: string;
  expected: Expected;
}

/** Every so many events the evaluator of the tests is asked, too: it takes its time. */
const second = 499;
const pageSize = 2000;
const zone = 'UTC';

/**
 * The same mixed session for every program: half Pachca, half Jay Guard with details. Made once and
 * kept in `folder`.
 */
export function madeFiles(folder: string, count: number): Files {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const vendor = { pachca: at('pachca.ndjson'), jayguard: at('jayguard.ndjson') };
  const [details, flat, about] = [at('details.ndjson'), at('events.ndjson'), at('expected.json')];
  if (!existsSync(about)) {
    console.error(`Making ${count} events …`);
    const files = { ...vendor, details, flat };
    const expected = write(files, count);
    writeFileSync(about, JSON.stringify(expected));
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this bench
  const expected = JSON.parse(readFileSync(about, 'utf8')) as Expected;
  return { folder, vendor, details, flat, expected };
}

function write(
  paths: Record<'pachca' | 'jayguard' | 'details' | 'flat', string>,
  count: number,
): Expected {
  for (const path of Object.values(paths)) rmSync(path, { force: true });
  const open = (path: string) => openSync(path, 'w');
  const [pachca, jayguard, details, flat] = [
    paths.pachca,
    paths.jayguard,
    paths.details,
    paths.flat,
  ].map(open);
  const events = new SyntheticEvents(1);
  const tally = new Tally();
  for (let made = 0; made < count; made += pageSize) {
    const page = events.page(Math.min(pageSize, count - made)).map((event) => {
      const raw = vendorOf(event);
      const found = event.source === 'jayguard' ? events.details(event) : null;
      return { raw, found, event: { ...connectors[event.source].read(raw), ...found } };
    });
    for (const { event } of page) tally.add(event);
    const lines = (source: string) =>
      page
        .filter(({ event }) => event.source === source)
        .map(({ raw }) => `${raw}\n`)
        .join('');
    writeSync(pachca ?? 0, lines('pachca'));
    writeSync(jayguard ?? 0, lines('jayguard'));
    writeSync(flat ?? 0, page.map(({ event }) => `${JSON.stringify(event)}\n`).join(''));
    const late = page.filter(({ found }) => found);
    for (let from = 0; from < late.length; from += 100) {
      const items = late
        .slice(from, from + 100)
        .map(({ event, found }) => ({ id: event.id, ...found }));
      writeSync(details ?? 0, `${JSON.stringify(items)}\n`);
    }
  }
  for (const file of [pachca, jayguard, details, flat]) closeSync(file ?? 0);
  return tally.result();
}

/** As the service would send it. */
function vendorOf(event: MappedEvent): string {
  const time = formatInstant(event.time);
  if (event.source === 'pachca') {
    return JSON.stringify({
      id: event.id,
      created_at: time,
      event_key: event.event,
      actor_id: event.actor,
      actor_type: event.actorType,
      entity_id: event.target,
      entity_type: event.targetType,
      details: event.details,
      ip_address: event.ip,
      user_agent: event.userAgent,
    });
  }
  const { filter, ...details } = event.details;
  return JSON.stringify({
    eventId: Number(event.id),
    createdAt: time,
    action: event.event,
    userId: event.actor,
    email: event.actorName,
    requestId: event.target,
    application: event.application,
    filter: { name: event.filter, ...Object(filter) },
    appliedRules: event.rules,
    message: event.text,
    ...details,
  });
}

class Tally {
  readonly #counts = new Map<string, number>();
  readonly #kinds = { all: new Map<string, number>(), frequent: new Map<string, number>() };
  readonly #parsed = asked.map(({ query }) => parseQuery(query, { zone }));
  #total = 0;
  #newest: FlatEvent | null = null;
  #oldest: FlatEvent | null = null;

  add(event: FlatEvent): void {
    const folded = foldedTexts(event);
    this.#total += 1;
    asked.forEach(({ query, matches }, at) => {
      const hit = matches(event, folded);
      if (this.#total % second === 0) this.#check(at, event, hit);
      if (hit) this.#counts.set(query, (this.#counts.get(query) ?? 0) + 1);
      if (hit && query === frequent) count(this.#kinds.frequent, event.event);
    });
    count(this.#kinds.all, event.event);
    if (!this.#newest || before(event, this.#newest)) this.#newest = event;
    if (!this.#oldest || before(this.#oldest, event)) this.#oldest = event;
  }

  result(): Expected {
    const { all, frequent } = this.#kinds;
    return {
      total: this.#total,
      counts: Object.fromEntries(asked.map(({ query }) => [query, this.#counts.get(query) ?? 0])),
      kinds: { all: Object.fromEntries(all), frequent: Object.fromEntries(frequent) },
      newest: this.#newest?.id ?? '',
      oldest: this.#oldest?.id ?? '',
    };
  }

  /** The evaluator that the property tests compare the engine with has to agree. */
  #check(at: number, event: FlatEvent, hit: boolean): void {
    const query = this.#parsed[at];
    const nothing = { tags: [], note: null, raw: {}, flags: [], person: null };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the contract's event all but its time's form
    const plain = { ...event, ...nothing, micros: event.time, time: '' } as unknown as PlainEvent;
    if (query && naiveMatches(query, plain) !== hit) {
      throw new Error(`two evaluators disagree on ${asked[at]?.query} and event ${event.id}`);
    }
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Newest first, of one time by id. */
function before(a: FlatEvent, b: FlatEvent): boolean {
  return a.time === b.time ? a.id < b.id : a.time > b.time;
}
