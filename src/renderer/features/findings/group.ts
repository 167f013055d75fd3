import { useTranslation } from 'react-i18next';
import { groupWords, modelledField } from '../../../shared/group-words.ts';
import type { Finding } from '../../../shared/rules.ts';
import { useCall } from '../../api.ts';

/** So many names are known for lists; others show by their ids. */
const mostNames = 1000;

export interface FieldWords {
  name: (field: string) => string;
  value: (field: string, value: string) => string;
}

/** Fields of a finding's group and their values in words: actors by name, events by what they say. */
export function useFieldWords(): FieldWords {
  const { i18n } = useTranslation();
  const words = groupWords(i18n.language === 'ru' ? 'ru' : 'en');
  const { data } = useCall('people.actors', { find: '', limit: mostNames });
  const names = new Map(data?.map(({ actor, name }) => [actor, name]));
  return {
    name: (field) => words.name(field),
    value(field, value) {
      const name = modelledField(field) === 'actor' ? (names.get(value) ?? null) : null;
      return name === null ? words.value(field, value) : `${name} (${value})`;
    },
  };
}

/** All of a group on one line. */
export function groupText({ group }: Finding, { name, value }: FieldWords): string {
  return Object.entries(group)
    .map(([field, one]) =>
      modelledField(field) === 'actor' ? value(field, one) : `${name(field)}: ${value(field, one)}`,
    )
    .join(' · ');
}
