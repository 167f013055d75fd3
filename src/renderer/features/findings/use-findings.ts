import { useTranslation } from 'react-i18next';
import {
  severities,
  titleOf,
  type Finding,
  type RuleInfo,
  type RuleTexts,
} from '../../../shared/rules.ts';
import { stateOf, type Triaged, type TriageState } from '../../../shared/triage.ts';
import { useCall } from '../../api.ts';
import { findingsPlace } from '../../state/findings.ts';
import { useStore } from '../../state/store.ts';

/** A finding with what people made of it. */
export interface Judged {
  finding: Finding;
  triaged: Triaged | undefined;
  state: TriageState;
}

/**
 * What the rules find now, and what was judged before and is found no more (its rule is not loaded,
 * or is another); the gravest first, then by time.
 */
export function joined(found: readonly Finding[], judged: readonly Triaged[]): Judged[] {
  const byKey = new Map(judged.map((one) => [one.finding.key, one]));
  const now = new Set(found.map(({ key }) => key));
  const gone = judged.map(({ finding }) => finding).filter(({ key }) => !now.has(key));
  return [...found, ...gone]
    .map((finding) => {
      const triaged = byKey.get(finding.key);
      return { finding, triaged, state: stateOf(triaged) };
    })
    .toSorted(
      ({ finding: a }, { finding: b }) =>
        severities.indexOf(b.severity) - severities.indexOf(a.severity) || a.from - b.from,
    );
}

export function useShown(all: readonly Judged[]): Judged[] {
  const { state, severity } = useStore(findingsPlace);
  const least = severities.indexOf(severity);
  return all.filter(
    (one) =>
      (state === 'all' || one.state === state) && severities.indexOf(one.finding.severity) >= least,
  );
}

/** Rules by the name that findings call them by. */
export function useRules(): ReadonlyMap<string, RuleInfo> {
  const { data } = useCall('rules.list', undefined, { keep: true });
  return new Map(data?.rules.map((rule) => [rule.rule, rule]));
}

/** What a person reads about a rule, in the language of the window where its author gave it. */
export function useRuleTexts() {
  const { i18n } = useTranslation();
  return {
    of: (rule: Pick<RuleInfo, 'en' | 'ru'>): RuleTexts =>
      i18n.language === 'ru' && rule.ru ? rule.ru : rule.en,
    ofFinding(finding: Finding, rule: RuleInfo | undefined): RuleTexts {
      if (rule) return this.of(rule);
      const title = titleOf(finding, i18n.language === 'ru' ? 'ru' : 'en');
      return { title, description: null, falsePositives: [], next: null };
    },
  };
}
