import { quoteValue } from '../../../shared/query/quote.ts';
import type { Selection } from '../../../shared/session.ts';
import { askedOf, keyOf } from './facet-asked.ts';
import { addTerm, onlyTerm, withoutIncludes } from './query-edit.ts';
import type { FacetWish, Main, ShownFacet, ShownValue } from './review-state.ts';

/** A facet, counted without what the query asks of its own field. */
export async function askFacet(
  main: Main,
  selection: Selection,
  wish: FacetWish,
): Promise<ShownFacet> {
  const query = withoutIncludes(selection.query, wish.field);
  const open = { ...selection, query };
  const facet = wish.field === 'actorName' ? await askActors(main, open, wish) : await ownFacet();
  return { ...facet, wish, asked: await askedValues(main, selection, facet) };

  async function ownFacet(): Promise<Counted> {
    const found = await main.facet({ selection: open, ...wish });
    return { ...found, values: found.values.map((one) => ({ ...one, field: wish.field })) };
  }
}

type Counted = Omit<ShownFacet, 'wish' | 'asked'>;

/** More would keep the screen waiting: they are shown without their count. */
const mostAsked = 12;

/** Values that the query asks for, counted one by one where they are too rare for the list. */
async function askedValues(
  main: Main,
  selection: Selection,
  { field, values }: Counted,
): Promise<ShownValue[]> {
  const found: ShownValue[] = [];
  for (const one of askedOf(selection.query, field)) {
    const isListed = values.some((other) => keyOf(other) === keyOf(one));
    if (isListed || one.stance === 'exclude' || found.length === mostAsked) continue;
    const query = onlyTerm(selection.query, one.field, one.value);
    const count = await countOf(main, { ...selection, query });
    found.push({ field: one.field, value: one.value, count });
  }
  return found;
}

/**
 * Who it was: by name, and whoever has no name by id. Without these the most active may be missing.
 * Each is counted as a click on it will find it: an actor whose name came with some events only is
 * there by both.
 */
async function askActors(main: Main, open: Selection, wish: FacetWish): Promise<Counted> {
  const named = await main.facet({ selection: open, ...wish });
  const names = named.values.map((one): ShownValue => ({ ...one, field: 'actorName' }));
  if (named.empty === 0) return { ...named, values: names };
  const within = (term: string): Selection => ({ ...open, query: addTerm(open.query, term) });
  const nameless = within('-has:actorName');
  const rest = await main.facet({ selection: nameless, ...wish, field: 'actor' });
  const ids = rest.values.map((one): ShownValue => ({ ...one, field: 'actor' }));
  const order = wish.order === 'count' ? byCount : byName;
  const all = [...names, ...ids].toSorted(order);
  const cut = all.slice(wish.limit).reduce((sum, { count }) => sum + count, 0);
  const values = await wholeCounts(main, within, all.slice(0, wish.limit));
  return {
    field: wish.field,
    values: values.toSorted(order),
    distinct: named.distinct + rest.distinct,
    others: named.others + rest.others + cut,
    empty: rest.empty === 0 ? 0 : await countOf(main, within('-has:actor')),
  };
}

/** A query must not become too long: so many actors are asked for at once. */
const atOnce = 100;

/** Ids with all of their events, those with a name among them. */
async function wholeCounts(
  main: Main,
  within: (term: string) => Selection,
  found: readonly ShownValue[],
): Promise<ShownValue[]> {
  const ids = found.filter(({ field }) => field === 'actor');
  const whole = new Map<string, number>();
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce);
    const any = some.map(({ value }) => `actor:${quoteValue(value)}`).join(' OR ');
    const wish = { field: 'actor', limit: some.length, order: 'count', find: '' } as const;
    const { values } = await main.facet({ selection: within(`(${any})`), ...wish });
    for (const { value, count } of values) whole.set(value, count);
  }
  return found.map((one) =>
    one.field === 'actor' ? { ...one, count: whole.get(one.value) ?? one.count } : one,
  );
}

async function countOf(main: Main, selection: Selection): Promise<number> {
  return (await main.count({ selection })).matching;
}

function byCount(a: ShownValue, b: ShownValue): number {
  return b.count - a.count || byName(a, b);
}

function byName(a: ShownValue, b: ShownValue): number {
  return a.value.localeCompare(b.value);
}
