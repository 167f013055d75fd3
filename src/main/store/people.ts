import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { sourceKindSchema } from '../../shared/event.ts';
import { actorKey, type ActorRef, type PersonWork } from '../../shared/people.ts';
import { fold } from '../../shared/query/fold.ts';
import type { Database } from './file/sqlite.ts';

const changeRow = z.object({
  at: z.string(),
  who: z.string(),
  kind: z.enum(['link', 'unlink', 'rename']),
  person: z.number().int(),
  name: z.string().nullable(),
  source: sourceKindSchema.nullable(),
  actor: z.string().nullable(),
});
type Change = z.infer<typeof changeRow>;

/** An actor of a person, since when (ISO 8601) and who said so. */
export type KnownLink = ActorRef & { at: string; who: string };
export interface KnownPerson {
  id: number;
  name: string;
  links: KnownLink[];
}

/**
 * Who of the actors is one person, as the history of what was said of it. Methods that write run
 * inside the caller's transaction; the index is told afterwards.
 */
export class PeopleTable {
  readonly #db: Database;
  readonly #who: string;

  /** `who` signs the changes. */
  constructor(db: Database, who: string) {
    this.#db = db;
    this.#who = who;
  }

  /** Everybody who has an actor, by name. */
  persons(): KnownPerson[] {
    const found = new Map<number, KnownPerson>();
    for (const change of this.#changes()) apply(change, found);
    const known = [...found.values()].filter(({ links }) => links.length > 0);
    return known.toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /** Throws `input.invalid` for a name that is another person's. */
  change(work: PersonWork): void {
    const persons = this.persons();
    switch (work.kind) {
      case 'link': {
        const person = named(persons, work.name);
        const id = person?.id ?? this.#newId();
        const name = person?.name ?? work.name;
        for (const actor of work.actors) {
          if (personOf(persons, actor)?.id !== id) this.#say('link', id, name, actor);
        }
        return;
      }
      case 'unlink': {
        const person = personOf(persons, work.actor);
        if (person) this.#say('unlink', person.id, null, work.actor);
        return;
      }
      case 'rename': {
        const person = persons.find(({ id }) => id === work.person);
        const other = named(persons, work.name);
        if (!person || (other && other !== person))
          throw new Failed('input.invalid', { field: 'name' });
        this.#say('rename', person.id, work.name, null);
        return;
      }
      case 'apart':
        this.#db
          .prepare('INSERT OR IGNORE INTO person_apart (one, other, at, who) VALUES (?, ?, ?, ?)')
          .run(...work.actors.map(actorKey).toSorted(), new Date().toISOString(), this.#who);
    }
  }

  /** Whether somebody said that the two are not the same. */
  apart(): (one: ActorRef, other: ActorRef) => boolean {
    const rows = this.#db.prepare('SELECT one, other FROM person_apart').all();
    const pairs = z.array(z.object({ one: z.string(), other: z.string() })).parse(rows);
    const known = new Set(pairs.map(({ one, other }) => JSON.stringify([one, other])));
    return (one, other) => known.has(JSON.stringify([one, other].map(actorKey).toSorted()));
  }

  #changes(): Change[] {
    const sql = 'SELECT at, who, kind, person, name, source, actor FROM person_change ORDER BY id';
    return z.array(changeRow).parse(this.#db.prepare(sql).all());
  }

  /** Numbers are not used twice: what was said of somebody who is gone is not said of another. */
  #newId(): number {
    const sql = 'SELECT coalesce(max(person), 0) + 1 FROM person_change';
    return z.number().parse(this.#db.prepare(sql).pluck().get());
  }

  #say(kind: Change['kind'], person: number, name: string | null, of: ActorRef | null): void {
    const { source = null, actor = null } = of ?? {};
    const at = new Date().toISOString();
    this.#db
      .prepare(
        `INSERT INTO person_change (at, who, kind, person, name, source, actor)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(at, this.#who, kind, person, name, source, actor);
  }
}

/** Whose actor it is. */
export function personOf<P extends { links: readonly ActorRef[] }>(
  persons: readonly P[],
  { source, actor }: ActorRef,
): P | undefined {
  return persons.find(({ links }) =>
    links.some((link) => link.source === source && link.actor === actor),
  );
}

/** Names are the same when the query language cannot tell them apart. */
function named(persons: readonly KnownPerson[], name: string): KnownPerson | undefined {
  return persons.find((person) => fold(person.name) === fold(name));
}

function apply(change: Change, persons: Map<number, KnownPerson>): void {
  const { at, who, kind, person: id, name, source, actor } = change;
  const person = persons.get(id) ?? { id, name: '', links: [] };
  persons.set(id, person);
  if (name !== null) person.name = name;
  if (kind === 'rename' || source === null || actor === null) return;
  const before = personOf([...persons.values()], { source, actor });
  if (before) {
    before.links = before.links.filter((one) => one.source !== source || one.actor !== actor);
  }
  if (kind === 'link') person.links.push({ source, actor, at, who });
}
