import { useTranslation } from 'react-i18next';
import { zoneName } from '../../../shared/zone.ts';
import { useZone } from '../../state/preferences.ts';
import { isKnownColumn } from './columns.ts';
import { useEventWords } from './event-words.ts';
import { isRaw } from './raw-value.ts';

/** The name of a column: `Time, MSK`; for `details.KEY` what the key means, else the key. */
export function useColumnName(): (field: string) => string {
  const { t, i18n } = useTranslation('review');
  const zone = useZone();
  const words = useEventWords();
  return (field) => {
    if (field === 'time') return `${t('columns.time')}, ${zoneName(zone, i18n.language)}`;
    if (isKnownColumn(field)) return t(`columns.${field}`);
    if (isRaw(field)) return field;
    const key = field.replace(/^details\./, '');
    return words.detail(key) ?? key;
  };
}

const named = [
  'id',
  'source',
  'time',
  'event',
  'actor',
  'actorType',
  'actorName',
  'person',
  'target',
  'targetType',
  'ip',
  'userAgent',
  'application',
  'filter',
  'rules',
  'tags',
  'note',
] as const;

/** The name of a field of the query language; for `details.KEY` what the key means, else the key. */
export function useFieldName(): (field: string) => string {
  const { t } = useTranslation('review');
  const words = useEventWords();
  return (field) => {
    const known = named.find((one) => one === field);
    if (known) return t(`fields.${known}`);
    if (isKnownColumn(field)) return t(`columns.${field}`);
    const key = field.replace(/^details\./, '');
    return words.detail(key) ?? key;
  };
}
