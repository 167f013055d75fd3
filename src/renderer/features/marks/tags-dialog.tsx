import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Radio, RadioGroup } from 'react-aria-components';
import { star, tagColours, tagName, type TagCount } from '../../../shared/marks.ts';
import { saveTag, useTags } from '../../state/marks.ts';
import { useFormat } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TagChip } from './tag-chip.tsx';
import styles from './marks.module.css';

const colours = Array.from({ length: tagColours }, (_, colour) => colour);
const keys = ['none', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The session's tags: their colours, and the keys that set them. */
export function TagsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('marks');
  const tags = useTags().filter(({ name }) => name !== star);
  const [name, setName] = useState('');
  const isNew = tagName.safeParse(name).success && !tags.some((tag) => tag.name === name.trim());

  function add(): void {
    if (!isNew) return;
    const taken = new Set(tags.map(({ key }) => key));
    const free = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((key) => !taken.has(key)) ?? null;
    void saveTag({ name: name.trim(), colour: tags.length % tagColours, key: free });
    setName('');
  }

  return (
    <Dialog title={t('tags.title')} size="medium" onClose={onClose}>
      <div className={styles.tags}>
        <p className="muted">{tags.length === 0 ? t('tags.none') : t('tags.text')}</p>
        <ul>
          {tags.map((tag) => (
            <TagRow key={tag.name} tag={tag} />
          ))}
        </ul>
        <form
          className={styles.newTag}
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextField label={t('tags.new')} value={name} onChange={setName} />
          <Button type="submit" isDisabled={!isNew}>
            {t('tags.add')}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}

function TagRow({ tag }: { tag: TagCount }) {
  const { t } = useTranslation('marks');
  const format = useFormat();
  const { name, colour, key, events } = tag;
  return (
    <li className={styles.tagRow}>
      <span>
        <TagChip tag={name} colour={colour} />
      </span>
      <span className="muted">
        {t('tags.events', { count: events, number: format.number(events) })}
      </span>
      <RadioGroup
        aria-label={t('tags.colour', { tag: name })}
        orientation="horizontal"
        className={styles.palette ?? ''}
        value={String(colour)}
        onChange={(chosen) => void saveTag({ name, key, colour: Number(chosen) })}
      >
        {colours.map((one) => (
          <Radio
            key={one}
            value={String(one)}
            aria-label={t('tags.colourNumber', { number: one + 1 })}
            className={styles.swatch ?? ''}
            data-colour={one}
          />
        ))}
      </RadioGroup>
      <Select
        label={t('tags.key', { tag: name })}
        hideLabel
        choices={keys.map((id) => ({ id, label: id === 'none' ? t('tags.noKey') : id }))}
        value={keys[key ?? 0] ?? 'none'}
        onChange={(chosen) =>
          void saveTag({ name, colour, key: chosen === 'none' ? null : Number(chosen) })
        }
      />
    </li>
  );
}
