import { people } from '../../src/main/sample/company.ts';
import { fold } from '../../src/shared/query/fold.ts';

/** Twelve letters each, typed one by one: the one stays frequent to its end, the other is in a few events. */
export const words = { frequent: 'доверенность', rare: 'велосипедист' } as const;

/** Other queries of the bench, and what each means for an event of the services. */
const queries: Readonly<Record<string, (event: Vendor) => boolean>> = {
  е: ({ text }) => text.includes('е'),
  ъ: ({ text }) => text.includes('ъ'),
  'event:user_2fa_fail': ({ fields }) => fields['event_key'] === 'user_2fa_fail',
  'ip:10.0.*': ({ fields }) => String(fields['ip_address']).startsWith('10.0.'),
  'ПОСЫЛКА source:jayguard': ({ text, fields }) => 'eventId' in fields && text.includes('посылка'),
  'has:findings': ({ hasFindings }) => hasFindings,
  щщщ: ({ text }) => text.includes('щщщ'),
};

/** What the window has to show, found without the store: by reading what the generators wrote. */
export interface Expected {
  total: number;
  /** Matches of each query, the words' beginnings included. */
  counts: Record<string, number>;
  /** How often each event key or action occurs. */
  keys: Record<string, number>;
  /** The last row when nothing is sorted: the oldest event, of several the one with the last id. */
  last: { id: string; event: string; time: number };
}

interface Vendor {
  fields: Readonly<Record<string, unknown>>;
  /** Every text of the event and of its actor's name, folded, a line each. */
  text: string;
  hasFindings: boolean;
}

export const nameOf = ({ firstName, lastName }: (typeof people)[number]) =>
  `${firstName} ${lastName}`;
const names = new Map(people.map((person) => [String(person.id), nameOf(person)]));

export class Tally {
  readonly #expected: Expected = {
    total: 0,
    counts: {},
    keys: {},
    last: { id: '', event: '', time: Number.POSITIVE_INFINITY },
  };
  /** So many events have the first so many letters of a word, and not one more. */
  readonly #letters = Object.values(words).map((word) => ({
    word,
    events: Array.from({ length: word.length + 1 }, () => 0),
  }));

  /** @param raw the vendor's object, and of Jay Guard the one with the details */
  add(raw: string, rawDetails: string | null): void {
    const fields = objectOf(raw);
    const details = rawDetails === null ? {} : objectOf(rawDetails);
    const name = names.get(String(fields['actor_id']));
    const texts = [...leaves(fields), ...leaves(details), ...(name ? [name] : [])];
    const findings = details['details'];
    const event = {
      fields,
      text: fold(texts.join('\n')),
      hasFindings: Array.isArray(findings) && findings.length > 0,
    };
    const { counts, keys } = this.#expected;
    this.#expected.total += 1;
    for (const [query, matches] of Object.entries(queries)) {
      counts[query] = (counts[query] ?? 0) + Number(matches(event));
    }
    for (const { word, events } of this.#letters) {
      let letters = 0;
      while (letters < word.length && event.text.includes(word.slice(0, letters + 1))) letters += 1;
      events[letters] = (events[letters] ?? 0) + 1;
    }
    const key = String(fields['event_key'] ?? fields['action']);
    keys[key] = (keys[key] ?? 0) + 1;
    this.#keepLast(raw, key, Date.parse(String(fields['created_at'] ?? fields['createdAt'])));
  }

  result(): Expected {
    const { counts } = this.#expected;
    for (const { word, events } of this.#letters) {
      let matching = 0;
      for (let letters = word.length; letters > 0; letters -= 1) {
        matching += events[letters] ?? 0;
        counts[word.slice(0, letters)] = matching;
      }
    }
    return this.#expected;
  }

  #keepLast(raw: string, event: string, time: number): void {
    const { last } = this.#expected;
    if (time > last.time) return;
    // Cut out: a double cannot hold every digit of Jay Guard's.
    const id = /"(?:id|eventId)":"?([^",]+)/.exec(raw)?.[1] ?? '';
    if (time < last.time || id > last.id) this.#expected.last = { id, event, time };
  }
}

/** All queries of the bench beside the words' beginnings. */
export const otherQueries = Object.keys(queries);

function objectOf(json: string): Record<string, unknown> {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
