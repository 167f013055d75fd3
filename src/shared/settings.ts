import { z } from 'zod';

/** What a person chose for the whole program; kept by electron-store. No secrets, no event content. */
export const settingsSchema = z.object({
  /** `system` follows the operating system until the person chooses. */
  language: z.enum(['system', 'ru', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  /** IANA zone, or `system`. */
  zone: z.string().max(100).refine((zone) => zone === 'system' || isZone(zone)),
  density: z.enum(['compact', 'comfortable']),
  /** Table columns in order; `details.KEY` may stand among them. */
  columns: z.array(z.object({ field: z.string().max(200), width: z.number().min(40).max(2000) })).max(100),
  /** Widths of the side panes in pixels, and whether they are shown. */
  panes: z.object({
    facets: z.object({ width: z.number(), open: z.boolean() }),
    detail: z.object({ width: z.number(), open: z.boolean() }),
  }),
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
  columns: [
    { field: 'time', width: 176 },
    { field: 'event', width: 168 },
    { field: 'actor', width: 150 },
    { field: 'ip', width: 116 },
    { field: 'summary', width: 420 },
    { field: 'tags', width: 100 },
  ],
  panes: { facets: { width: 228, open: true }, detail: { width: 372, open: true } },
};
