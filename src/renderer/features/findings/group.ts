import type { Finding } from '../../../shared/rules.ts';
import { useCall } from '../../api.ts';
import { useFieldName } from '../review/column-name.ts';
import { useEventWords } from '../review/event-words.ts';

/** So many names are known for lists; others show by their ids. */
const mostNames = 1000;

export interface FieldWords {
  name: (field: string) => string;
  value: (field: string, value: string) => string;
}

/** Fields of a finding's group and their values in words: actors by name, events by what they say. */
export function useFieldWords(): FieldWords {
  const nameOf = useFieldName();
  const words = useEventWords();
  const { data } = useCall('people.actors', { find: '', limit: mostNames });
  const names = new Map(data?.map(({ actor, name }) => [actor, name]));
  return {
    name: nameOf,
    value(field, value) {
      if (field === 'actor') {
        const name = names.get(value) ?? null;
        return name === null ? value : `${name} (${value})`;
      }
      if (field === 'event') return words.event(value);
      if (field === 'source') return words.source(value);
      return value === '' ? '—' : value;
    },
  };
}

/** All of a group on one line. */
export function groupText({ group }: Finding, { name, value }: FieldWords): string {
  return Object.entries(group)
    .map(([field, one]) =>
      field === 'actor' ? value(field, one) : `${name(field)}: ${value(field, one)}`,
    )
    .join(' · ');
}
