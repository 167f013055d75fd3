import { useTranslation } from 'react-i18next';
import { relianceWords } from '../../../shared/reliance-words.ts';
import type { Reason, Reliance } from '../../../shared/reliance.ts';
import { useCall } from '../../api.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { stretchText } from '../review/time-axis.ts';
import { nameOfAccount } from './ledger-facts.ts';

/** A number stays with what it counts, and so does what is said in brackets. */
function held(text: string): string {
  return text
    .replaceAll(/(?<=\d) (?=\p{L})/gu, '\u00a0')
    .replaceAll(/(?<=ещё) (?=\d)|(?<=\d\u00a0more) /gu, '\u00a0')
    .replaceAll(/\([^()]{0,40}\)/g, (bracket) => bracket.replaceAll(' ', '\u00a0'));
}

/** The words of a verdict and of its reasons, in the language of the moment. */
export function useRelianceWords() {
  const { i18n } = useTranslation();
  const format = useFormat();
  const zone = useZone();
  const sources = useCall('sources.list').data ?? [];
  const collections = useCall('session.info').data?.collections ?? [];
  const words = relianceWords({
    language: i18n.language === 'ru' ? 'ru' : 'en',
    format,
    stretch: ({ from, to }) => {
      const text = stretchText(from, to, zone, i18n.language);
      if (text.includes(':')) return text.replaceAll(/(?<!–) /g, '\u00a0');
      // Two days stay together: after a dash a line breaks even before a space that holds.
      return text.replaceAll(' ', '\u00a0').replace('–', '–\u2060');
    },
    named: (kind, account) => nameOfAccount(kind, account, collections, sources),
  });
  return {
    ...words,
    reason: (one: Reason) => held(words.reason(one)),
    sentence: (reliance: Reliance) => held(words.sentence(reliance)),
  };
}
