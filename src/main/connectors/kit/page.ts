import { Failed } from '../../../shared/errors.ts';
import type { MappedEvent } from '../../../shared/event.ts';
import type { Quarantined, ReadEvent } from '../../../shared/session.ts';
import { sliceElements } from './verbatim.ts';
import type { HttpAnswer } from './http.ts';

/** Why a vendor object cannot be read: `message` names the field and holds nothing of its content. */
export class Unreadable extends Error {
  constructor(field: string) {
    super(field);
    this.name = 'Unreadable';
  }
}

export interface Sorted {
  /** Inside the window, in the service's order. */
  events: ReadEvent[];
  quarantined: Quarantined[];
  /** Readable, but outside the window: only looked at, never stored. */
  outside: MappedEvent[];
  /** Every readable event, in the service's order. */
  all: MappedEvent[];
  /** Names of all objects, in the service's order: the id, or what stands for an unreadable one. */
  keys: string[];
  /** How many objects the page holds, whatever became of them. */
  length: number;
}

/**
 * Reads every object of an answer's list and sorts it by what becomes of it. `from` and `to` are
 * instants in µs, both inclusive. Throws `Failed` (`service.wrong-shape`) when there is no list.
 */
export function sortPage(
  body: string,
  property: string,
  read: (raw: string) => MappedEvent,
  { from, to }: { from: number; to: number },
): Sorted {
  const slices = sliceElements(body, property);
  if (!slices) throw new Failed('service.wrong-shape', { field: property });
  const page: Sorted = {
    events: [],
    quarantined: [],
    outside: [],
    all: [],
    keys: [],
    length: slices.length,
  };
  for (const { text: raw, tooDeep } of slices) {
    try {
      if (tooDeep) throw new Unreadable('depth');
      const event = read(raw);
      page.all.push(event);
      page.keys.push(event.id);
      if (event.time >= from && event.time <= to) page.events.push({ event, raw });
      else page.outside.push(event);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      page.quarantined.push({ raw, reason: error.message });
      page.keys.push(`${raw.length} ${raw.slice(0, 200)}`);
    }
  }
  return page;
}

/** The failure of an answer of 400 and more that has no meaning of its own. */
export function rejected(answer: HttpAnswer, code: unknown): Failed {
  // Only what looks like a code: a message could repeat what was sent.
  const named = typeof code === 'string' && /^[\w.-]{1,64}$/.test(code);
  return new Failed('service.rejected', { status: answer.status, code: named ? ` ${code}` : '' });
}
