import { z } from 'zod';
import { sourceKindSchema } from './event.ts';
import type { Language } from './locales/texts.ts';

/**
 * Rules as the window and the command line know them. A rule is a Sigma document (YAML); what of it
 * this program cannot do is a problem with a line, never something left out.
 */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];
const severitySchema = z.enum(severities);

const count = z.number().int();
const figure = z.union([z.string(), z.number()]);

/**
 * Why something stands out, with the figures it rests on: a kind, which has its words in
 * `locales/rules.ts`, and what fills them.
 */
export const reasonSchema = z.object({
  kind: z.enum([
    'count',
    'values',
    'together',
    'in-order',
    'first-seen',
    'rare',
    'unusual-hour',
    'far-apart',
    'other-host',
    'ceased',
    'not-collected',
  ]),
  figures: z.record(z.string(), figure),
});
export type Reason = z.infer<typeof reasonSchema>;

/** One thing a rule found. Instants are µs, both inclusive. */
export const findingSchema = z.object({
  /** The same for the same rule, group and first event, however often rules are run. */
  key: z.string(),
  /** The rule's `id`, else its `name`, else its title. */
  rule: z.string(),
  title: z.string(),
  /** The title in Russian, where its author gave one; those judged before lack it. */
  titleRu: z.string().nullable().optional(),
  severity: severitySchema,
  from: count,
  to: count,
  /** How many events it rests on; `rows` may hold fewer, see `mostFindingRows`. */
  events: count,
  /** In order of time. */
  rows: z.array(count),
  /** What its events have in common, by the rule's names of fields. */
  group: z.record(z.string(), z.string()),
  /** null: the rule's condition says it all. */
  reason: reasonSchema.nullable(),
  /** A query that shows exactly these events; null where the query language cannot say it. */
  query: z.string().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

export function titleOf({ title, titleRu }: Finding, language: Language): string {
  return (language === 'ru' ? titleRu : null) ?? title;
}

/** So many rows of a finding, and so many findings, go to the window; the command line has all. */
export const mostFindingRows = 1000;
export const mostFindings = 5000;

/** Where a rule, or what is wrong with one, stands. Lines and columns count from 1. */
const place = { file: z.string().nullable(), line: count };

/** What a person reads about a rule; Russian where its author gave it. */
export const ruleTextsSchema = z.object({
  title: z.string(),
  description: z.string().nullable(),
  falsePositives: z.array(z.string()),
  /** What to do next. */
  next: z.string().nullable(),
});
export type RuleTexts = z.infer<typeof ruleTextsSchema>;

export const ruleInfoSchema = z.object({
  ...place,
  rule: z.string(),
  /** `pack`: our own; `loaded`: from outside. */
  origin: z.enum(['pack', 'loaded']),
  kind: z.enum(['detection', 'correlation', 'baseline']),
  severity: severitySchema,
  status: z.string().nullable(),
  tags: z.array(z.string()),
  en: ruleTextsSchema,
  ru: ruleTextsSchema.nullable(),
  /** What `logsource` says, as `product: pachca, service: audit`. */
  logsource: z.string(),
  /** Which of our sources it is about. None: it is about something else, and never run. */
  sources: z.array(sourceKindSchema),
  /** Of a correlation, the rules it names, by what findings call them by, in its order. */
  parts: z.array(z.string()),
  /** Only used by a correlation: has no findings of its own. */
  silent: z.boolean(),
  /** The events it looks at, as a query; null where the query language cannot say it. */
  query: z.string().nullable(),
  /** How many events of the open session that is; null where it was not asked for. */
  matches: count.nullable(),
});
export type RuleInfo = z.infer<typeof ruleInfoSchema>;

/** Why a rule is refused; each has its words in `locales/rules.ts`. `what` names the culprit. */
export const ruleProblemCodes = [
  'yaml', // not YAML: `what` is the parser's word for it
  'too-large', // over a cap: `what` is which
  'missing', // a key that has to be there
  'wrong-type', // a value of another kind
  'unknown-key', // a key of a rule that means nothing here
  'unknown-field',
  'unknown-source', // rules of a correlation that are not there
  'modifier', // not supported
  'modifiers', // do not go together
  'value', // cannot be read as what it should be
  'regex', // cannot be read, or took too long
  'condition', // cannot be read at `what`
  'selection', // named by a condition, not there
  'correlation', // a kind of correlation that is not supported
  'duplicate', // an id or name that another rule has
  'field-use', // a field that cannot be used for this
  'unsupported', // anything else that Sigma has and this program does not
] as const;
export type RuleProblemCode = (typeof ruleProblemCodes)[number];

export const ruleProblemSchema = z.object({
  ...place,
  column: count,
  /** The rule's title, id or name; null where even that cannot be read. */
  rule: z.string().nullable(),
  code: z.enum(ruleProblemCodes),
  what: z.string(),
});
export type RuleProblem = z.infer<typeof ruleProblemSchema>;

/** Rules and what is wrong with others: what reading a text, a file or a folder comes to. */
export const ruleListSchema = z.object({
  rules: z.array(ruleInfoSchema),
  problems: z.array(ruleProblemSchema),
});
export type RuleList = z.infer<typeof ruleListSchema>;

/** What running rules comes to. `findings` are in order of time, at most `mostFindings` of `total`. */
export const detectionSchema = z.object({
  findings: z.array(findingSchema),
  total: count,
  problems: z.array(ruleProblemSchema),
});
export type Detection = z.infer<typeof detectionSchema>;
