import type { TFunction } from 'i18next';
import type { Format } from '../../../shared/format.ts';
import type { Finding, RuleTexts } from '../../../shared/rules.ts';
import type { TriageState } from '../../../shared/triage.ts';

interface NoticeTextOptions {
  t: TFunction<['findings', 'rules']>;
  format: Format;
  zone: string;
  finding: Finding;
  texts: RuleTexts;
  state: TriageState;
  /** Says what the finding rests on: ids, addresses, figures. null: only what the rule says. */
  personal: {
    why: string | null;
    group: readonly (readonly [field: string, value: string])[];
  } | null;
}

/** The message about a finding as it is proposed; the person edits it before it is sent. */
export function noticeTextOf(options: NoticeTextOptions): string {
  const { t, format, zone, finding, texts, state, personal } = options;
  const { from, to } = finding;
  const [begin, end] = [format.dateTime(from), format.dateTime(to)];
  const when = begin === end ? begin : format.period(from, to);
  const severity = t(`rules:severity.${finding.severity}`).toLocaleLowerCase();
  const lines = [
    t('message.head', { title: texts.title }),
    t('message.severity', { severity }),
    t('message.when', { when, zone }),
    t('message.events', { number: format.number(finding.events) }),
    t(`message.state.${state}`),
    ...(personal?.group ?? []).map(([field, value]) => t('message.group', { field, value })),
    ...(personal?.why ? [personal.why] : []),
    ...(texts.next === null ? [] : ['', t('message.next'), texts.next]),
  ];
  return lines.join('\n');
}
