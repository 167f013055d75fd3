import { fold } from '../../../shared/query/fold.ts';
import { fieldRef } from '../../../shared/query/fields.ts';
import type { DetailKey } from '../../../shared/session.ts';
import type { Settings } from '../../../shared/settings.ts';

export type FacetSettings = Settings['facets'][number];

/**
 * Fields that can be a facet: those whose values repeat. A time and an id are another one for each
 * event, and texts are searched, not chosen from.
 */
const facetFields = [
  'is',
  'event',
  'actorName',
  'actor',
  'actorType',
  'person',
  'target',
  'targetType',
  'ip',
  'userAgent',
  'application',
  'filter',
  'rules',
  'findings',
  'tags',
  'note',
  'source',
] as const;

export interface OfferedFacet {
  field: string;
  name: string;
  /** How many events have it; null where that is not known. */
  events: number | null;
}

/**
 * What may be added to the facets that are there: fields, and keys of the details. A key that was
 * typed and is not known is offered as well: details come that nobody has seen yet.
 */
export function offeredFacets(
  there: readonly FacetSettings[],
  keys: readonly DetailKey[],
  typed: string,
  nameOf: (field: string) => string,
): { fields: OfferedFacet[]; keys: OfferedFacet[] } {
  const taken = new Set(there.map(({ field }) => field));
  const wanted = fold(typed.trim());
  const fits = ({ field, name }: OfferedFacet) =>
    !taken.has(field) && (fold(field).includes(wanted) || fold(name).includes(wanted));
  const known = keys.map(({ key, events }) => {
    const field = `details.${key}`;
    return { field, name: nameOf(field), events };
  });
  const own = `details.${typed.trim().replace(/^details\./, '')}`;
  const isNew =
    wanted !== '' &&
    fieldRef(own) !== null &&
    !taken.has(own) &&
    !known.some(({ field }) => field === own);
  return {
    fields: facetFields.map((field) => ({ field, name: nameOf(field), events: null })).filter(fits),
    keys: [...known.filter(fits), ...(isNew ? [{ field: own, name: own, events: null }] : [])],
  };
}

export function addFacet(facets: readonly FacetSettings[], field: string): FacetSettings[] {
  if (facets.some((one) => one.field === field)) return [...facets];
  return [...facets, { field, order: 'count', open: true }];
}

export function removeFacet(facets: readonly FacetSettings[], field: string): FacetSettings[] {
  return facets.filter((one) => one.field !== field);
}

export function changeFacet(
  facets: readonly FacetSettings[],
  field: string,
  change: Partial<FacetSettings>,
): FacetSettings[] {
  return facets.map((one) => (one.field === field ? { ...one, ...change } : one));
}

/** `field` in the place of `other`, which moves on. */
export function moveFacet(
  facets: readonly FacetSettings[],
  field: string,
  other: string,
): FacetSettings[] {
  const from = facets.findIndex((one) => one.field === field);
  const to = facets.findIndex((one) => one.field === other);
  const moving = facets[from];
  if (!moving || to < 0) return [...facets];
  return facets.toSpliced(from, 1).toSpliced(to, 0, moving);
}
