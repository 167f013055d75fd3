import type { EventState } from '../../../shared/query/query.ts';
import type { Histogram, Interval, Selection } from '../../../shared/session.ts';
import { askFacet } from './ask-facet.ts';
import { same } from './kept.ts';
import { alarmQuery } from './meaning.ts';
import { addTerm, withoutIncludes } from './query-edit.ts';
import type { FacetWish, Main, Review, ShownFacet } from './review-state.ts';

/**
 * Asks for the facets that are wished for and not known, and for those that are wished for meanwhile.
 * @returns null when they belong to an old round
 */
export async function askFacets(
  main: Main,
  selection: Selection,
  wishes: () => readonly FacetWish[],
  isKnown: (wish: FacetWish) => boolean,
  isOld: () => boolean,
): Promise<Record<string, ShownFacet> | null> {
  const facets: Record<string, ShownFacet> = {};
  const missing = () =>
    wishes().filter((wish) => !isKnown(wish) && !isAnswered(wish, facets[wish.field]));
  for (let open = missing(); open.length > 0 && !isOld(); open = missing()) {
    const found = await Promise.all(open.map((wish) => askFacet(main, selection, wish)));
    for (const facet of found) facets[facet.wish.field] = facet;
  }
  return isOld() ? null : facets;
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
 * How many events of each bar are alarming, by the time of its bucket; asked for before the bars have
 * come. @returns null when there are no bars to be shown
 */
export async function askAlarms(
  main: Main,
  selection: Selection,
  drawing: Promise<Histogram | null>,
): Promise<Review['alarms'] | null> {
  const query = addTerm(selection.query, alarmQuery);
  const ask = (interval: Interval | 'auto') =>
    main.histogram({ selection: { ...selection, query }, interval });
  const [bars, own] = await Promise.all([drawing, ask('auto')]);
  if (!bars) return null;
  // Without a ledger the few may lie closer together than all of them, and have finer bars.
  const { buckets } = own.interval === bars.interval ? own : await ask(bars.interval);
  const found = buckets.filter(({ count }) => count > 0);
  return new Map(found.map(({ time, count }) => [time, count]));
}

/** The alarms shown where these say the same. */
export function keptAlarms(shown: Review['alarms'], alarms: Review['alarms']): Review['alarms'] {
  return same([...alarms], [...shown]) ? shown : alarms;
}
