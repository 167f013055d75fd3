import { useTranslation } from 'react-i18next';
import { relianceWords } from '../../../shared/reliance-words.ts';
import { useCall } from '../../api.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { stretchText } from '../review/time-axis.ts';
import { nameOfAccount } from './ledger-facts.ts';

/** The words of a verdict and of its reasons, in the language of the moment. */
export function useRelianceWords() {
  const { i18n } = useTranslation();
  const format = useFormat();
  const zone = useZone();
  const sources = useCall('sources.list').data ?? [];
  const collections = useCall('session.info').data?.collections ?? [];
  return relianceWords({
    language: i18n.language === 'ru' ? 'ru' : 'en',
    format,
    stretch: ({ from, to }) =>
      stretchText(from, to, zone, i18n.language).replaceAll(/(?<!–) /g, '\u00a0'),
    named: (kind, account) => nameOfAccount(kind, account, collections, sources),
  });
}
