import { createHash } from 'node:crypto';
import { Failed } from '../../../shared/errors.ts';
import type { ExportedEvent } from '../../store/session-store.ts';
import { appendixHead, tableHead, tableRow } from './appendix.ts';
import { charts } from './charts.ts';
import { cover, coverage, summary } from './cover.ts';
import { gatherFacts, type ReportFacts, type ReportReader, type ReportRequest } from './facts.ts';
import { finding, findingsIntro } from './findings.ts';
import { integrity } from './integrity.ts';
import { ledger } from './ledger.ts';
import { html, Markup } from './markup.ts';
import { markedIn } from './narrowed.ts';
import { method, persons } from './method.ts';
import { pageMargins, style } from './style.ts';
import { ruleFindings } from './rule-findings.ts';
import { voiceOf, type Voice } from './voice.ts';

export interface ReportWatch {
  signal: AbortSignal;
  /** What was found, before anything is written. */
  onFacts: (facts: ReportFacts) => void;
}

/**
 * A report as one HTML file, chunk by chunk: no script, no reference to anything outside, and a
 * policy that would refuse both. `batches` are the events that match, in the order asked for; only
 * as many are taken as are listed. Throws `Failed`: `query.*`, `session.damaged`, `cancelled`.
 */
export async function* reportChunks(
  reader: ReportReader,
  request: ReportRequest,
  batches: AsyncIterable<ExportedEvent[]>,
  { signal, onFacts }: ReportWatch,
): AsyncGenerator<string> {
  const facts = await gatherFacts(reader, request, signal);
  onFacts(facts);
  const voice = voiceOf(request.language, request.selection.zone);
  const { words } = voice;
  const sections = sectionsOf(facts, voice);
  yield head(facts, voice).text;
  yield html`<main>${cover(facts, voice)}${contents(sections, voice)}`.text;
  for (const [index, section] of sections.entries()) {
    const number = index + 1;
    yield html`<section id="${section.id}" ${section.id === 'events' && html` class="appendix"`}>
      <h2><span class="no">${number}</span>${section.title}</h2>
     `.text;
    if (section.body) yield section.body().text;
    if (section.id === 'findings') yield* findings(reader, facts, number, voice, signal);
    if (section.id === 'events') yield* appendix(batches, facts, voice);
    yield '</section>\n';
  }
  yield html`</main><footer class="end">${voice.say('footer', { version: facts.program })} · ${words.integrity.sessionId} <code>${facts.info.sessionId}</code></footer></body></html>
`.text;
}

interface Section {
  id: string;
  title: string;
  /** Absent where the events themselves are streamed. */
  body?: () => Markup;
}

function sectionsOf(facts: ReportFacts, voice: Voice): Section[] {
  const { words } = voice;
  const section = (
    id: string,
    title: string,
    body?: (facts: ReportFacts, voice: Voice) => Markup,
  ) => (body ? { id, title, body: () => body(facts, voice) } : { id, title });
  const has = facts.overview.total > 0;
  const { findings: confirmed, elsewhere } = facts.confirmed;
  const isTriaged = confirmed.length + elsewhere > 0;
  return [
    section('summary', words.summary.title, summary),
    section('coverage', words.coverage.title, coverage),
    ...(has ? [section('charts', words.charts.title, charts)] : []),
    section('findings', words.findings.title),
    ...(isTriaged ? [section('rules', words.rules.title, ruleFindings)] : []),
    section('persons', words.persons.title, persons),
    section('method', words.method.title, method),
    section('ledger', words.ledger.title, ledger),
    section('integrity', words.integrity.title, integrity),
    ...(has ? [section('events', words.appendix.title)] : []),
  ];
}

function head({ language, info }: ReportFacts, { words }: Voice): Markup {
  const styles = style + pageMargins(`${info.name} – ${words.kind}`);
  const hash = createHash('sha256').update(styles).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${info.name} – ${words.kind}</title>
        ${new Markup(`<style>${styles}</style>`)}
      </head>
      <body>
     `;
}

function contents(sections: readonly Section[], { words }: Voice): Markup {
  return html`<nav aria-label="${words.contents}">
    <h2>${words.contents}</h2>
    <ol>
      ${sections.map(
        ({ id, title }, index) =>
          html`<li><span class="no">${index + 1}</span><a href="#${id}">${title}</a></li>`,
      )}
    </ol>
  </nav>`;
}

/** Marked events in order of time; where there are too many, those with a star or a note. */
async function* findings(
  reader: ReportReader,
  facts: ReportFacts,
  section: number,
  voice: Voice,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { marked, selection } = facts;
  const which = marked.all > facts.listed ? 'weighty' : 'all';
  const limit = Math.min(facts.listed, marked[which]);
  yield findingsIntro(facts, limit, voice).text;
  const order = [{ field: 'time', descending: false }];
  const range = { offset: 0, limit };
  let place = 0;
  for await (const batch of reader.scan(markedIn(selection, which), order, signal, range)) {
    const changes = await reader.marksOf(batch.map(({ row }) => row.row));
    for (const [index, { row }] of batch.entries()) {
      if (signal.aborted) throw new Failed('cancelled');
      const record = await reader.event(row.row);
      place += 1;
      yield finding({ record, changes: changes[index] ?? [] }, `${section}.${place}`, facts, voice)
        .text;
    }
  }
}

async function* appendix(
  batches: AsyncIterable<ExportedEvent[]>,
  facts: ReportFacts,
  voice: Voice,
): AsyncGenerator<string> {
  yield appendixHead(facts, voice).text;
  if (facts.listed === 0) return;
  yield tableHead(voice).text;
  let place = 0;
  for await (const batch of batches) {
    const listed = batch.slice(0, facts.listed - place);
    yield listed.map(({ row }) => tableRow(row, ++place, facts, voice).text).join('');
    if (place >= facts.listed) break;
  }
  yield '</table>\n';
}
