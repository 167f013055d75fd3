import type { Format } from './format.ts';
import { parseInstant } from './instant.ts';
import { fill } from './locales/index.ts';
import { rules } from './locales/rules.ts';
import type { Language } from './locales/texts.ts';
import type { Reason } from './rules.ts';

interface ReasonWords {
  language: Language;
  format: Format;
  /** A figure that is a value of the events, or names one, as a person reads it. */
  value: (figure: string, text: string) => string;
}

const signs: Readonly<Record<string, string>> = {
  gte: '≥',
  gt: '>',
  lte: '≤',
  lt: '<',
  eq: '=',
  neq: '≠',
};

/** Why a finding stands out, in a sentence with its figures. */
export function reasonText({ kind, figures }: Reason, words: ReasonWords): string {
  // Which figures there are is the rule's business: they are not known to the types.
  const filled: Record<string, string> = {};
  for (const [name, figure] of Object.entries(figures)) {
    filled[name] =
      typeof figure === 'number' ? numberText(name, figure, words) : valueText(name, figure, words);
  }
  const said = fill(rules[words.language].reason[kind], filled);
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** What a rule asks for is a round length of time; what was between two events is not. */
function numberText(name: string, figure: number, { format }: ReasonWords): string {
  if (name === 'timespan') return format.span(figure);
  return name === 'seconds' ? format.duration(figure) : format.number(figure);
}

function valueText(name: string, figure: string, { format, value }: ReasonWords): string {
  if (name === 'condition') return comparisonText(figure);
  const instant = name === 'since' ? parseInstant(figure) : null;
  return instant === null ? value(name, figure) : format.dateTime(instant);
}

function comparisonText(condition: string): string {
  return condition.replaceAll(/\b(gte|gt|lte|lt|eq|neq) (?=\d)/g, (_, sign: string) => {
    return `${signs[sign]} `;
  });
}
