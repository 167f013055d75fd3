import type { MarkTarget, Tag, TagCount } from '../../shared/marks.ts';
import { api, refresh, useCall } from '../api.ts';
import { toast, toastFailure } from '../ui/toast.tsx';
import { createStore } from './store.ts';

/** Rises whenever marks change: whoever shows rows asks for them anew. */
export const marked = createStore({ revision: 0 });

/** The session's tags, in the order of first use. */
export function useTags(): readonly TagCount[] {
  return useCall('marks.tags').data ?? [];
}

/** Adds a tag to events or takes it away. */
export function tagEvents(target: MarkTarget, tag: string, on: boolean): Promise<boolean> {
  return change(() => api.call('marks.tag', { target, tag, on }));
}

/** Adds a tag, or takes it away where all of them have it. */
export function toggleTag(rows: number[], tag: string): Promise<boolean> {
  return change(async () => {
    const { events } = await api.call('marks.tag', { target: { rows }, tag, on: true });
    if (events === 0) await api.call('marks.tag', { target: { rows }, tag, on: false });
  });
}

/** An empty note is none. */
export function setNote(row: number, text: string): Promise<boolean> {
  const note = text.trim() === '' ? null : text;
  return change(() => api.call('marks.note', { row, note }));
}

export function saveTag({ name, colour, key }: Tag): Promise<boolean> {
  return change(() => api.call('marks.saveTag', { name, colour, key }));
}

/** Takes back, or does again, what was done last, and says so. */
export async function moveMarks(to: 'undo' | 'redo'): Promise<void> {
  await change(async () => {
    const moved = await api.call(to === 'undo' ? 'marks.undo' : 'marks.redo');
    const nothing = to === 'undo' ? 'marks:nothingToUndo' : 'marks:nothingToRedo';
    const done = to === 'undo' ? 'marks:undone' : 'marks:redone';
    toast({ title: moved === null ? nothing : done });
  });
}

/** @returns whether it was done; a failure is said. */
async function change(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toastFailure(error);
    return false;
  } finally {
    marked.set({ revision: marked.get().revision + 1 });
    await refresh('marks.tags', 'marks.history', 'review.event');
  }
}
