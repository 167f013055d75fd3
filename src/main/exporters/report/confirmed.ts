import { textsOf } from '../../../shared/locales/index.ts';
import type { Language } from '../../../shared/locales/texts.ts';
import type { Triaged } from '../../../shared/triage.ts';
import type { ReportFinding } from './facts.ts';

/** What rules found and people confirmed, in order of time, with who said so and what they wrote. */
export function confirmedFindings(judged: readonly Triaged[], language: Language): ReportFinding[] {
  const words = textsOf(language).rules.severity;
  return judged
    .flatMap(({ finding, history }) => {
      const last = history.at(-1);
      if (last?.state !== 'confirmed') return [];
      const { rule, title, from, to, events } = finding;
      const severity = words[finding.severity];
      const { who, at, reason: note } = last;
      return [{ rule, title, severity, from, to, events, who, at, note }];
    })
    .toSorted((a, b) => a.from - b.from);
}
