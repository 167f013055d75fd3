import { sourceKinds } from '../../../shared/event.ts';
import type { Instant } from '../../../shared/instant.ts';
import type { Coverage, Histogram, Interval } from '../../../shared/session.ts';
import type { ReportFacts } from './facts.ts';
import { html, type Markup } from './markup.ts';
import type { Voice } from './voice.ts';

/** Units of the drawing, which is stretched to the page's width. */
const [width, top, height, left] = [720, 8, 150, 58] as const;
const strip = { height: 9, gap: 5, label: 14 } as const;

/** Longest lengths, µs: the last bucket ends where the next would begin. */
const lengths: Record<Interval, number> = {
  second: 1e6,
  minute: 60e6,
  hour: 3600e6,
  day: 86_400e6,
  week: 7 * 86_400e6,
  month: 30 * 86_400e6,
};

/** Events over time as columns, and under them what was collected, a strip for each source. */
export function timeline({ histogram, scope, overview }: ReportFacts, voice: Voice): Markup {
  const { words, say, number, clock } = voice;
  const { buckets, interval } = histogram;
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) return html``;
  const from = first.time;
  const to = last.time + lengths[interval];
  const x = (at: Instant) =>
    left + ((Math.min(to, Math.max(from, at)) - from) / (to - from)) * (width - left);
  const peak = buckets.reduce((most, one) => (one.count > most.count ? one : most), first);
  const { ceiling, steps } = scaleTo(peak.count);
  const y = (count: number) => top + height - (count / ceiling) * height;
  const coverage = scope?.coverage ?? [];
  const strips = sourceKinds.filter((kind) => coverage.some(({ source }) => source === kind));
  const isWhole = coverage.length > 0 && coverage.every(({ state }) => state === 'complete');
  const base = top + height;
  const stripTop = (row: number) => base + 22 + row * (strip.height + strip.gap);
  const bottom = stripTop(strips.length);
  const each = words.charts.interval[interval];
  const alt = say('charts.timeAlt', {
    interval: each,
    events: number(overview.total),
    peak: number(peak.count),
    at: clock(peak.time),
    missing: isWhole ? words.charts.allCollected : words.charts.notCollected,
  });
  return html`<figure class="timeline">
    <figcaption>${words.charts.time}</figcaption>
    <svg viewBox="0 0 ${width} ${bottom}" role="img" aria-label="${alt}">
      ${steps.map(
        (count) =>
          html`<line
              class="grid"
              x1="${left}"
              x2="${width}"
              y1="${round(y(count))}"
              y2="${round(y(count))}"
            />
            <text class="axis" x="${left - 6}" y="${round(y(count) + 3)}" text-anchor="end"
              >${number(count)}</text
            >`,
      )}
      ${coverage.filter(({ state }) => state !== 'complete').map((one) => hatched(x(one.from), x(one.to + 1), top, height, 'faint'))}
      ${columns(histogram, x, y, to)}
      ${ticks(histogram, voice)
        .filter(({ time }) => x(time) < width - 70)
        .map(
          ({ time, label }) =>
            html`<line
                class="tick"
                x1="${round(x(time))}"
                x2="${round(x(time))}"
                y1="${base}"
                y2="${base + 4}"
              />
              <text class="axis" x="${round(x(time))}" y="${base + 14}" text-anchor="start"
                >${label}</text
              >`,
        )}
      ${strips.map((kind, row) => [
        html`<text class="axis" x="${left - 6}" y="${stripTop(row) + 8}" text-anchor="end"
          >${voice.source(kind)}</text
        >`,
        ...coverage
          .filter(({ source }) => source === kind)
          .map((one) => stretch(one, x, stripTop(row))),
      ])}
    </svg>
    <p class="note">
      ${say('charts.each', { interval: each, peak: number(peak.count) })}
      ${!isWhole && words.charts.notCollected}
    </p>
    <p class="key">
      ${words.charts.key}
      ${(['complete', 'partial', 'failed', 'none'] as const).map(
        (state) =>
          html`<span
            ><svg viewBox="0 0 16 9" width="16" height="9" aria-hidden="true">
              ${block(state, 0, 16, 0, strip.height)}</svg
            >${words.coverage.states[state]}</span
          > `,
      )}
    </p>
  </figure>`;
}

const round = (value: number) => value.toFixed(1);

/** Neighbours of one path: a hundred columns are one element. */
function columns(
  { buckets }: Histogram,
  x: (at: Instant) => number,
  y: (count: number) => number,
  end: Instant,
): Markup {
  const parts = buckets.map(({ time, count }, index) => {
    if (count === 0) return '';
    const [start, stop] = [x(time), x(buckets[index + 1]?.time ?? end)];
    const gap = stop - start > 3 ? 0.8 : 0;
    const tall = Math.max(1, y(0) - y(count));
    return `M${round(start)} ${round(y(0))}v${round(-tall)}h${round(Math.max(0.6, stop - start - gap))}v${round(tall)}z`;
  });
  return html`<path class="column" d="${parts.join('')}" />`;
}

function stretch(one: Coverage, x: (at: Instant) => number, at: number): Markup {
  const [from, to] = [x(one.from), x(one.to + 1)];
  return to > from ? block(one.state, from, to, at, strip.height) : html``;
}

function block(
  state: Coverage['state'],
  from: number,
  to: number,
  at: number,
  tall: number,
): Markup {
  const length = Math.max(0.8, to - from);
  return html`<rect
      class="cover ${state}"
      x="${round(from)}"
      y="${round(at)}"
      width="${round(length)}"
      height="${tall}"
    />
    ${state !== 'complete' && hatched(from, from + length, at, tall, state === 'none' ? 'strong' : 'light')}`;
}

/** Slanted lines, drawn one by one: a pattern would be a reference, of which this file has none. */
function hatched(from: number, to: number, at: number, tall: number, look: string): Markup {
  const lines: string[] = [];
  for (let start = Math.floor((from - tall) / 6) * 6; start < to; start += 6) {
    // The line goes up from (start, bottom) to (start + tall, top), cut at both ends.
    const [a, b] = [Math.max(start, from), Math.min(start + tall, to)];
    if (b > a) {
      lines.push(
        `M${round(a)} ${round(at + tall - (a - start))}L${round(b)} ${round(at + tall - (b - start))}`,
      );
    }
  }
  return html`<path class="hatch ${look}" d="${lines.join('')}" />`;
}

/** About six, where buckets begin. */
function ticks({ buckets, interval }: Histogram, voice: Voice): { time: Instant; label: string }[] {
  const every = Math.max(1, Math.ceil(buckets.length / 7));
  const isDays = interval === 'day' || interval === 'week' || interval === 'month';
  return buckets
    .filter((_, index) => index % every === 0)
    .map(({ time }) => ({
      time,
      label: isDays ? voice.format.date(time) : voice.format.dateTime(time),
    }));
}

/** A round number at or above `most`, and the numbers to be written beside the lines. */
function scaleTo(most: number): { ceiling: number; steps: number[] } {
  const least = Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(least));
  const ceiling =
    [1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10].map((by) => by * power).find((one) => one >= least) ??
    least;
  const wanted = [ceiling / 2, ceiling].filter((one) => Number.isInteger(one));
  return { ceiling, steps: [0, ...wanted] };
}
