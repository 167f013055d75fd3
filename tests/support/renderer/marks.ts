import type { ChannelInput, ChannelOutput } from '../../../src/shared/contract.ts';
import { tagColours, type MarkChange, type TagCount } from '../../../src/shared/marks.ts';
import { events, select } from './review.ts';

/** Marks of the fake events: as much of the store's rules as the screens show. */
const known: Omit<TagCount, 'events'>[] = [
  { name: 'проверить', colour: 3, key: 1 },
  { name: 'подтверждено', colour: 0, key: 2 },
  { name: 'ложная тревога', colour: 8, key: 3 },
];
const changes: MarkChange[] = [];

function record(change: Pick<MarkChange, 'kind' | 'tag' | 'events'>): void {
  const id = changes.length + 1;
  const at = '2026-11-22T09:41:00.000Z';
  changes.unshift({ ...change, id, step: id, at, who: 'a.soloveva', state: 'done' });
}

export const marks = {
  tags: (): TagCount[] =>
    known.map((tag) => ({
      ...tag,
      events: events.filter(({ tags }) => tags.includes(tag.name)).length,
    })),
  tag({ target, tag, on }: ChannelInput<'marks.tag'>): ChannelOutput<'marks.tag'> {
    const rows =
      'rows' in target
        ? events.filter(({ row }) => target.rows.includes(row))
        : select(target.selection);
    const changed = rows.filter(({ tags }) => tags.includes(tag) !== on);
    for (const row of changed) {
      row.tags = on ? [...row.tags, tag] : row.tags.filter((one) => one !== tag);
    }
    if (!known.some(({ name }) => name === tag)) {
      known.push({ name: tag, colour: known.length % tagColours, key: null });
    }
    if (changed.length > 0) record({ kind: on ? 'tag' : 'untag', tag, events: changed.length });
    return { events: changed.length };
  },
  note({ row, note }: ChannelInput<'marks.note'>): undefined {
    const found = events.find((event) => event.row === row);
    if (found) found.note = note;
    record({ kind: 'note', tag: null, events: 1 });
  },
  saveTag(tag: ChannelInput<'marks.saveTag'>): undefined {
    for (const other of known) if (other.key === tag.key) other.key = null;
    const at = known.findIndex(({ name }) => name === tag.name);
    known.splice(at < 0 ? known.length : at, at < 0 ? 0 : 1, tag);
  },
  history: (): MarkChange[] => changes,
};
