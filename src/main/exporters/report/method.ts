import type { Person } from '../../../shared/people.ts';
import type { ReportFacts } from './facts.ts';
import { html, type Markup } from './markup.ts';
import type { Voice } from './voice.ts';

const mostQueries = 50;

/** Who is one person, and who said so. */
export function persons(facts: ReportFacts, voice: Voice): Markup {
  const { words, say } = voice;
  if (facts.persons.length === 0) return html`<p>${words.persons.none}</p>`;
  const lines = ({ name, links }: Person) =>
    links.map(
      (link, at) =>
        html`<tr>
          ${at === 0 && html`<th scope="rowgroup" rowspan="${links.length}">${name}</th>`}
          <td>${voice.source(link.source)}: ${link.name} <code>${link.actor}</code></td>
          <td class="num">${voice.number(link.events)}</td>
          <td>${say('persons.link', { who: link.who, at: voice.done(link.at) })}</td>
        </tr>`,
    );
  return html`<p>${words.persons.intro}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.columns.person}</th>
          <th scope="col">${words.columns.actors}</th>
          <th scope="col" class="num">${words.columns.events}</th>
          <th scope="col">${words.columns.said}</th>
        </tr>
      </thead>
      ${facts.persons.map(
        (one) =>
          html`<tbody>
            ${lines(one)}
          </tbody>`,
      )}
    </table>`;
}

/** How these events were chosen, and what else was asked. */
export function method(facts: ReportFacts, voice: Voice): Markup {
  const { selection, columns, searches } = facts;
  const { words, say, number } = voice;
  const left = searches.recent.length - mostQueries;
  return html` <p>${words.method.intro}</p>
    <dl class="facts">
      <dt>${words.cover.query}</dt>
      <dd>
        ${selection.query ? html`<code class="said">${selection.query}</code>` : words.cover.everything}
      </dd>
      <dt>${words.method.filters}</dt>
      <dd>${selection.period ? voice.stretch(selection.period) : words.method.noFilter}</dd>
      <dt>${words.method.order}</dt>
      <dd>${orderText(facts, voice)}</dd>
      ${
        columns &&
        html`<dt>${words.method.columns}</dt>
          <dd><code>${columns.join(', ')}</code></dd>`
      }
    </dl>
    <h3>${words.method.saved}</h3>
    ${
      searches.saved.length === 0
        ? html`<p>${words.method.noneSaved}</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">${words.columns.name}</th>
                <th scope="col">${words.columns.query}</th>
                <th scope="col">${words.columns.period}</th>
              </tr>
            </thead>
            <tbody>
              ${searches.saved.map(
                ({ name, query, period }) =>
                  html`<tr>
                    <th scope="row">${name}</th>
                    <td><code class="said">${query}</code></td>
                    <td>${period ? voice.stretch(period) : words.method.noFilter}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    <h3>${words.method.recent}</h3>
    ${
      searches.recent.length === 0
        ? html`<p>${words.method.noneSaved}</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">${words.columns.query}</th>
                <th scope="col">${words.columns.asked}</th>
              </tr>
            </thead>
            <tbody>
              ${searches.recent.slice(0, mostQueries).map(
                ({ query, at }) =>
                  html`<tr>
                    <td><code class="said">${query}</code></td>
                    <td>${voice.done(at)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${left > 0 && html`<p class="note">${say('method.recentMore', { count: left, number: number(left) })}</p>`}`;
}

export function orderText({ sort }: ReportFacts, { words }: Voice): string {
  if (sort.length === 0) return words.method.newest;
  return sort.map(({ field, descending }) => `${field} ${descending ? '↓' : '↑'}`).join(', ');
}
