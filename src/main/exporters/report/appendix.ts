import type { Row } from '../../../shared/session.ts';
import type { ReportFacts } from './facts.ts';
import { cutAt, plain, tagChip, whoIs } from './findings.ts';
import { html, type Markup } from './markup.ts';
import { orderText } from './method.ts';
import type { Voice } from './voice.ts';

/** What a line has room for. */
const longest = 220;
const cutMark = ' […]';

/** Says how many of how many are listed, and opens the table. */
export function appendixHead(facts: ReportFacts, voice: Voice): Markup {
  const { words, say, number } = voice;
  const { total } = facts.overview;
  const listed = Math.min(total, facts.listed);
  if (total === 0) return html``;
  if (listed === 0) return html`<p>${say('appendix.none', { number: number(total) })}</p>`;
  const order =
    facts.sort.length === 0
      ? words.appendix.newest
      : say('appendix.inOrder', { order: orderText(facts, voice) });
  const numbers = {
    number: number(total),
    listed: number(listed),
    left: number(total - listed),
    order,
  };
  return html` <p>
      <strong>${say(listed < total ? 'appendix.some' : 'appendix.all', numbers)}</strong>
    </p>
    <p class="note">${say('appendix.note', { mark: cutMark.trim() })}</p>`;
}

export function tableHead({ words: { columns } }: Voice): Markup {
  return html`<table class="events">
    <colgroup>
      <col class="c-no" />
      <col class="c-time" />
      <col class="c-event" />
      <col class="c-actor" />
      <col />
    </colgroup>
    <thead>
      <tr>
        <th scope="col">${columns.number}</th>
        <th scope="col">${columns.time}</th>
        <th scope="col">${columns.event}</th>
        <th scope="col">${columns.actor}</th>
        <th scope="col">${columns.address}</th>
      </tr>
    </thead>
   `;
}

/** An event in two rows: who, when and where; below it what, and its ID. */
export function tableRow(row: Row, place: number, facts: ReportFacts, voice: Voice): Markup {
  const who = whoIs(row, facts);
  return html`<tbody>
    <tr>
      <td class="faint">${place}</td>
      <td>${voice.isoTime(row.time)}</td>
      <td>${voice.event(row.event)} <code>${row.event}</code></td>
      <td>${who}${row.actor !== null && row.actor !== who && html` <code>${row.actor}</code>`}</td>
      <td>${row.ip ?? '—'}</td>
    </tr>
    <tr>
      <td></td>
      <td colspan="4">
        ${row.tags.map((tag) => tagChip(facts, tag))}${row.note !== null && html`<span class="said">${cut(row.note)}</span><br />`}<span
          class="what"
          >${gist(row)}</span
        >
        <code>${voice.source(row.source)} · ${row.id}</code>
      </td>
    </tr>
  </tbody>`;
}

/** All there is to say of an event in a line: where from, what with, and what it holds. */
function gist(row: Row): string {
  const target =
    row.target === null ? null : [row.targetType, row.target].filter(Boolean).join(' ');
  const details = Object.entries(row.details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${key}: ${plain(value)}`);
  const parts = [row.application, target, row.rules.join(', '), row.text, ...details];
  return cut(parts.filter((part) => part !== null && part !== '').join(' · '));
}

function cut(text: string): string {
  const flat = text.slice(0, 4 * longest).replaceAll(/\s+/g, ' ');
  if (flat.length <= longest && text.length <= 4 * longest) return flat;
  return cutAt(flat, longest) + cutMark;
}
