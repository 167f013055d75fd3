import { z } from 'zod';
import type { PeopleRecord } from '../../../shared/bundle.ts';
import { fold } from '../../../shared/query/fold.ts';
import { insertRow } from '../ledger-rows.ts';
import type { SessionState } from '../state.ts';
import { Numbering } from './numbering.ts';

type Change = Extract<PeopleRecord, { kind: 'change' }>;

const number = z.number().int();

/** Names and persons of a bundle. What the session says of an actor's name already stays. */
export class IncomingPeople {
  readonly #state: SessionState;
  readonly #persons: Numbering;
  readonly #isNew: boolean;

  constructor(state: SessionState, isNew: boolean) {
    this.#state = state;
    this.#isNew = isNew;
    this.#persons = new Numbering(state.db, 'person_change', 'person', isNew);
  }

  add(records: readonly PeopleRecord[]): void {
    const { db } = this.#state;
    const name = db.prepare(
      'INSERT OR IGNORE INTO name (source, actor, name, email) VALUES (?, ?, ?, ?)',
    );
    const apart = db.prepare(
      'INSERT OR IGNORE INTO person_apart (one, other, at, who) VALUES (?, ?, ?, ?)',
    );
    for (const record of records) {
      if (record.kind === 'name') {
        name.run(record.source, record.actor, record.name, record.email);
      } else if (record.kind === 'apart') {
        apart.run(record.one, record.other, record.at, record.who);
      } else this.#change(record);
    }
  }

  #change({ person, did, at, who, name, source, actor }: Change): void {
    const { db } = this.#state;
    const same = db
      .prepare(
        `SELECT person FROM person_change
         WHERE at = ? AND who = ? AND kind = ? AND name IS ? AND source IS ? AND actor IS ?`,
      )
      .pluck()
      .get(at, who, did, name, source, actor);
    if (same !== undefined && !this.#isNew) {
      if (!this.#persons.has(person)) this.#persons.set(person, number.parse(same));
      return;
    }
    if (!this.#persons.has(person)) this.#meet(person, name);
    const mine = this.#persons.of(person);
    insertRow(db, 'person_change', { at, who, kind: did, person: mine, name, source, actor });
  }

  /** Somebody of that name may be here already: then it is the same person. */
  #meet(person: number, name: string | null): void {
    const here = this.#isNew
      ? undefined
      : this.#state.people.persons().find((one) => name !== null && fold(one.name) === fold(name));
    if (here) this.#persons.set(person, here.id);
    else this.#persons.give(person);
  }
}
