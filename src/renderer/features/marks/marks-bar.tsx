import { useState, type ReactNode } from 'react';
import { MessageSquareText, Star, StarOff, Tag } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { star } from '../../../shared/marks.ts';
import type { Row } from '../../../shared/session.ts';
import { useCall } from '../../api.ts';
import { tagEvents, useTags } from '../../state/marks.ts';
import { useFormat } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { NoteEditor } from './note-editor.tsx';
import { noting } from './noting.ts';
import { TagChip } from './tag-chip.tsx';
import { openTagging } from './tagging.ts';
import styles from './marks.module.css';

/** What was said of an event, and the ways to say more; `children` are further ones. */
export function MarksBar({ event, children }: { event: Row; children?: ReactNode }) {
  const { t } = useTranslation('marks');
  const tags = useTags();
  const { row, note } = event;
  const editing = useStore(noting).row === row;
  const edit = (on: boolean) => noting.set({ row: on ? row : null });
  const starred = event.tags.includes(star);
  const named = event.tags.filter((tag) => tag !== star);
  const colourOf = (name: string) => tags.find((tag) => tag.name === name)?.colour;
  return (
    <section className={styles.bar} aria-label={t('label')}>
      <div className={styles.line}>
        <IconButton
          size="small"
          icon={starred ? StarOff : Star}
          label={t(starred ? 'star.off' : 'star.on')}
          shortcut="S"
          onPress={() => void tagEvents({ rows: [row] }, star, !starred)}
        />
        <Button
          size="small"
          variant="quiet"
          icon={Tag}
          onPress={() => openTagging({ rows: [row] })}
        >
          {t('tag.add')}
        </Button>
        {note === null && !editing && (
          <Button size="small" variant="quiet" icon={MessageSquareText} onPress={() => edit(true)}>
            {t('note.add')}
          </Button>
        )}
        {children}
      </div>
      {named.length > 0 && (
        <div className={styles.chips}>
          {named.map((tag) => (
            <TagChip
              key={tag}
              tag={tag}
              colour={colourOf(tag)}
              onRemove={() => void tagEvents({ rows: [row] }, tag, false)}
            />
          ))}
        </div>
      )}
      {editing ? (
        <NoteEditor row={row} note={note ?? ''} onDone={() => edit(false)} />
      ) : (
        note !== null && (
          <button
            type="button"
            className={styles.note}
            aria-label={`${t('note.edit')}: ${note}`}
            onClick={() => edit(true)}
          >
            {note}
          </button>
        )
      )}
      {(event.tags.length > 0 || note !== null) && <History row={row} />}
    </section>
  );
}

const shownChanges = 20;

/** Who did what to these marks, and when. */
function History({ row }: { row: number }) {
  const { t } = useTranslation('marks');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const changes = useCall('marks.history', { row, limit: shownChanges }, { enabled: open });
  return (
    <details className={styles.history} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('history.title')}</summary>
      <ul>
        {changes.data?.map(({ id, kind, tag, who, at, events, state }) => {
          const what =
            kind === 'note' ? t('history.note') : t(`history.${kind}`, { tag: tag ?? '' });
          const others = events - 1;
          return (
            <li key={id} data-state={state}>
              {t('history.of', { what, who, at: format.isoMoment(at) })}
              {others > 0 &&
                ` · ${t('history.many', { count: others, number: format.number(others) })}`}
              {state !== 'done' && ` · ${t('history.undone')}`}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
