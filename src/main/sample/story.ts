/** What a planted story is about: a kind of incident that the rule pack has a rule for. */
export const topics = [
  'second-factor',
  'new-place',
  'impossible-travel',
  'mass-deletion',
  'mass-search',
  'role-raised-lowered',
  'token-created',
  'scopes-widened',
  'webhook-outside',
  'opened-to-public',
  'oauth-grant',
  'dlp-row',
  'audit-read',
  'guard-refusals',
  'guard-new-application',
  'guard-new-finding',
  'guard-no-redaction',
] as const;
export type Topic = (typeof topics)[number];

/**
 * One story in the sample: an incident, or something that looks like one and is none (`quiet`).
 * `history`: steps that only make the people in it known, long before.
 */
export interface Story<Step> {
  topic: Topic;
  quiet: boolean;
  /** In a sentence, for whoever reads the table of incidents. */
  about: string;
  history: Step[];
  steps: Step[];
}

/** Tells a moment of the period in ms: so far into it (0 to 1), then that time of day in Moscow. */
export type Calendar = (share: number, clock: `${number}:${number}`) => number;

const minute = 60_000;
const day = 86_400_000;
const zone = 180 * minute;

/** A period shorter than this has no room for what spreads over weeks. */
const shortest = 14 * day;

/** Of a period in ms, or null where it is too short for the stories. */
export function calendarOf(from: number, end: number): Calendar | null {
  if (end - from < shortest) return null;
  // Whole days of Moscow: any time of day in them is inside the period.
  const first = Math.ceil((from + zone) / day);
  const days = Math.floor((end + zone) / day) - first;
  return (share, clock) => {
    const [hours = 0, minutes = 0] = clock.split(':').map(Number);
    return (first + Math.floor(share * days)) * day - zone + (hours * 60 + minutes) * minute;
  };
}

/** `count` times from one on, ms apart; not quite even, as nobody is. */
export function paced(start: number, count: number, apart: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => start + Math.round(index * apart + ((index * 7919) % 97) * (apart / 400)),
  );
}
