import { z } from 'zod';
import { selectionSchema } from './session.ts';

/** So many queries are kept in a session; the oldest go first. */
export const mostRecentQueries = 200;
/** So many saved searches are kept in a session, and so many for all of them. */
export const mostSavedSearches = 500;

export const searchName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  // Control characters would break the lines of a list.
  .regex(/^[^\p{Cc}]+$/u);

const { query, period } = selectionSchema.shape;

/** A query worth remembering; blanks around it say nothing. */
export const askedQuery = query.trim().min(1);

/** A query with a name; `period` in µs belongs to it only where the person said so. */
export const searchDraftSchema = z.object({ name: searchName, query: query.trim(), period });
export type SearchDraft = z.infer<typeof searchDraftSchema>;

/**
 * Where a search is kept: in the encrypted file of its session, or, for all sessions, in a plain
 * file of the program's, which the person is told.
 */
export const searchPlaces = ['session', 'program'] as const;
export const searchPlaceSchema = z.enum(searchPlaces);
export type SearchPlace = z.infer<typeof searchPlaceSchema>;

/** `id` is unique in its place. */
export const savedSearchSchema = searchDraftSchema.extend({
  id: z.string().max(100),
  place: searchPlaceSchema,
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;

/** `at`: when it was asked last, ISO 8601. */
export const recentQuerySchema = z.object({ query: z.string(), at: z.string() });
export type RecentQuery = z.infer<typeof recentQuerySchema>;

/** What a session keeps of searching: its saved searches by name, and its queries, latest first. */
export const sessionSearchesSchema = z.object({
  saved: z.array(searchDraftSchema.extend({ id: z.number().int() })),
  recent: z.array(recentQuerySchema),
});
export type SessionSearches = z.infer<typeof sessionSearchesSchema>;
