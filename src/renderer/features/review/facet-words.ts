import { createContext, useContext, useMemo } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useFormat, useZone } from '../../state/preferences.ts';
import type { Format } from '../../../shared/format.ts';
import { eventWords } from './event-words.ts';

/** What every value of every facet is written with. */
interface Words {
  t: TFunction<'review'>;
  own: TFunction<'facets'>;
  events: ReturnType<typeof eventWords>;
  format: Format;
  zone: string;
}

/**
 * Asked for once by the pane: a hundred values, each with subscriptions of its own to language and
 * settings, cost more to draw than all that they show.
 */
export const FacetWords = createContext<Words | null>(null);

export function useNewFacetWords(): Words {
  const { t, i18n } = useTranslation('review');
  const { t: own } = useTranslation('facets');
  const format = useFormat();
  const zone = useZone();
  return useMemo(
    () => ({ t, own, events: eventWords(i18n, t), format, zone }),
    [t, own, i18n, format, zone],
  );
}

export function useFacetWords(): Words {
  const words = useContext(FacetWords);
  if (!words) throw new Error('FacetWords is missing');
  return words;
}
