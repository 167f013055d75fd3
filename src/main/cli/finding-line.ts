import { formatOf } from '../../shared/format.ts';
import { groupWords } from '../../shared/group-words.ts';
import { formatInstant } from '../../shared/instant.ts';
import { cli } from '../../shared/locales/cli.ts';
import { rules as ruleTexts } from '../../shared/locales/rules.ts';
import type { Language } from '../../shared/locales/texts.ts';
import { reasonText } from '../../shared/reason-text.ts';
import type { Reason } from '../../shared/rules.ts';
import type { LoadedRule, RuleSet } from '../rules/rule-set.ts';
import type { Found } from '../rules/run/detect.ts';
import { fill } from './words.ts';

/** A finding on a line, for a person at a terminal: in the language of the others. */
export function findingLine(
  { rule: key, severity, from, to, rows, group, reason, title }: Found,
  set: RuleSet,
  language: Language,
): string {
  const rule = set.rules.find((one) => one.key === key);
  const format = formatOf(language, 'UTC');
  const fields = groupWords(language);
  const who = Object.entries(group).map(
    ([name, value]) => `${fields.name(name)} ${fields.value(name, value)}`,
  );
  const value = (figure: string, text: string) => {
    if (figure === 'rules') return rule ? partsOf(rule, reason?.kind, language) : text;
    // What ceased is an event, as good as always.
    if (reason?.kind === 'ceased') return fields.value('event', text);
    return figure === 'field' ? fields.name(text) : fields.value(figure, text);
  };
  const parts = [
    `${formatInstant(from)} – ${formatInstant(to)}`,
    ruleTexts[language].severity[severity],
    rule ? titleIn(rule, language) : title,
    ...who,
    fill(cli[language].detect.events, { count: rows.length }),
    ...(reason ? [reasonText(reason, { language, format, value })] : []),
  ];
  return `${parts.join(' · ')}\n`;
}

function titleIn(rule: LoadedRule, language: Language): string {
  return (rule[language] ?? rule.en).title;
}

/** The rules that a correlation names, as people read them. */
function partsOf(
  { parts }: LoadedRule,
  kind: Reason['kind'] | undefined,
  language: Language,
): string {
  const titles = parts.map((part) =>
    fill(ruleTexts[language].quoted, { title: titleIn(part, language) }),
  );
  return titles.join(kind === 'in-order' ? ' → ' : ' + ');
}
