import type { Actor, ActorRef, NamedPerson, PersonWork } from '../../shared/people.ts';
import { api, refresh, useCall } from '../api.ts';
import { toastFailure } from '../ui/toast.tsx';
import { marked } from './marks.ts';
import { openDialog } from './navigation.ts';
import { createStore } from './store.ts';

/** An actor to be linked, as far as a screen knows them. */
export type Linked = Pick<Actor, 'source' | 'actor' | 'name'>;

export type PeoplePart = 'suggestions' | 'persons' | 'link';

/** What the dialog shows first, and whom to link by hand. */
export const peoplePlace = createStore<{ part: PeoplePart; actors: readonly Linked[] }>({
  part: 'suggestions',
  actors: [],
});

/** Opens the dialog; `actors` are those to link by hand. */
export function openPeople(part: PeoplePart = 'suggestions', actors: readonly Linked[] = []): void {
  peoplePlace.set({ part, actors });
  openDialog('people');
}

/** Whom an analyst says the actor to be. */
export function usePersonOf({ source, actor }: ActorRef): NamedPerson | undefined {
  const { data } = useCall('people.known');
  return data?.find(({ links }) =>
    links.some((link) => link.source === source && link.actor === actor),
  );
}

/** @returns whether it was done; a failure is said. */
export async function changePeople(work: PersonWork): Promise<boolean> {
  try {
    await api.call('people.change', work);
    return true;
  } catch (error) {
    toastFailure(error);
    return false;
  } finally {
    // Rows, counts and facets may be others now.
    marked.set({ revision: marked.get().revision + 1 });
    await refresh('people.known', 'people.list', 'people.actors');
  }
}
