import { sourceKinds } from './event.ts';
import { common as commonTexts } from './locales/common.ts';
import { events as eventTexts } from './locales/events.ts';
import { findings as findingTexts } from './locales/findings.ts';
import { review as reviewTexts } from './locales/review.ts';
import type { Language } from './locales/texts.ts';

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

/** A field of a finding's group as the event model names it. */
export function modelledField(given: string): string {
  return modelled[given] ?? given;
}

/** What the events of a finding have in common, in words: fields, and values that are no data. */
export function groupWords(language: Language) {
  const { fields, columns } = reviewTexts[language];
  const { keys, details } = eventTexts[language];
  const { coverage } = findingTexts[language];
  const find = (words: Readonly<Record<string, string>>, key: string): string | null =>
    Object.hasOwn(words, key) ? (words[key] ?? null) : null;
  return {
    name(given: string): string {
      // A stretch that was not collected is in such a state.
      if (given === 'state') return coverage.name;
      const field = modelledField(given);
      const key = field.replace(/^details\./, '');
      return find(fields, field) ?? find(columns, field) ?? find(details, key) ?? key;
    },
    value(given: string, value: string): string {
      const field = modelledField(given);
      if (field === 'event') return find(keys, value) ?? value;
      const kind = sourceKinds.find((one) => field === 'source' && one === value);
      if (kind) return commonTexts[language][kind];
      const state = states.find((one) => field === 'state' && one === value);
      if (state) return coverage[state];
      return value === '' ? '—' : value;
    },
  };
}

const states = ['none', 'partial', 'failed'] as const;
