import { useRef, useState, type KeyboardEvent } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { setNote } from '../../state/marks.ts';
import { Button } from '../../ui/button.tsx';
import styles from './marks.module.css';

interface NoteEditorProps {
  row: number;
  note: string;
  onDone: () => void;
}

/** A note as it is typed; it is kept when the person says so or goes elsewhere. */
export function NoteEditor({ row, note, onDone }: NoteEditorProps) {
  const { t } = useTranslation(['marks', 'common']);
  const [text, setText] = useState(note);

  const editor = useRef<HTMLDivElement>(null);
  const left = useRef(false);

  const [cameFrom] = useState(() => document.activeElement);

  /** Once: what is taken off the screen loses the focus, too. It goes back to where it came from. */
  function leave(): void {
    left.current = true;
    const hadFocus = editor.current?.contains(document.activeElement) ?? false;
    onDone();
    const isThere = cameFrom instanceof HTMLElement && cameFrom.isConnected;
    const back = isThere ? cameFrom : document.getElementById('detail');
    if (hadFocus) back?.focus();
  }

  async function keep(): Promise<void> {
    if (text === note || (await setNote(row, text))) leave();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void keep();
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={styles.editor} ref={editor}>
      <TextField
        value={text}
        onChange={setText}
        onBlur={({ relatedTarget }) => {
          if (!left.current && !editor.current?.contains(relatedTarget)) void keep();
        }}
        autoFocus
        maxLength={20_000}
      >
        <Label className="visually-hidden">{t('note.label')}</Label>
        <TextArea rows={3} onKeyDown={onKeyDown} />
      </TextField>
      <div className={styles.line}>
        <span className={styles.hint}>{t('note.hint')}</span>
        <Button size="small" onPress={leave}>
          {t('common:cancel')}
        </Button>
        <Button size="small" variant="primary" onPress={() => void keep()}>
          {t('note.save')}
        </Button>
      </div>
    </div>
  );
}
