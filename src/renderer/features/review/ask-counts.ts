import type { EventState } from '../../../shared/query/query.ts';
import type { Histogram, Selection } from '../../../shared/session.ts';
import { askFacet } from './ask-facet.ts';
import { same } from './kept.ts';
import { alarmQuery } from './meaning.ts';
import { addTerm, withoutIncludes } from './query-edit.ts';
import type { FacetWish, Main, Review, ShownFacet } from './review-state.ts';

/** On their way at the same time: while one is counted, another is drawn up or read. */
const lanes = 3;

/**
 * Asks for the facets that are wished for and not known, a few at a time, so that a page of rows
 * need not wait behind all of them, and for those that are wished for meanwhile.
 * @returns null when they belong to an old round
 */
export async function askFacets(
  main: Main,
  selection: Selection,
  wishes: () => readonly FacetWish[],
  isKnown: (wish: FacetWish) => boolean,
  isOld: () => boolean,
): Promise<Record<string, ShownFacet> | null> {
  const facets = new Map<string, ShownFacet>();
  const asked = new Set<string>();
  const isOpen = (wish: FacetWish) =>
    !isKnown(wish) && !isAnswered(wish, facets.get(wish.field)) && !asked.has(JSON.stringify(wish));
  async function lane(): Promise<void> {
    for (let wish = wishes().find(isOpen); wish && !isOld(); wish = wishes().find(isOpen)) {
      const key = JSON.stringify(wish);
      asked.add(key);
      facets.set(wish.field, await askFacet(main, selection, wish));
      asked.delete(key);
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  return isOld() ? null : Object.fromEntries(facets);
}

/** Whether a facet is what is wished for, or holds all that there is. */
export function isAnswered(wish: FacetWish, known: ShownFacet | undefined): boolean {
  if (known?.wish.find !== wish.find || known.wish.order !== wish.order) return false;
  return known.wish.limit >= wish.limit || known.values.length >= known.distinct;
}

type Counts = Partial<Record<EventState, number>>;

/**
 * How many events are in each state: of those that match, and of the period.
 * @returns null when they belong to an old round
 */
export async function askStates(
  main: Main,
  selection: Selection,
  wished: readonly EventState[],
  isOld: () => boolean,
): Promise<{ states: Counts; statesInPeriod: Counts; unfetched: number } | null> {
  const states: Counts = {};
  const statesInPeriod: Counts = {};
  const count = async (query: string) =>
    (await main.count({ selection: { ...selection, query } })).matching;
  let unfetched = 0;
  const open = withoutIncludes(selection.query, 'is');
  const counting = wished.map(async (state) => {
    const term = `is:${state}`;
    const number = await count(addTerm(open, term));
    states[state] = number;
    if (state === 'own' || state === 'unfetched')
      statesInPeriod[state] = open.trim() === '' ? number : await count(term);
    if (state === 'unfetched')
      unfetched = open === selection.query ? number : await count(addTerm(selection.query, term));
  });
  await Promise.all(counting);
  return isOld() ? null : { states, statesInPeriod, unfetched };
}

/**
 * How many events of each bar are alarming, by the time of its bucket.
 * @returns null when they belong to an old round; the alarms shown where these say the same
 */
export async function askAlarms(
  main: Main,
  selection: Selection,
  shown: { histogram: Histogram; alarms: Review['alarms'] },
  isOld: () => boolean,
): Promise<Review['alarms'] | null> {
  const { interval } = shown.histogram;
  const query = addTerm(selection.query, alarmQuery);
  const { buckets } = await main.histogram({ selection: { ...selection, query }, interval });
  if (isOld()) return null;
  const found = buckets.filter(({ count }) => count > 0);
  const alarms = found.map(({ time, count }) => [time, count] as const);
  return same(alarms, [...shown.alarms]) ? shown.alarms : new Map(alarms);
}
