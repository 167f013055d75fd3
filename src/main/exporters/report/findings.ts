import type { Finding } from '../../../shared/event.ts';
import type { MarkChange } from '../../../shared/marks.ts';
import type { EventRecord, Row } from '../../../shared/session.ts';
import { personOf, type ReportFacts } from './facts.ts';
import { html, type Markup } from './markup.ts';
import type { Voice } from './voice.ts';

/** An event an analyst marked, with what was done to its marks (latest first). */
export interface Marked {
  record: EventRecord;
  changes: readonly MarkChange[];
}

/** Texts of one finding; a whole conversation of a language model would fill pages. */
const longest = 4000;

function tagColour(facts: ReportFacts, name: string): string {
  return `t${facts.tags.find((tag) => tag.name === name)?.colour ?? 8}`;
}

export function tagChip(facts: ReportFacts, name: string, times = ''): Markup {
  return html`<span class="tag ${tagColour(facts, name)}">${name}${times}</span>`;
}

export function findingsIntro(facts: ReportFacts, listed: number, voice: Voice): Markup {
  const { marked, tagsHere } = facts;
  const { words, say, number } = voice;
  const left = marked.all - listed;
  return html` <p>
      ${
        marked.all === 0
          ? words.findings.none
          : say('findings.intro', { count: marked.all, number: number(marked.all) })
      }
    </p>
    ${left > 0 && html`<p><strong>${say('findings.cut', { listed: number(listed), left: number(left) })}</strong></p>`}
    ${
      marked.outside > 0 &&
      html`<p class="note">
        ${say('findings.outside', { count: marked.outside, number: number(marked.outside) })}
      </p>`
    }
    ${
      tagsHere.values.length > 0 &&
      html`<p>
        ${words.findings.tags}:
        ${tagsHere.values.map(
          ({ value, count }) =>
            html`${tagChip(facts, value, count === 1 ? '' : ` × ${number(count)}`)} `,
        )}
      </p>`
    }`;
}

/** One marked event with all that is known of it. */
export function finding(
  { record, changes }: Marked,
  place: string,
  facts: ReportFacts,
  voice: Voice,
): Markup {
  const { event } = record;
  const { words, say } = voice;
  const colour = event.tags[0] === undefined ? '' : tagColour(facts, event.tags[0]);
  const by = ({ who, at }: MarkChange) => say('findings.by', { who, at: voice.done(at) });
  const noted = changes.find(({ kind }) => kind === 'note');
  const tagged = event.tags.flatMap((tag) => {
    const change = changes.find((one) => one.tag === tag);
    return change ? [html`${tag} – ${by(change)}`] : [];
  });
  return html`<article class="finding ${colour}">
    <header>
      <h3>${place}&ensp;${voice.event(event.event)}</h3>
      <p class="when">
        ${voice.isoTime(event.time)} ·
        ${whoIs(event, facts)}${event.ip !== null && ` · ${event.ip}`}
      </p>
      ${event.tags.length > 0 && html`<p>${event.tags.map((tag) => tagChip(facts, tag))}</p>`}
    </header>
    ${
      event.note !== null &&
      html`<blockquote>
        <p class="said">${event.note}</p>
        ${noted && html`<footer>${words.findings.note}: ${by(noted)}</footer>`}
      </blockquote>`
    }
    <dl class="facts">
      ${
        tagged.length > 0 &&
        html`<dt>${words.findings.marks}</dt>
          <dd>${tagged.map((one, at) => [at > 0 && html`<br />`, one])}</dd>`
      }
      ${fields(record, facts, voice)}
    </dl>
  </article>`;
}

function fields(record: EventRecord, facts: ReportFacts, voice: Voice): Markup[] {
  const { event } = record;
  const { words, say } = voice;
  const names = words.fields;
  const line = (name: string, value: Markup | string | null) =>
    value === null || value === ''
      ? html``
      : html`<dt>${name}</dt>
          <dd>${value}</dd>`;
  const person = personOf(facts.persons, event.source, event.actor);
  const details = Object.entries(event.details).filter(
    ([, value]) => value !== null && value !== '',
  );
  return [
    line(names.source, html`${voice.source(event.source)} · <code>${event.event}</code>`),
    line(names.id, html`<code>${event.id}</code>`),
    line(names.actor, event.actor && html`${event.actorName} <code>${event.actor}</code>`),
    line(names.person, person),
    line(names.target, event.target && html`${event.targetType} <code>${event.target}</code>`),
    line(names.userAgent, event.userAgent),
    line(names.application, event.application),
    line(names.filter, event.filter),
    line(names.rules, event.rules.join(', ')),
    ...details.map(([key, value]) => line(voice.detail(key), long(plain(value), voice))),
    line(names.text, event.text && long(event.text, voice)),
    // What was logged is often all there is.
    line(
      names.content,
      event.content && event.content !== event.text ? long(event.content, voice) : null,
    ),
    event.source === 'jayguard' ? line(names.found, foundIn(event.findings, voice)) : html``,
    line(names.state, event.flags.map((flag) => words.flags[flag]).join('; ')),
    line(
      names.received,
      say('fields.receivedText', {
        at: voice.done(record.receivedAt),
        number: record.collectionId,
      }),
    ),
  ];
}

/** Not fetched is not the same as nothing found. */
function foundIn(found: readonly Finding[] | null, voice: Voice): Markup | string {
  const { notFetched, nothingFound } = voice.words.fields;
  if (found === null) return notFetched;
  if (found.length === 0) return nothingFound;
  return html`${found.map(({ method, value }, at) => [at > 0 && html`<br />`, html`${method}: <span class="said">${value}</span>`])}`;
}

export function whoIs(row: Row, facts: ReportFacts): string {
  const person = personOf(facts.persons, row.source, row.actor);
  return person ?? row.actorName ?? row.actor ?? '—';
}

function long(text: string, voice: Voice): Markup {
  if (text.length <= longest) return html`<span class="said">${text}</span>`;
  const numbers = { shown: voice.number(longest), all: voice.number(text.length) };
  return html`<span class="said">${cutAt(text, longest)}</span>
    ${voice.say('fields.cut', numbers)}`;
}

/** The first characters, none of them in half. */
export function cutAt(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/** A value of `details` as text: lists by comma, objects as JSON. */
export function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return value === undefined ? '' : JSON.stringify(value);
}
