import { useState } from 'react';
import { Plus, RotateCcw } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useFormat, useSettings } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import overlay from '../../ui/overlay.module.css';
import { defaultSettings } from '../../../shared/settings.ts';
import { addFacet, offeredFacets, type OfferedFacet } from './facet-choice.ts';
import { useFacetName } from './facet-name.ts';
import { saveSettings } from './use-columns.ts';
import styles from './facets.module.css';

/** More are found by typing. */
const mostOffered = 100;

/** Adds a facet: any field whose values repeat, any key that the details have. */
export function FacetChooser() {
  const { t } = useTranslation('facets');
  return (
    <div className={styles.chooser}>
      <DialogTrigger>
        <Button size="small" variant="quiet" icon={Plus}>
          {t('add')}
        </Button>
        <Popover className={overlay.popover ?? ''} placement="bottom start" offset={4}>
          <Dialog aria-label={t('add')} className={styles.panel ?? ''}>
            <Panel />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}

function Panel() {
  const { t } = useTranslation(['facets', 'table']);
  const name = useFacetName();
  const { facets } = useSettings();
  const known = useCall('review.detailKeys').data ?? [];
  const [text, setText] = useState('');
  const { fields, keys } = offeredFacets(facets, known, text, name);
  return (
    <>
      <TextField
        label={t('find')}
        value={text}
        onChange={setText}
        placeholder={t('table:columns.placeholder')}
        autoFocus
      />
      <div className={styles.offers}>
        <Offers title={t('fields')} offers={fields} />
        <Offers title={t('keys')} offers={keys.slice(0, mostOffered)} />
        {fields.length + keys.length === 0 && <p className={styles.nothing}>{t('nothing')}</p>}
      </div>
      <Button
        size="small"
        variant="quiet"
        icon={RotateCcw}
        onPress={() => saveSettings({ facets: defaultSettings.facets })}
      >
        {t('reset')}
      </Button>
    </>
  );
}

function Offers({ title, offers }: { title: string; offers: readonly OfferedFacet[] }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { facets } = useSettings();
  if (offers.length === 0) return null;
  return (
    <section>
      <div className={styles.kind}>
        <h3>{title}</h3>
        {offers.some(({ events }) => events !== null) && (
          <span aria-hidden>{t('facets.events', { count: 0 })}</span>
        )}
      </div>
      <ul>
        {offers.map(({ field, name, events }) => (
          <li key={field}>
            <button
              type="button"
              className={styles.offer}
              title={field}
              onClick={() => saveSettings({ facets: addFacet(facets, field) })}
            >
              <span className={styles.label}>{name}</span>
              {events !== null && (
                <>
                  <span className="visually-hidden">: </span>
                  <span className={styles.count}>{format.number(events)}</span>
                  <span className="visually-hidden">{` ${t('facets.events', { count: events })}`}</span>
                </>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
