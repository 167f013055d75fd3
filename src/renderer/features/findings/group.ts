import { useTranslation } from 'react-i18next';
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

/** The services' own names, which rules group by, in the event model. */
const modelled: Readonly<Record<string, string>> = {
  actor_id: 'actor',
  userId: 'actor',
  entity_id: 'target',
  entity_type: 'targetType',
  event_key: 'event',
  ip_address: 'ip',
  user_agent: 'userAgent',
};

/** Fields of a finding's group and their values in words: actors by name, events by what they say. */
export function useFieldWords(): FieldWords {
  const { t } = useTranslation('findings');
  const nameOf = useFieldName();
  const words = useEventWords();
  const { data } = useCall('people.actors', { find: '', limit: mostNames });
  const names = new Map(data?.map(({ actor, name }) => [actor, name]));
  return {
    // A stretch that was not collected is in such a state.
    name: (field) => (field === 'state' ? t('coverage.name') : nameOf(modelled[field] ?? field)),
    value(given, value) {
      const field = modelled[given] ?? given;
      if (field === 'actor') {
        const name = names.get(value) ?? null;
        return name === null ? value : `${name} (${value})`;
      }
      if (field === 'event') return words.event(value);
      if (field === 'source') return words.source(value);
      const state = states.find((one) => field === 'state' && one === value);
      if (state) return t(`coverage.${state}`);
      return value === '' ? '—' : value;
    },
  };
}

const states = ['none', 'partial', 'failed'] as const;

/** All of a group on one line. */
export function groupText({ group }: Finding, { name, value }: FieldWords): string {
  return Object.entries(group)
    .map(([field, one]) =>
      modelled[field] === 'actor' || field === 'actor'
        ? value(field, one)
        : `${name(field)}: ${value(field, one)}`,
    )
    .join(' · ');
}
