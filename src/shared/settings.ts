import { z } from 'zod';
import { lockMinutesSchema } from './privacy.ts';
import { facetOrderSchema, stackFieldSchema } from './session.ts';

/** What a person chose for the whole program; kept by electron-store. No secrets, no event content. */
export const settingsSchema = z.object({
  /** `system` follows the operating system until the person chooses. */
  language: z.enum(['system', 'ru', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  /** IANA zone, or `system`. */
  zone: z
    .string()
    .max(100)
    .refine((zone) => zone === 'system' || isZone(zone)),
  density: z.enum(['compact', 'comfortable']),
  /** How far "since the last collection" reaches back into what is complete, minutes. */
  overlapMinutes: z.number().int().min(0).max(10_080),
  /**
   * Table columns in order; `details.KEY`, `raw` and `raw.KEY` may stand among them. Pinned ones
   * stay at the left when the table is scrolled sideways.
   */
  columns: z
    .array(
      z.object({
        field: z.string().max(200),
        width: z.number().min(40).max(2000),
        pinned: z.boolean().optional(),
      }),
    )
    .max(100),
  /** Rows of three lines instead of one. */
  wrap: z.boolean(),
  /** What "around" an event reaches to either side, minutes. */
  aroundMinutes: z.number().int().min(1).max(10_080),
  /** Widths of the side panes in pixels, and whether they are shown: an event's, once one is chosen. */
  panes: z.object({
    facets: z.object({ width: z.number(), open: z.boolean() }),
    detail: z.object({ width: z.number(), open: z.boolean() }),
  }),
  /** Facets in order, `details.KEY` and `is` (the states of events) among them. */
  facets: z
    .array(z.object({ field: z.string().max(200), order: facetOrderSchema, open: z.boolean() }))
    .max(60),
  /** What the bars of the histogram are made of; null: of all events alike, alarming ones on top. */
  stack: stackFieldSchema.nullable(),
  lockMinutes: lockMinutesSchema,
  /** Pictures and recordings of the screen leave the window out, where the system can. */
  hiddenFromCapture: z.boolean(),
});

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  zone: 'system',
  density: 'compact',
  overlapMinutes: 15,
  columns: [
    // With both panes open at 1280 px nothing is to be scrolled to: tags stand before the text.
    { field: 'time', width: 152 },
    { field: 'event', width: 152 },
    { field: 'actor', width: 116 },
    { field: 'ip', width: 123 },
    { field: 'summary', width: 420 },
  ],
  wrap: false,
  aroundMinutes: 15,
  panes: { facets: { width: 212, open: true }, detail: { width: 356, open: true } },
  facets: [
    'is',
    'event',
    'actorName',
    'person',
    'ip',
    'rules',
    'findings',
    'application',
    'tags',
    'targetType',
    'source',
  ].map((field) => ({ field, order: 'count', open: true })),
  stack: null,
  lockMinutes: 10,
  hiddenFromCapture: false,
};
