import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../../../shared/errors.ts';
import type { Facet, Selection } from '../../../shared/session.ts';
import { api, useCall } from '../../api.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { useFieldName } from './column-name.ts';
import type { Ask, Known, Vocabulary } from './completion.ts';
import { useEventWords } from './event-words.ts';
import { isReadable } from './query-text.ts';
import { zoned } from './time-axis.ts';

const mostValues = 200;
const mostKeys = 500;
/** Keys of `details` are few and change seldom: asked again after so many ms. */
const keysLast = 30_000;
/** Days before the last one that are offered. */
const daysAgo = [0, 1, 7, 30] as const;
/** A request that the search called off is made again after so many ms. */
const again = 60;

/** What the session knows for the query bar's completion, and its words. */
export function useCompleting() {
  const { t } = useTranslation(['searches', 'review']);
  const zone = useZone();
  const format = useFormat();
  const field = useFieldName();
  const events = useEventWords();
  const last = useCall('session.info').data?.last ?? null;
  const [keys] = useState(rememberKeys);

  const words: Vocabulary = {
    field,
    state: (state) => t(`review:states.${state}`),
    sign: (sign) =>
      t(
        `completion.${({ AND: 'and', OR: 'or', NOT: 'not', has: 'has', is: 'is' } as const)[sign]}`,
      ),
    value(name, value) {
      if (name === 'event') return events.event(value);
      return name === 'source' ? events.source(value) : null;
    },
    day: (ago) =>
      ago === 0 ? t('completion.lastDay') : t('completion.daysBefore', { count: ago }),
  };

  async function known(ask: Ask): Promise<Known | null> {
    const selection = (query: string): Selection => ({ query, zone, period: shown.get().period });
    switch (ask.kind) {
      case 'term':
      case 'has':
        return { ...nothing, keys: await keys.get(selection('')) };
      case 'is':
        return nothing;
      case 'time':
        return { ...nothing, days: daysBefore(last, zone) };
      case 'value': {
        const query = ask.queries.find((one) => isReadable(one, zone));
        if (query === undefined) return null;
        const facet = await askFacet(selection(query), ask.field, mostValues);
        return facet && { ...nothing, values: facet.values };
      }
    }
  }

  return { words, known, count: (count: number) => format.number(count) };
}

const nothing: Known = { keys: [], values: [], days: [] };

function daysBefore(last: number | null, zone: string): Known['days'] {
  const end = zoned(last ?? Date.now() * 1000, zone);
  return daysAgo.map((ago) => ({ ago, day: end.subtract({ days: ago }).toString().slice(0, 10) }));
}

/** null: it was called off, or failed, which the search itself tells. */
async function askFacet(selection: Selection, field: string, limit: number): Promise<Facet | null> {
  const ask = () => api.call('review.facet', { selection, field, limit });
  try {
    return await ask().catch(async (error: unknown) => {
      // The search of the last key called off all that waited.
      if (!(error instanceof Failed) || error.failure.kind !== 'cancelled') throw error;
      await new Promise((done) => setTimeout(done, again));
      return ask();
    });
  } catch {
    return null;
  }
}

function rememberKeys() {
  let kept: { at: number; keys: string[] } | null = null;
  return {
    async get(everything: Selection): Promise<string[]> {
      if (kept && performance.now() - kept.at < keysLast) return kept.keys;
      const facet = await askFacet({ ...everything, period: null }, 'details', mostKeys);
      const found = facet?.values.map(({ value }) => value);
      if (found) kept = { at: performance.now(), keys: found };
      return found ?? kept?.keys ?? [];
    },
  };
}
