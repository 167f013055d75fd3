import type { ReportFacts, ReportFinding } from './facts.ts';
import { html, type Markup } from './markup.ts';
import type { Voice } from './voice.ts';

/** What rules found and an analyst confirmed. */
export function ruleFindings({ confirmed, masked }: ReportFacts, voice: Voice): Markup {
  const { words, say, number } = voice;
  const { findings, elsewhere } = confirmed;
  return html`<p>${words.rules.intro}</p>
    ${
      findings.length === 0
        ? html`<p>${words.rules.none}</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">${words.columns.rule}</th>
                <th scope="col">${words.columns.severity}</th>
                <th scope="col">${words.columns.time}</th>
                <th scope="col" class="num">${words.columns.events}</th>
              </tr>
            </thead>
            <tbody>
              ${findings.map((one) => line(one, masked, voice))}
            </tbody>
          </table>`
    }
    ${elsewhere > 0 && html`<p class="note">${say('rules.elsewhere', { count: elsewhere, number: number(elsewhere) })}</p>`}`;
}

/** The group tells whom it is about, by values that may be personal. */
function line(finding: ReportFinding, masked: boolean, voice: Voice): Markup {
  const { title, rule, severity, note, who, at, from, to } = finding;
  const group = Object.entries(finding.group).map(([field, value]) => voice.grouped(field, value));
  const by = voice.say('rules.confirmed', { who, at: voice.done(at) });
  return html`<tr>
    <th scope="row">
      ${title} <code>${rule}</code>
      ${!masked && group.length > 0 && html`<br /><span class="what">${group.join(' · ')}</span>`}
      ${note !== null && html`<br /><span class="said">${note}</span>`}
      <br /><span class="faint">${by}</span>
    </th>
    <td>${severity}</td>
    <td>${voice.time(from)}${to > from && html` –<br />${voice.time(to)}`}</td>
    <td class="num">${voice.number(finding.events)}</td>
  </tr>`;
}
