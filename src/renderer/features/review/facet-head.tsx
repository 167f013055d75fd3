import { memo } from 'react';
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
import { useSettings } from '../../state/preferences.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { changeFacet, moveFacet, removeFacet, type FacetSettings } from './facet-choice.ts';
import { useFacetName } from './facet-name.ts';
import { useFacetWords } from './facet-words.ts';
import { saveSettings } from './use-columns.ts';
import styles from './facets.module.css';

interface FacetHeadProps {
  facet: FacetSettings;
  /** Those beside it on the screen; undefined at the ends. */
  above: string | undefined;
  below: string | undefined;
  /** How many values there are, where not all are shown. */
  distinct?: number | null;
  /** Whether its values are being searched; null: there is nothing to search in. */
  searching?: boolean | null;
  onSearch?: (open: boolean) => void;
  /** Sets two of its values side by side; null: there are none. */
  onCompare?: (() => void) | null;
}

/** The title, which opens and closes the facet, and what can be done with it. */
export function FacetHead({ distinct = null, ...props }: FacetHeadProps) {
  const { facet } = props;
  const { t } = useTranslation('facets');
  const { format } = useFacetWords();
  const name = useFacetName()(facet.field);
  const change = useChange(facet);
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
      <Actions {...props} />
    </div>
  );
}

/** Buttons and a menu, which other counts do not change. */
const Actions = memo(function Actions(props: Omit<FacetHeadProps, 'distinct'>) {
  const { facet, searching = null, onSearch, onCompare = null } = props;
  const { t } = useTranslation(['facets', 'comparison']);
  const { facets } = useSettings();
  const name = useFacetName()(facet.field);
  const change = useChange(facet);
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
    <div className={styles.actions}>
      {searching !== null && (
        <IconButton
          size="small"
          icon={Search}
          label={searching ? t('noSearch') : t('search', { name })}
          onPress={() => onSearch?.(!searching)}
        />
      )}
      <Menu
        trigger={<IconButton size="small" icon={Ellipsis} label={t('menu', { name })} />}
        label={t('menu', { name })}
        entries={entries}
      />
    </div>
  );
});

function useChange({ field }: FacetSettings) {
  const { facets } = useSettings();
  return (to: Partial<FacetSettings>) => saveSettings({ facets: changeFacet(facets, field, to) });
}
