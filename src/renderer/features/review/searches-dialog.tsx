import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { BookmarkPlus, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { parseInstant } from '../../../shared/instant.ts';
import { fold } from '../../../shared/query/fold.ts';
import { mostRecentQueries, type RecentQuery, type SavedSearch } from '../../../shared/searches.ts';
import { openDialog } from '../../state/navigation.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog, Question } from '../../ui/dialog.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useCanSave } from './query-text.ts';
import { SaveSearchDialog } from './save-search-dialog.tsx';
import { applySearch, clearHistory, removeSearch, useSearches } from './searches.ts';
import { stretchText } from './time-axis.ts';
import styles from './searches.module.css';

interface SearchesDialogProps {
  tab: 'saved' | 'recent';
  onClose: () => void;
}

/** Searches with a name, and what was asked in this session: found by typing, applied by Enter. */
export function SearchesDialog({ tab: first, onClose }: SearchesDialogProps) {
  const { t } = useTranslation('searches');
  const zone = useZone();
  const [tab, setTab] = useState(first);
  const [changing, setChanging] = useState<SavedSearch | null>(null);
  const searches = useSearches();
  if (changing) return <SaveSearchDialog search={changing} onClose={() => setChanging(null)} />;
  const { saved = [], recent = [] } = searches ?? {};
  const apply = (search: Pick<SavedSearch, 'query' | 'period'>) => applySearch(search, zone);
  return (
    <Dialog title={t('title')} onClose={onClose}>
      <Tabs
        label={t('title')}
        selected={tab}
        onSelect={setTab}
        tabs={[
          {
            id: 'saved',
            label: t('tabs.saved'),
            content: <SavedList saved={saved} onApply={apply} onChange={setChanging} />,
          },
          {
            id: 'recent',
            label: t('tabs.recent'),
            content: (
              <RecentList recent={recent} onApply={({ query }) => apply({ query, period: null })} />
            ),
          },
        ]}
      />
    </Dialog>
  );
}

interface SavedListProps {
  saved: readonly SavedSearch[];
  onApply: (search: SavedSearch) => void;
  onChange: (search: SavedSearch) => void;
}

function SavedList({ saved, onApply, onChange }: SavedListProps) {
  const { t, i18n } = useTranslation('searches');
  const zone = useZone();
  const canSave = useCanSave();
  const [removing, setRemoving] = useState<SavedSearch | null>(null);
  const rows = saved.map((search): FoundRow => {
    const { name, query, period, place } = search;
    return {
      key: `${place} ${search.id}`,
      text: `${name} ${query}`,
      onApply: () => onApply(search),
      what: (
        <>
          <span className={styles.name}>
            {name}
            <Badge tone={place === 'program' ? 'outline' : 'neutral'}>{t(`place.${place}`)}</Badge>
          </span>
          <code className={styles.query}>{query.trim() || t('everything')}</code>
          {period && (
            <span className={styles.meta}>
              {stretchText(period.from, period.to, zone, i18n.language)}
            </span>
          )}
        </>
      ),
      actions: (
        <>
          <IconButton
            size="small"
            icon={Pencil}
            label={t('edit', { name })}
            onPress={() => onChange(search)}
          />
          <IconButton
            size="small"
            icon={Trash2}
            label={t('remove', { name })}
            onPress={() => setRemoving(search)}
          />
        </>
      ),
    };
  });
  return (
    <>
      <Found none={t('none')} rows={rows} />
      <div className={styles.foot}>
        <p className="muted">{t('saveNote')}</p>
        <Button
          size="small"
          icon={BookmarkPlus}
          isDisabled={!canSave}
          onPress={() => openDialog('save-search')}
        >
          {t('save')}
        </Button>
      </div>
      {removing && (
        <Question
          title={t('removeTitle')}
          yes={t('removeYes')}
          danger
          onNo={() => setRemoving(null)}
          onYes={() => {
            void removeSearch(removing);
            setRemoving(null);
          }}
        >
          {t('removeText', { name: removing.name })}
        </Question>
      )}
    </>
  );
}

interface RecentListProps {
  recent: readonly RecentQuery[];
  onApply: (query: RecentQuery) => void;
}

function RecentList({ recent, onApply }: RecentListProps) {
  const { t } = useTranslation('searches');
  const format = useFormat();
  const rows = recent.map((one): FoundRow => {
    const what = (
      <>
        <code className={styles.query}>{one.query}</code>
        <span className={styles.meta}>{format.dateTime(parseInstant(one.at) ?? 0)}</span>
      </>
    );
    return { key: one.query, text: one.query, onApply: () => onApply(one), what };
  });
  return (
    <>
      <Found none={t('noneRecent')} rows={rows} />
      <div className={styles.foot}>
        <p className="muted">{t('history.note', { number: format.number(mostRecentQueries) })}</p>
        <Button size="small" isDisabled={recent.length === 0} onPress={() => void clearHistory()}>
          {t('history.clear')}
        </Button>
      </div>
    </>
  );
}

interface FoundRow {
  key: string;
  /** What it is found by. */
  text: string;
  what: ReactNode;
  actions?: ReactNode;
  onApply: () => void;
}

interface FoundProps {
  rows: readonly FoundRow[];
  /** What stands there instead of a list. */
  none: string;
}

/** A field to find by, and what was found: Enter takes the first, arrows go through them. */
function Found({ rows, none }: FoundProps) {
  const { t } = useTranslation('searches');
  const [wanted, setWanted] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useArrows(form);
  const found = rows.filter(({ text }) => fold(text).includes(fold(wanted.trim())));
  return (
    <form
      ref={form}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        found[0]?.onApply();
      }}
    >
      <TextField
        label={t('find')}
        placeholder={t('findPlaceholder')}
        value={wanted}
        onChange={setWanted}
        autoFocus
      />
      {found.length === 0 ? (
        <p className={styles.none}>{rows.length === 0 ? none : t('nothing')}</p>
      ) : (
        <ul className={styles.list}>
          {found.map(({ key, what, actions, onApply }) => (
            <li key={key} className={styles.item}>
              <button type="button" data-apply className={styles.apply} onClick={onApply}>
                {what}
              </button>
              {actions}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

/** Arrows up and down go between the field and what was found. */
function useArrows(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const element = form.current;
    const move = (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      const stops = [...(element?.querySelectorAll<HTMLElement>('input, [data-apply]') ?? [])];
      const at = stops.findIndex((stop) => stop === document.activeElement);
      stops[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    };
    element?.addEventListener('keydown', move);
    return () => element?.removeEventListener('keydown', move);
  }, [form]);
}
