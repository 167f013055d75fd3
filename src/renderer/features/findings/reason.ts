import { useTranslation } from 'react-i18next';
import { fill, textsOf } from '../../../shared/locales/index.ts';
import { parseInstant } from '../../../shared/instant.ts';
import type { Reason, RuleProblem } from '../../../shared/rules.ts';
import { useFormat } from '../../state/preferences.ts';
import { useFieldWords } from './group.ts';

const signs: Readonly<Record<string, string>> = {
  gte: '≥',
  gt: '>',
  lte: '≤',
  lt: '<',
  eq: '=',
  neq: '≠',
};

/** Why a finding stands out, in a sentence with its figures. */
export function useReason(): (reason: Reason) => string {
  const fields = useFieldWords();
  const { i18n } = useTranslation();
  const format = useFormat();
  const words = textsOf(i18n.language === 'ru' ? 'ru' : 'en').rules.reason;

  function figure(value: string | number): string {
    if (typeof value === 'number') return format.number(value);
    const instant = /^\d{4}-\d\d-\d\dT/.test(value) ? parseInstant(value) : null;
    if (instant !== null) return format.dateTime(instant);
    return value.replaceAll(
      /\b(gte|gt|lte|lt|eq|neq) (?=\d)/g,
      (_, sign: string) => `${signs[sign]} `,
    );
  }

  return ({ kind, figures }) => {
    // Which figures there are is the rule's business: they are not known to the types.
    const filled: Record<string, string> = {};
    for (const [name, value] of Object.entries(figures)) {
      filled[name] = figure(typeof value === 'string' ? fields.value(name, value) : value);
    }
    const said = fill(words[kind], filled);
    return said.charAt(0).toUpperCase() + said.slice(1);
  };
}

/** Why a rule is refused. */
export function useProblemText(): (problem: RuleProblem) => string {
  const { t } = useTranslation('rules');
  return ({ code, what }) => t(`problem.${code}`, { what });
}
