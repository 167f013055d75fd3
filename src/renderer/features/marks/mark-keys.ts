import { star, type TagCount } from '../../../shared/marks.ts';
import type { Selection } from '../../../shared/session.ts';
import { moveMarks, toggleTag } from '../../state/marks.ts';
import { openDialog } from '../../state/navigation.ts';
import { toast } from '../../ui/toast.tsx';
import { actedOn, chooseNone, chosen } from './chosen.ts';
import { noting } from './noting.ts';
import { openTagging } from './tagging.ts';

interface Around {
  tags: readonly TagCount[];
  /** What the table shows. */
  selection: Selection;
  /** Shows the pane in which notes are written. */
  openDetail: () => void;
}

/**
 * The keys that mark: 1 to 9 a tag, S the star, T any tag, Shift+T all that match, N the note,
 * Ctrl+Z and Ctrl+Shift+Z back and forth, Esc chooses none.
 * @returns whether the key was one of them
 */
export function markByKey(event: KeyboardEvent, { tags, selection, openDetail }: Around): boolean {
  const { code, key } = event;
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) {
    // By the place of the key: a Russian keyboard has another letter there.
    const back = code === 'KeyZ' && !event.shiftKey;
    const forth = (code === 'KeyZ' && event.shiftKey) || code === 'KeyY';
    if (!back && !forth) return false;
    void moveMarks(back ? 'undo' : 'redo');
    return true;
  }
  if (code === 'KeyT' && event.shiftKey) {
    openTagging({ selection });
    return true;
  }
  const rows = actedOn();
  if (key === 'Escape' && chosen.get().rows.size > 0) {
    chooseNone();
    return true;
  }
  if (rows.length === 0 || event.shiftKey) return false;
  const { cursor } = chosen.get();
  if (code === 'KeyN' && cursor !== null) {
    noting.set({ row: cursor });
    openDetail();
  } else if (code === 'KeyT') openTagging({ rows });
  else if (code === 'KeyS') void toggleTag(rows, star);
  else if (/^[1-9]$/.test(key)) {
    const tag = tags.find((one) => one.key === Number(key));
    if (tag) void toggleTag(rows, tag.name);
    else {
      toast({
        title: 'marks:noKey',
        text: 'marks:noKeyText',
        action: { label: 'marks:openTags', onPress: () => openDialog('tags') },
      });
    }
  } else return false;
  return true;
}
