import { textsOf } from '../../../shared/locales/index.ts';
import type { Language } from '../../../shared/locales/texts.ts';
import { titleOf } from '../../../shared/rules.ts';
import type { Selection } from '../../../shared/session.ts';
import { stateOf, type Triaged } from '../../../shared/triage.ts';
import type { SessionReader } from '../../store/session-store.ts';
import type { Confirmed, ReportFinding, Span } from './facts.ts';
import { narrowed } from './narrowed.ts';

/**
 * Confirmed findings whose events are among the selected ones; of one that no query can show, the
 * time decides. `period`: what the selection is about, null without any.
 */
export async function confirmedIn(
  reader: Pick<SessionReader, 'triage' | 'count'>,
  selection: Selection,
  period: Span | null,
  language: Language,
): Promise<Confirmed> {
  const all = (await reader.triage()).filter((one) => stateOf(one) === 'confirmed');
  const touching: Triaged[] = [];
  for (const one of all) {
    const { query, from, to } = one.finding;
    const touches =
      query === null
        ? period !== null && from < period.to && to >= period.from
        : (await reader.count(narrowed(selection, `(${query})`))) > 0;
    if (touches) touching.push(one);
  }
  const findings = confirmedFindings(touching, language);
  return { findings, elsewhere: all.length - findings.length };
}

/** What rules found and people confirmed, in order of time, with who said so and what they wrote. */
export function confirmedFindings(judged: readonly Triaged[], language: Language): ReportFinding[] {
  const words = textsOf(language).rules.severity;
  return judged
    .flatMap(({ finding, history }) => {
      const last = history.at(-1);
      if (last?.state !== 'confirmed') return [];
      const { rule, from, to, events, group } = finding;
      const title = titleOf(finding, language);
      const severity = words[finding.severity];
      const { who, at, reason: note } = last;
      return [{ rule, title, severity, from, to, events, group, who, at, note }];
    })
    .toSorted((a, b) => a.from - b.from);
}
