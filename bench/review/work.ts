/** What is asked of every program, and what the right answer is: found by looking at each event. */
import { fold } from '../../src/shared/query/fold.ts';
import { rareWord } from '../synthetic-events.ts';
import { defaultSettings } from '../../src/shared/settings.ts';

/** An event as it lies in a line of the file that all programs get, and the bench's evaluator reads. */
export interface FlatEvent {
  id: string;
  source: string;
  /** µs since 1970. */
  time: number;
  event: string;
  actor: string | null;
  actorType: string | null;
  actorName: string | null;
  target: string | null;
  targetType: string | null;
  ip: string | null;
  userAgent: string | null;
  application: string | null;
  filter: string | null;
  rules: string[];
  text: string | null;
  content: string | null;
  findings: { method: string; value: string }[] | null;
  details: Record<string, unknown>;
}

export interface Asked {
  /** In the query language. */
  query: string;
  /** The same as a condition of SQL over the columns of `FlatEvent`; null: asked of Vestigo alone. */
  sql: string | null;
  /** Given what all texts of the event are when they are folded, a line each. */
  matches: (event: FlatEvent, folded: string) => boolean;
}

const word = (text: string): Asked => ({
  query: text,
  sql: null,
  matches: (_event, folded) => folded.includes(fold(text)),
});
const compared = (text: string): Asked => ({
  ...word(text),
  sql: `instr(folded, '${fold(text)}') > 0`,
});

/** Typed letter by letter. */
export const typed = ['посылка', rareWord];
export const frequent = 'посылка';
export const oneLetter = 'щ';
export const rare = rareWord;

const letters = typed.flatMap((text) =>
  Array.from(text, (_, at) => text.slice(0, at + 1)).filter((part) => part !== text),
);

/**
 * Beyond this some of the work is left out, or an hour is not enough: what takes SQLite minutes each,
 * and most commits of a hundred details.
 */
export const huge = 2_000_000;

/** A line at once: a run that is cut short has told what it found. */
export function tell(what: string, ms: number | null = null): void {
  const at = new Date().toISOString().slice(11, 19);
  console.error(ms === null ? `${at}  ${what}` : `${at}  ${what}: ${ms.toFixed(1)} ms`);
}

export const everything: Asked = { query: '', sql: 'true', matches: () => true };

/** Queries of every kind. */
export const asked: readonly Asked[] = [
  everything,
  ...[...new Set(letters)].map(word),
  compared(oneLetter),
  compared(frequent),
  compared(rare),
  ...['e', '7', 'zz', 'ЩЁ'].map(word),
  {
    query: 'договор счёт',
    sql: null,
    matches: (_event, folded) => folded.includes('договор') && folded.includes('счет'),
  },
  {
    query: 'event:user_*',
    sql: null,
    matches: ({ event }) => event.startsWith('user_'),
  },
  {
    query: 'ip:10.0.*',
    sql: null,
    matches: ({ ip }) => ip?.startsWith('10.0.') === true,
  },
  {
    query: 'details.threshold>0.8',
    sql: null,
    matches: ({ details }) => Number(details['threshold'] ?? 0) > 0.8,
  },
  {
    query: 'rule:секреты OR finding:passport',
    sql: null,
    matches: ({ rules, findings }) =>
      rules.some((rule) => fold(rule) === 'секреты') ||
      (findings ?? []).some(({ method, value }) =>
        fold(`${method}\n${value}`).includes('passport'),
      ),
  },
  {
    query: 'source:jayguard text:паспорт (event:deny OR event:block)',
    sql: null,
    // The content begins as the text does.
    matches: ({ source, event, text }) =>
      source === 'jayguard' &&
      (event === 'deny' || event === 'block') &&
      fold(text ?? '').includes('паспорт'),
  },
];

/** Those of the window as it is installed, and a key of `details`. */
export const facets = [
  ...defaultSettings.facets.map(({ field }) => field).filter((field) => field !== 'is'),
  'details.kind',
];
/** The same as columns of SQL, as far as there are any. */
export const facetColumns = [
  'event',
  'actorName',
  'ip',
  'rules',
  'findings',
  'application',
  'targetType',
  'source',
  'kind',
];

/** Columns of the table, and the same in SQL. */
export const sorts: readonly (readonly [field: string, column: string])[] = [
  ['time', 'time'],
  ['event', 'event'],
  ['actor', 'actor'],
  ['actorName', 'actorName'],
  ['target', 'target'],
  ['ip', 'ip'],
  ['userAgent', 'userAgent'],
  ['application', 'application'],
  ['rules', 'rules'],
  ['findings', 'findings'],
  ['id', 'id'],
  ['text', 'text'],
  ['content', 'content'],
  ['details.kind', 'kind'],
  ['details.message_id', 'messageId'],
];

/** All texts of an event that a bare word is looked for in, folded. */
export function foldedTexts(event: FlatEvent): string {
  // The source is a field to ask for, not a text of the event.
  const { rules, findings, details, time: _, source: __, ...plain } = event;
  const found = (findings ?? []).flatMap(({ method, value }) => [method, value]);
  const texts = [...Object.values(plain), ...rules, ...found, ...deep(details)];
  return fold(texts.filter((text) => text !== null).join('\n'));
}

function deep(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, item]) => [key, ...deep(item)]);
}
