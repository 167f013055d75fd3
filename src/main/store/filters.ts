import type { MappedEvent } from '../../shared/event.ts';
import { fold } from '../../shared/query/fold.ts';
import type { Query } from '../../shared/query/query.ts';
import type { Filters } from '../../shared/session.ts';

type ComparableField = 'event' | 'actor' | 'actorType' | 'target' | 'targetType' | 'application';

/** What an event says to a filter; null where it says nothing: no event tells its API key. */
const fieldOf: Readonly<Record<keyof Filters, ComparableField | null>> = {
  eventKey: 'event',
  actorId: 'actor',
  actorType: 'actorType',
  entityId: 'target',
  entityType: 'targetType',
  application: 'application',
  apiKeys: null,
};

/** Filters of a collection, as far as they can be held against an event that is there. */
export class EventFilter {
  readonly #wanted: { field: ComparableField; value: string }[] = [];
  /** False when nobody can say which events these filters let through. */
  readonly isKnown: boolean = true;

  constructor(filters: Filters) {
    for (const [name, value] of Object.entries(filters)) {
      if (value === undefined || value.length === 0) continue;
      const field = isFilter(name) ? fieldOf[name] : null;
      if (field === null || typeof value !== 'string') this.isKnown = false;
      else this.#wanted.push({ field, value });
    }
  }

  /** Whether a service surely gives out this event when asked with these filters. */
  lets(event: MappedEvent): boolean {
    return this.isKnown && this.#wanted.every(({ field, value }) => event[field] === value);
  }

  /** A quick query that finds all of these events, and those that differ from them in case only. */
  get query(): Query {
    const parts = this.#wanted.map(({ field, value }): Query => {
      const pattern = { pieces: [fold(value)], whole: true };
      return { type: 'field', field: { name: field, path: null }, pattern };
    });
    return { type: 'and', parts };
  }

  /** Whether {@link query} finds exactly the events that it lets through. */
  get letsAll(): boolean {
    return this.#wanted.length === 0;
  }
}

function isFilter(name: string): name is keyof Filters {
  return Object.hasOwn(fieldOf, name);
}
