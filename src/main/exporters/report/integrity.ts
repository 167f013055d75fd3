import type { ReportFacts } from './facts.ts';
import { html, type Markup } from './markup.ts';
import type { Voice } from './voice.ts';

/** What can be checked, and how. */
export function integrity({ info, proof, program, file }: ReportFacts, voice: Voice): Markup {
  const { words, say, number } = voice;
  const names = words.integrity;
  const check =
    proof.changed !== null
      ? say('integrity.changed', { number: number(proof.changed) })
      : proof.bodies === proof.absent
        ? names.empty
        : say('integrity.intact', { number: number(proof.bodies - proof.absent) });
  const own = say('integrity.ownText', { manifest: `${file}.manifest.json` }).split('`');
  const lines: (readonly [string, Markup | string])[] = [
    [names.name, info.name],
    [names.sessionId, html`<code>${info.sessionId}</code>`],
    [names.created, voice.done(info.createdAt)],
    [names.schema, String(info.schemaVersion)],
    [names.program, `Vestigo ${program}`],
    [names.inSession, number(info.events.pachca + info.events.jayguard)],
    [names.unreadable, number(info.quarantined)],
    [names.conflicts, number(info.flags.changed)],
    [names.answers, number(proof.bodies)],
    ...(proof.absent > 0 ? [[names.absent, number(proof.absent)] as const] : []),
    [names.chain, proof.head === null ? '—' : html`<span class="hash">${proof.head}</span>`],
    [names.own, html`${own.map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`],
  ];
  return html` <div class="verdict${proof.changed !== null && ' changed'}">
      <p class="label">${names.check}</p>
      <p><strong>${check}</strong></p>
    </div>
    <dl class="facts wide">
      ${lines.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <h3>${words.proves.title}</h3>
    <div class="proves">
      <div>
        <p><strong>${words.proves.yes}</strong></p>
        <ul>
          ${Object.values(words.proves.yesList).map((one) => html`<li>${one}</li>`)}
        </ul>
      </div>
      <div>
        <p><strong>${words.proves.no}</strong></p>
        <ul>
          ${Object.values(words.proves.noList).map((one) => html`<li>${one}</li>`)}
        </ul>
      </div>
    </div>`;
}
