import type { Facet } from '../../../shared/session.ts';
import type { ReportFacts } from './facts.ts';
import { html, type Markup } from './markup.ts';
import { timeline } from './timeline.ts';
import type { Voice } from './voice.ts';

interface Bar {
  label: Markup | string;
  count: number;
}

/** The events at a glance. Charts are drawings with a sentence for who cannot see them, or tables. */
export function charts(facts: ReportFacts, voice: Voice): Markup {
  const { overview, addresses } = facts;
  const { words } = voice;
  if (overview.total === 0) return html``;
  const events = overview.events.values.map(({ value, count }) => ({
    label: html`${voice.event(value)} <code>${value}</code>`,
    count,
  }));
  const actors = overview.actors.map(({ actor, count }) => ({
    label:
      actor.name === null
        ? html`<code>${actor.id}</code>`
        : html`${actor.name} <code>${actor.id}</code>`,
    count,
  }));
  const named = actors.reduce((sum, { count }) => sum + count, 0);
  return html` ${timeline(facts, voice)}
    ${bars(words.charts.events, events, rest(overview.events, voice), overview.total, voice)}
    <div class="pair">
      ${bars(
        words.charts.actors,
        actors,
        others(overview.distinctActors - actors.length, overview.total - named, voice),
        overview.total,
        voice,
      )}
      ${bars(
        words.charts.addresses,
        addresses.values.map(({ value, count }) => ({ label: html`<code>${value}</code>`, count })),
        rest(addresses, voice),
        overview.total,
        voice,
      )}
    </div>
    ${week(facts, voice)}`;
}

/** What the bars leave out, so that they add up to all. */
function rest(facet: Facet, voice: Voice): Bar[] {
  const { distinct, values, others: left, empty } = facet;
  const without = empty > 0 ? [{ label: voice.words.charts.without, count: empty }] : [];
  return [...(left > 0 ? others(distinct - values.length, left, voice) : []), ...without];
}

function others(values: number, count: number, voice: Voice): Bar[] {
  if (count <= 0) return [];
  if (values <= 0) return [{ label: voice.words.charts.without, count }];
  const number = voice.number(values);
  return [{ label: voice.say('charts.others', { count: values, number }), count }];
}

function bars(
  title: string,
  shown: readonly Bar[],
  left: readonly Bar[],
  total: number,
  voice: Voice,
): Markup {
  const most = shown.reduce((all, { count }) => Math.max(all, count), 1);
  const line = ({ label, count }: Bar, isLeft: boolean) =>
    html`<tr${isLeft && html` class="left"`}>
      <th scope="row">${label}</th>
      <td class="bar"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect
        class="bar-fill" width="${isLeft ? 0 : Math.max(0.5, (count / most) * 100).toFixed(2)}" height="8" /></svg></td>
      <td class="num">${voice.number(count)}</td>
      <td class="num faint">${voice.format.percent(count / Math.max(1, total))}</td>
    </tr>`;
  return html`<table class="bars">
    <caption>
      ${title}
    </caption>
    <thead class="unseen">
      <tr>
        <th scope="col">${voice.words.columns.value}</th>
        <td></td>
        <th scope="col">${voice.words.columns.events}</th>
        <th scope="col">${voice.words.columns.share}</th>
      </tr>
    </thead>
    <tbody>
      ${shown.map((one) => line(one, false))} ${left.map((one) => line(one, true))}
    </tbody>
  </table>`;
}

const shades = 6;

function week({ overview }: ReportFacts, voice: Voice): Markup {
  const { words, number, days, zone } = voice;
  const most = Math.max(1, ...overview.week.flat());
  // By the root: a quiet hour can be told from an empty one beside a busy one.
  const shade = (count: number) =>
    count === 0 ? 0 : Math.max(1, Math.round(Math.sqrt(count / most) * shades));
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  return html`<table class="week">
      <caption>
        ${words.charts.week}
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="unseen">${words.columns.day}</span></th>
          ${hours.map((hour) => html`<th scope="col" ${hour % 3 !== 0 && html` class="between"`}>${hour}</th>`)}
          <th scope="col" class="num">${words.columns.total}</th>
        </tr>
      </thead>
      <tbody>
        ${overview.week.map(
          (counts, day) =>
            html`<tr>
              <th scope="row">${days[day]}</th>
              ${counts.map((count) => html`<td class="s${shade(count)}"><span class="unseen">${number(count)}</span></td>`)}
              <td class="num">${number(counts.reduce((sum, count) => sum + count, 0))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="note">${voice.say('charts.weekNote', { zone, most: number(most) })}</p>`;
}
