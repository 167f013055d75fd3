import {
  countsSchema,
  noCounts,
  oddCounts,
  type Collection,
  type Counts,
  type Landmark,
  type LedgerWindow,
} from '../../../shared/session.ts';
import { fill } from '../../../shared/locales/index.ts';
import type { ReportFacts } from './facts.ts';
import { html, type Markup } from './markup.ts';
import type { Voice } from './voice.ts';

const mostWindows = 30;

/** Every collection, as the ledger has it. */
export function ledger({ info, proof }: ReportFacts, voice: Voice): Markup {
  const { words } = voice;
  if (info.collections.length === 0) return html`<p>${words.ledger.none}</p>`;
  const heads = new Map(proof.collections.map((one) => [one.id, one]));
  return html`<p>${words.ledger.intro}</p>
    <table class="ledger">
      <thead>
        <tr>
          <th scope="col">${words.columns.number}</th>
          <th scope="col">${words.columns.source}</th>
          <th scope="col">${words.ledger.asked}</th>
          <th scope="col">${words.columns.result}</th>
          <th scope="col">${words.columns.state}</th>
        </tr>
      </thead>
      ${info.collections.map((one) => entry(one, heads.get(one.id), voice))}
    </table>`;
}

function entry(
  collection: Collection,
  answers: ReportFacts['proof']['collections'][number] | undefined,
  voice: Voice,
): Markup {
  const { words, say, number, collect } = voice;
  const { windows, status, source, address, origin, owner, startedAt, finishedAt } = collection;
  const counts = totals(windows);
  const told = oddCounts.filter((name) => counts[name] > 0);
  const filters = Object.entries(collection.filters).flatMap(([key, value]) =>
    value === undefined || value.length === 0 ? [] : [`${key}: ${[value].flat().join(', ')}`],
  );
  const spent = {
    requests: number(counts.requests),
    pages: number(counts.pages),
    retries: number(counts.retries),
    waited: voice.format.duration(counts.waitedMs / 1000),
  };
  const from = voice.done(startedAt);
  return html`<tbody>
    <tr>
      <th scope="row">${collection.id}</th>
      <td>
        ${voice.source(source)}${origin === 'service' && html`<br /><span class="faint">${address}</span>`}
      </td>
      <td>${askedFor(collection, voice)}</td>
      <td>
        ${voice.counted('new', counts.newEvents, collection.purpose)}${told.map((name) => html`<br />${voice.counted(name, counts[name], collection.purpose)}`)}
      </td>
      <td>
        <span class="state ${status}">${collect.status[status]}</span>${
          collection.stop !== null &&
          html`<br /><span class="faint">${collect.stop[collection.stop]}</span>`
        }
      </td>
    </tr>
    <tr class="more">
      <td></td>
      <td colspan="4">
        <p>
          ${finishedAt === null ? say('ledger.running', { from }) : say('ledger.started', { from, to: voice.done(finishedAt) })}
          · ${say('ledger.program', { version: collection.version })}
        </p>
        ${
          origin === 'service' &&
          html`<p>
              ${owner ? say('ledger.owner', { who: [owner.name, owner.email, `ID ${owner.id}`].filter(Boolean).join(', ') }) : words.ledger.ownerUnknown}
            </p>
            <p>
              ${say('ledger.work', spent)};
              ${say('ledger.received', { number: number(counts.received) })}
            </p>`
        }
        ${filters.length > 0 && html`<p>${say('ledger.filters', { filters: filters.join('; ') })}</p>`}
        ${marks(collection, voice)} ${span(windows, voice)}
        <p>
          ${answers ? html`${say('ledger.chain', { bodies: number(answers.bodies), head: '' })}<span class="hash">${answers.head}</span>` : words.ledger.noAnswers}
        </p>
        ${unfinished(windows, voice)}
      </td>
    </tr>
  </tbody>`;
}

/** A period, a file, or details of what a query finds. */
function askedFor({ origin, purpose, address, selection, from, to }: Collection, voice: Voice) {
  const { ledger: words } = voice.collect;
  if (origin === 'import') return voice.say('ledger.import', { file: address });
  if (purpose === 'details') {
    return selection?.query ? fill(words.details, { query: selection.query }) : words.detailsAll;
  }
  return from === null || to === null ? words.noPeriod : voice.stretch({ from, to: to + 1 });
}

function marks(collection: Collection, { collect }: Voice): Markup | false {
  const { refresh, withDetails, filterIgnored, source } = collection;
  const told = [
    refresh && collect.ledger.refresh,
    withDetails && source === 'jayguard' && collect.ledger.withDetails,
    filterIgnored && collect.ledger.filterIgnored,
  ].filter((one) => one !== false);
  return told.length > 0 && html`<p>${told.join('; ')}</p>`;
}

/** The oldest and the newest event that came, whatever the order of the windows. */
function span(windows: readonly LedgerWindow[], voice: Voice): Markup | false {
  const firsts = windows.flatMap(({ first }) => first ?? []);
  const lasts = windows.flatMap(({ last }) => last ?? []);
  const [first] = firsts.toSorted((a, b) => a.time - b.time);
  const [last] = lasts.toSorted((a, b) => b.time - a.time);
  const named = ({ id, time }: Landmark) => `${id} (${voice.clock(time)})`;
  return (
    first !== undefined &&
    last !== undefined &&
    html`<p>${voice.say('ledger.span', { first: named(first), last: named(last) })}</p>`
  );
}

function unfinished(windows: readonly LedgerWindow[], voice: Voice): Markup | false {
  const open = windows.filter(({ status }) => status !== 'complete');
  const left = open.length - mostWindows;
  return (
    open.length > 0 &&
    html`<p><strong>${voice.words.ledger.windows}</strong></p>
      ${open
        .slice(0, mostWindows)
        .map(
          ({ from, to, status, reason }) =>
            html`<p>
              ${voice.stretch({ from, to: to + 1 })}:
              ${voice.collect.status[status]}${reason && html` – ${voice.failure(reason)}`}
            </p>`,
        )}
      ${left > 0 && html`<p>${voice.say('ledger.windowsMore', { count: left, number: voice.number(left) })}</p>`}`
  );
}

function totals(windows: readonly LedgerWindow[]): Counts {
  const sum = { ...noCounts };
  for (const { counts } of windows) {
    for (const name of countsSchema.keyof().options) sum[name] += counts[name];
  }
  return sum;
}
