import type { ChannelInput, ChannelOutput } from '../../../src/shared/contract.ts';
import { actorKey, type Actor, type ActorRef, type Person } from '../../../src/shared/people.ts';
import { events } from './review.ts';

/** People of the fake session: the store's rules as far as the screens show them. */
const suggested = new Set<string>();
let persons: Person[] = [];

function actors(): Actor[] {
  const found = new Map<string, Actor>();
  for (const { source, actor, actorName: name } of events) {
    if (actor === null) continue;
    const key = actorKey({ source, actor });
    const known = found.get(key) ?? { source, actor, name, events: 0 };
    found.set(key, { ...known, events: known.events + 1 });
  }
  return [...found.values()].toSorted((a, b) => b.events - a.events);
}

function personOf(ref: ActorRef): Person | undefined {
  return persons.find(({ links }) => links.some((link) => actorKey(link) === actorKey(ref)));
}

function take(refs: readonly ActorRef[]): void {
  const gone = new Set(refs.map(actorKey));
  persons = persons
    .map((person) => ({ ...person, links: person.links.filter((one) => !gone.has(actorKey(one))) }))
    .filter(({ links }) => links.length > 0);
}

export const people = {
  'people.known': (): ChannelOutput<'people.known'> => persons,
  'people.list': (): ChannelOutput<'people.list'> => {
    const free = actors().filter((actor) => !personOf(actor) && !suggested.has(actorKey(actor)));
    const of = (source: Actor['source']) => free.filter((actor) => actor.source === source);
    const [pachca, jayguard] = [of('pachca'), of('jayguard')];
    return {
      persons,
      suggestions: jayguard.flatMap((other, at) => {
        const one = pachca.find(({ actor }) => actor === other.actor);
        const why = at < 3 ? 'email' : 'initials';
        const alike = other.name ?? other.actor;
        return one ? [{ actors: [one, other] as [Actor, Actor], why, alike, person: null }] : [];
      }),
    };
  },
  'people.actors': ({ find, limit }: ChannelInput<'people.actors'>): Actor[] =>
    actors()
      .filter(({ actor, name }) =>
        `${actor} ${name ?? ''}`.toLowerCase().includes(find.toLowerCase()),
      )
      .slice(0, limit),
  'people.change': (work: ChannelInput<'people.change'>): undefined => {
    if (work.kind === 'apart') suggested.add(actorKey(work.actors[1]));
    else if (work.kind === 'unlink') take([work.actor]);
    else if (work.kind === 'rename') {
      persons = persons.map((one) => (one.id === work.person ? { ...one, name: work.name } : one));
    } else {
      take(work.actors);
      const keys = new Set(work.actors.map(actorKey));
      const said = { at: '2026-11-22T09:41:00.000Z', who: 'a.soloveva' };
      const links = actors()
        .filter((actor) => keys.has(actorKey(actor)))
        .map((actor) => ({ ...actor, ...said }));
      const known = persons.find(({ name }) => name === work.name);
      if (known) known.links.push(...links);
      else persons = [...persons, { id: persons.length + 1, name: work.name, links }];
    }
  },
};
