import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ChannelInput, ChannelOutput } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import { mostSavedSearches, savedSearchSchema } from '../../../shared/searches.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { RecordFile } from '../record-file.ts';

const keptSchema = savedSearchSchema.omit({ place: true });

export const searchesSchema = z.object({ searches: z.array(keptSchema).max(mostSavedSearches) });

export type Searches = ReturnType<typeof keepSearches>;

/**
 * Saved searches of both places: those of the open session lie in its encrypted file, those for all
 * sessions in a file of the program's, where only a person puts them who was told what that means.
 */
export function keepSearches(
  file: RecordFile<z.infer<typeof searchesSchema>>,
  session: () => Pick<RemoteSession, 'searches' | 'saveSearch' | 'removeSearch'>,
) {
  const kept = () => file.get().searches;

  function keep(id: string | undefined, draft: Omit<z.infer<typeof keptSchema>, 'id'>): void {
    const known = kept();
    if (id !== undefined) {
      file.set({ searches: known.map((one) => (one.id === id ? { ...draft, id } : one)) });
      return;
    }
    if (known.length >= mostSavedSearches) throw new Failed('input.invalid', { field: 'searches' });
    file.set({ searches: [...known, { ...draft, id: randomUUID() }] });
  }

  return {
    async list(): Promise<ChannelOutput<'searches.list'>> {
      const { saved, recent } = await session().searches();
      const all = [
        ...saved.map((one) => ({ ...one, id: String(one.id), place: 'session' as const })),
        ...kept().map((one) => ({ ...one, place: 'program' as const })),
      ];
      return { saved: all.toSorted((a, b) => a.name.localeCompare(b.name)), recent };
    },

    async save({ place, id, ...draft }: ChannelInput<'searches.save'>): Promise<void> {
      if (place === 'program') keep(id, draft);
      else await session().saveSearch(id === undefined ? null : Number(id), draft);
    },

    async remove({ place, id }: ChannelInput<'searches.remove'>): Promise<void> {
      if (place === 'session') await session().removeSearch(Number(id));
      else file.set({ searches: kept().filter((one) => one.id !== id) });
    },
  };
}
