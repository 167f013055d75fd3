import { useTranslation } from 'react-i18next';
import { useFieldName } from './column-name.ts';

/** The title of a facet; of `details.KEY` what the key means, else the key. */
export function useFacetName(): (field: string) => string {
  const { t } = useTranslation('review');
  const name = useFieldName();
  return (field) => {
    if (field === 'is') return t('facets.state');
    if (field === 'findings') return t('facets.findings');
    return name(field);
  };
}
