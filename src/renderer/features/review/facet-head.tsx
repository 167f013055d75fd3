import {
  ArrowDown,
  ArrowDownAZ,
  ArrowUp,
  ChevronDown,
  Ellipsis,
  Scale,
  Search,
  X,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useSettings } from '../../state/preferences.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { changeFacet, moveFacet, removeFacet, type FacetSettings } from './facet-choice.ts';
import { useFacetName } from './facet-name.ts';
import { saveSettings } from './use-columns.ts';
import styles from './facets.module.css';

interface FacetHeadProps {
  facet: FacetSettings;
  /** Those beside it on the screen; undefined at the ends. */
  above: string | undefined;
  below: string | undefined;
  /** How many values there are, where not all are shown. */
  distinct?: number | null;
  /** null: there is nothing to search in. */
  search?: { open: boolean; onToggle: () => void } | null;
  /** Sets two of its values side by side; null: there are none. */
  onCompare?: (() => void) | null;
}

/** The title, which opens and closes the facet, and what can be done with it. */
export function FacetHead(props: FacetHeadProps) {
  const { facet, distinct = null, search = null, onCompare = null } = props;
  const { t } = useTranslation(['facets', 'comparison']);
  const format = useFormat();
  const { facets } = useSettings();
  const name = useFacetName()(facet.field);
  const change = (to: Partial<FacetSettings>) =>
    saveSettings({ facets: changeFacet(facets, facet.field, to) });
  const swap = (other: string | undefined) => {
    if (other !== undefined) saveSettings({ facets: moveFacet(facets, facet.field, other) });
  };
  const order = facet.order === 'count' ? 'name' : 'count';
  const entries: MenuEntry[] = [
    ...(facet.field === 'is'
      ? []
      : [
          {
            id: 'order',
            label: t(order === 'name' ? 'byName' : 'byCount'),
            onAction: () => change({ order }),
          },
        ]),
    ...(onCompare
      ? [
          {
            id: 'compare',
            label: t('comparison:values'),
            icon: Scale,
            onAction: onCompare,
          },
        ]
      : []),
    {
      id: 'up',
      label: t('up'),
      icon: ArrowUp,
      apart: facet.field !== 'is',
      disabled: props.above === undefined,
      onAction: () => swap(props.above),
    },
    {
      id: 'down',
      label: t('down'),
      icon: ArrowDown,
      disabled: props.below === undefined,
      onAction: () => swap(props.below),
    },
    {
      id: 'remove',
      label: t('remove'),
      icon: X,
      apart: true,
      onAction: () => saveSettings({ facets: removeFacet(facets, facet.field) }),
    },
  ];
  return (
    <div className={styles.head}>
      <h2>
        <button
          type="button"
          className={styles.title}
          data-facet
          aria-expanded={facet.open}
          title={facet.field === 'is' ? name : facet.field}
          onClick={() => change({ open: !facet.open })}
        >
          <ChevronDown aria-hidden />
          <span className={styles.name}>{name}</span>
          {facet.order === 'name' && facet.field !== 'is' && (
            <>
              <ArrowDownAZ aria-hidden />
              <span className="visually-hidden">, {t('byName')}</span>
            </>
          )}
          {distinct !== null && <span className={styles.distinct}>{format.number(distinct)}</span>}
        </button>
      </h2>
      <div className={styles.actions}>
        {search && (
          <IconButton
            size="small"
            icon={Search}
            label={search.open ? t('noSearch') : t('search', { name })}
            onPress={search.onToggle}
          />
        )}
        <Menu
          trigger={<IconButton size="small" icon={Ellipsis} label={t('menu', { name })} />}
          label={t('menu', { name })}
          entries={entries}
        />
      </div>
    </div>
  );
}
