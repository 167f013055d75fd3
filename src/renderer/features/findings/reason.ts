import { useTranslation } from 'react-i18next';
import { reasonText } from '../../../shared/reason-text.ts';
import type { Reason, RuleInfo, RuleProblem } from '../../../shared/rules.ts';
import { useFormat } from '../../state/preferences.ts';
import { useFieldWords } from './group.ts';
import { useRules, useRuleTexts } from './use-findings.ts';

/** Why a finding of this rule stands out, in a sentence with its figures. */
export function useReason(): (reason: Reason, rule: RuleInfo | undefined) => string {
  const fields = useFieldWords();
  const { t, i18n } = useTranslation('rules');
  const format = useFormat();
  const rules = useRules();
  const texts = useRuleTexts();

  /** The rules that a correlation names, in the language of the window where all of them are known. */
  function named(reason: Reason, rule: RuleInfo | undefined, said: string): string {
    const parts = rule?.parts.map((part) => rules.get(part)) ?? [];
    if (parts.length === 0 || !parts.every((part) => part !== undefined)) return said;
    const titles = parts.map((part) => t('quoted', { title: texts.of(part).title }));
    return titles.join(reason.kind === 'in-order' ? ' → ' : ' + ');
  }

  return (reason, rule) =>
    reasonText(reason, {
      language: i18n.language === 'ru' ? 'ru' : 'en',
      format,
      value(figure, text) {
        if (figure === 'rules') return named(reason, rule, text);
        // What ceased is an event, as good as always.
        if (reason.kind === 'ceased') return fields.value('event', text);
        return figure === 'field' ? fields.name(text) : fields.value(figure, text);
      },
    });
}

/** Why a rule is refused. */
export function useProblemText(): (problem: RuleProblem) => string {
  const { t } = useTranslation('rules');
  return ({ code, what }) => {
    const said = code === 'regex' && what === 'time' ? t('tooSlow') : what;
    return t(`problem.${code}`, { what: said });
  };
}
