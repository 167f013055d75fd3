import { z } from 'zod';
import { sourceKindSchema } from '../../shared/event.ts';
import {
  actorKey,
  likenesses,
  type Actor,
  type ActorRef,
  type Likeness,
  type Suggestion,
} from '../../shared/people.ts';
import { fold } from '../../shared/query/fold.ts';
import type { Collection } from '../../shared/session.ts';
import type { Database } from './file/sqlite.ts';
import { latinName } from './latin-name.ts';
import { personOf } from './people.ts';

/** More would be read by nobody; those with the surest reasons are kept. */
const mostSuggestions = 500;
/** A likeness that so many share says nothing. */
const mostAlike = 8;

interface Known {
  persons: readonly { id: number; links: readonly ActorRef[] }[];
  /** Addresses that are known beside the names, by `actorKey`. */
  emails: ReadonlyMap<string, string>;
  /** Whether an analyst said that the two are not the same. */
  apart: (one: ActorRef, other: ActorRef) => boolean;
}

/** Actors of different services who may be one person, each pair with its surest reason. */
export function suggestPeople(actors: readonly Actor[], known: Known): Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const why of likenesses) {
    for (const { pachca, jayguard, alike } of pairs(actors, why, known.emails)) {
      const key = JSON.stringify([pachca, jayguard].map(actorKey));
      if (found.has(key) || known.apart(pachca, jayguard)) continue;
      const one = personOf(known.persons, pachca)?.id;
      const other = personOf(known.persons, jayguard)?.id;
      // Both are somebody: one and the same, or the analyst knows better.
      if (one !== undefined && other !== undefined) continue;
      found.set(key, { actors: [pachca, jayguard], why, alike, person: one ?? other ?? null });
    }
  }
  const events = ({ actors: [a, b] }: Suggestion) => a.events + b.events;
  const rank = ({ why }: Suggestion) => likenesses.indexOf(why);
  return [...found.values()]
    .toSorted((a, b) => rank(a) - rank(b) || events(b) - events(a))
    .slice(0, mostSuggestions);
}

/** Addresses that services gave with names, and those of the owners of tokens. */
export function emailsOf(
  db: Database,
  collections: readonly Pick<Collection, 'source' | 'owner'>[],
): Map<string, string> {
  const rows = db.prepare('SELECT source, actor, email FROM name WHERE email IS NOT NULL').all();
  const named = z
    .array(z.object({ source: sourceKindSchema, actor: z.string(), email: z.string() }))
    .parse(rows);
  const owned = collections.flatMap(({ source, owner }) =>
    owner?.email ? [{ source, actor: owner.id, email: owner.email }] : [],
  );
  return new Map([...owned, ...named].map((one) => [actorKey(one), one.email]));
}

interface Pair {
  pachca: Actor;
  jayguard: Actor;
  alike: string;
}

function pairs(
  actors: readonly Actor[],
  why: Likeness,
  emails: ReadonlyMap<string, string>,
): Pair[] {
  const bySign = new Map<string, Record<Actor['source'], Actor[]>>();
  for (const actor of actors) {
    for (const sign of signsOf(actor, why, emails)) {
      const group = bySign.get(sign) ?? { pachca: [], jayguard: [] };
      group[actor.source].push(actor);
      bySign.set(sign, group);
    }
  }
  return [...bySign].flatMap(([alike, { pachca, jayguard }]) =>
    pachca.length > mostAlike || jayguard.length > mostAlike
      ? []
      : pachca.flatMap((one) =>
          jayguard.map((other) => ({
            pachca: one,
            jayguard: other,
            alike: shown(alike, other, why),
          })),
        ),
  );
}

/** What a person can compare: the address itself rather than what it was boiled down to. */
function shown(sign: string, { name, actor }: Actor, why: Likeness): string {
  return why === 'address' || why === 'initials' ? (name ?? actor) : sign;
}

/** What two actors have to share to be alike in this way. */
function signsOf(actor: Actor, why: Likeness, emails: ReadonlyMap<string, string>): string[] {
  const email = emailOf(actor, emails);
  const name = actor.name !== null && !isEmail(actor.name) ? latinName(actor.name) : null;
  const local = email === null ? null : latinName(email.slice(0, email.indexOf('@')));
  switch (why) {
    case 'email':
      return email === null ? [] : [email];
    case 'id':
      return [actor.actor];
    case 'name':
      return name === null || name.length < 2 ? [] : [name.toSorted().join(' ')];
    case 'address':
      // A name in full, and the local part of an address: `anna.petrova`, `petrovaanna`.
      return [
        ...(name && name.length > 1
          ? [name.toSorted().join(' '), name.join(''), name.toReversed().join('')]
          : []),
        ...(local ? [local.toSorted().join(' ')] : []),
      ];
    case 'initials': {
      // `a.petrova`, `petrova.a` and `apetrova`.
      const ofName = name && name.length > 1 ? initials(name) : [];
      return [...ofName, ...(local ? [local.toSorted().join(' '), local.join('')] : [])];
    }
  }
}

/** First names shortened to a letter, whichever of two words the last name is. */
function initials(words: readonly string[]): string[] {
  return words.flatMap((last, place) => {
    if (last.length < 2) return [];
    const letters = words.filter((_, at) => at !== place).map((word) => word.slice(0, 1));
    const [first = ''] = letters;
    return [[first, last].toSorted().join(' '), `${first}${last}`, `${last}${first}`];
  });
}

function emailOf(actor: Actor, emails: ReadonlyMap<string, string>): string | null {
  const known = emails.get(actorKey(actor)) ?? [actor.name, actor.actor].find(isEmail) ?? null;
  return known === null ? null : fold(known);
}

function isEmail(text: string | null): text is string {
  return text !== null && /^[^\s@]+@[^\s@]+$/.test(text);
}
