import type { Coverage } from '../../../shared/session.ts';
import type { ReportFacts } from './facts.ts';
import { html, type Markup } from './markup.ts';
import type { Voice } from './voice.ts';

/** Title, what was asked, and the one sentence that everything rests on. */
export function cover(facts: ReportFacts, voice: Voice): Markup {
  const { info, question, author, selection, scope, madeAt, madeBy, program } = facts;
  const { words } = voice;
  const zone = voice.say('cover.zoneText', { zone: selection.zone });
  return html`<header>
    <p class="kicker">${words.kind}</p>
    <h1>${info.name}</h1>
    ${question && html`<p class="lead said">${question}</p>`}
    <dl class="facts">
      <dt>${words.cover.query}</dt>
      <dd>
        ${selection.query ? html`<code class="said">${selection.query}</code>` : words.cover.everything}
      </dd>
      <dt>${words.cover.period}</dt>
      <dd>${scope ? voice.stretch(scope.period) : words.cover.noPeriod}</dd>
      ${
        author &&
        html`<dt>${words.cover.author}</dt>
          <dd>${author}</dd>`
      }
      <dt>${words.cover.made}</dt>
      <dd>
        ${voice.done(madeAt)}${madeBy !== null && `, ${voice.say('cover.by', { who: madeBy })}`}
      </dd>
      <dt>${words.cover.session}</dt>
      <dd>${info.name} <code>${info.sessionId}</code></dd>
      <dt>${words.cover.zone}</dt>
      <dd>${zone}</dd>
      <dt>${words.cover.program}</dt>
      <dd>Vestigo ${program}</dd>
    </dl>
    ${verdict(facts, voice)}
    ${facts.masked && html`<div class="masked"><strong>${words.masked}.</strong> ${words.maskedNote}</div>`}
  </header>`;
}

function verdict({ reliance, info }: ReportFacts, voice: Voice): Markup {
  const came = Object.values(info.events).some((count) => count > 0);
  const { coverage } = voice.words;
  const told =
    reliance.verdict === 'nothing' && came && info.coverage.length === 0
      ? coverage.nothing
      : voice.reliance.sentence(reliance);
  return html`<div class="verdict ${reliance.verdict}">
    <p class="label">${coverage.verdict}</p>
    <p><strong>${told}</strong></p>
  </div>`;
}

/** Figures for who reads no further. */
export function summary(facts: ReportFacts, voice: Voice): Markup {
  const { overview, info, marked, confirmed, reliance } = facts;
  const { words, number, say } = voice;
  const inSession = Object.values(info.events).reduce((sum, count) => sum + count, 0);
  const share = collectedShare(facts);
  return html` <dl class="figures">
      <div>
        <dt>${words.summary.events}</dt>
        <dd>
          ${number(overview.total)}
          ${inSession !== overview.total && html`<small>${say('summary.ofAll', { number: number(inSession) })}</small>`}
        </dd>
      </div>
      <div>
        <dt>${words.summary.actors}</dt>
        <dd>${number(overview.distinctActors)}</dd>
      </div>
      <div>
        <dt>${words.summary.marked}</dt>
        <dd>${number(marked.all)}</dd>
      </div>
      ${
        confirmed.findings.length > 0 &&
        html`<div>
          <dt>${words.summary.ruled}</dt>
          <dd>${number(confirmed.findings.length)}</dd>
        </div>`
      }
      ${
        share !== null &&
        html`<div>
          <dt>${words.summary.covered}</dt>
          <dd>${voice.format.percent(share)}</dd>
        </div>`
      }
    </dl>
    ${overview.total === 0 && html`<p>${say('summary.none', { coverage: words.coverage.title })}</p>`}
    ${
      overview.sources.length > 0 &&
      html`<table class="keep">
        <caption>
          ${words.summary.perSource}
        </caption>
        <thead>
          <tr>
            <th scope="col">${words.columns.source}</th>
            <th scope="col" class="num">${words.columns.events}</th>
            <th scope="col">${words.summary.first}</th>
            <th scope="col">${words.summary.last}</th>
          </tr>
        </thead>
        <tbody>
          ${overview.sources.map(
            ({ source, events, first, last }) =>
              html`<tr>
                <th scope="row">${voice.source(source)}</th>
                <td class="num">${number(events)}</td>
                <td>${voice.time(first)}</td>
                <td>${voice.time(last)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`
    }
    ${reliance.blocksUnseen && html`<p class="note">${voice.blocking}</p>`}`;
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Rounded down: what is not all is never told as all. */
function collectedShare({ scope }: ReportFacts): number | null {
  if (!scope) return null;
  const length = ({ from, to }: Coverage) => to + 1 - from;
  const all = scope.coverage.reduce((sum, one) => sum + length(one), 0);
  const done = scope.coverage.filter(({ state }) => state === 'complete');
  const share = done.reduce((sum, one) => sum + length(one), 0) / Math.max(1, all);
  return Math.floor(share * 1000) / 1000;
}

const mostStretches = 60;

/** What was collected, stretch by stretch, and what that means. */
export function coverage(facts: ReportFacts, voice: Voice): Markup {
  const { words, say, moment, end } = voice;
  const { reasons } = facts.reliance;
  const stretches = facts.scope?.coverage ?? [];
  const left = stretches.length - mostStretches;
  return html` <p>${words.coverage.intro}</p>
    ${
      stretches.length > 0 &&
      html`<table>
        <thead>
          <tr>
            <th scope="col">${words.columns.source}</th>
            <th scope="col">${words.columns.from}</th>
            <th scope="col">${words.columns.to}</th>
            <th scope="col">${words.columns.state}</th>
          </tr>
        </thead>
        <tbody>
          ${stretches.slice(0, mostStretches).map(
            ({ source, from, to, state, lacking }) =>
              html`<tr>
                <th scope="row">${voice.source(source)}</th>
                <td>${moment(from)}</td>
                <td>${end(to + 1)}</td>
                <td>
                  <span class="state ${state}">${words.coverage.states[state]}</span>${
                    lacking &&
                    html` <span class="faint"
                      >${say('coverage.lacking', { names: lacking.join(', ') })}</span
                    >`
                  }
                </td>
              </tr>`,
          )}
        </tbody>
      </table>`
    }
    ${left > 0 && html`<p class="note">${say('coverage.more', { count: left })}</p>`}
    ${
      reasons.length > 0 &&
      html`<h3>${words.coverage.reservations}</h3>
        <ul>
          ${reasons.map(
            (one) =>
              html`<li>
                ${capital(voice.reliance.reason(one))}.
                <span class="faint">${voice.reliance.meaning(one)}</span>
              </li>`,
          )}
        </ul>`
    }`;
}
