import { fold } from '../../../shared/query/fold.ts';
import { stancesOf, type Stance } from './query-edit.ts';

/** By what the values of a facet go that have nothing in its own field. */
export const standIns: Readonly<Record<string, string>> = { actorName: 'actor' };

/** A value that the query asks for or keeps out. */
export interface Asked {
  field: string;
  value: string;
  stance: Stance;
}

/** How the query stands to values of a field, and of what stands in for it. */
export function askedOf(text: string, field: string): Asked[] {
  const instead = standIns[field];
  return [field, ...(instead === undefined ? [] : [instead])].flatMap((one) =>
    [...stancesOf(text, one).values()].map(({ written, stance }) => ({
      field: one,
      value: written,
      stance,
    })),
  );
}

/** One value is another one in another field, and the same however it is written. */
export function keyOf({ field, value }: { field: string; value: string }): string {
  return `${field}:${fold(value)}`;
}
