import { clsx } from 'clsx';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useZone } from '../../state/preferences.ts';
import { CoverageMark } from '../../ui/badge.tsx';
import type { Covered } from '../../../shared/coverage-gaps.ts';
import { zoneName } from '../../../shared/zone.ts';
import { xOf, type Bar } from './histogram-model.ts';
import { layers, type Part } from './histogram-parts.ts';
import { ticks } from './time-axis.ts';
import styles from './histogram.module.css';

const plotHeight = 66;

interface DrawingProps {
  bars: readonly Bar[];
  /** What bars are made of; empty: of all events alike, alarming ones on top. */
  parts: readonly Part[];
  covered: readonly Covered[];
  width: number;
  active: number | null;
  low: number | null;
  high: number | null;
}

/** The picture: bars, hatching where nothing was collected, the coverage strip, the axis. */
export function Drawing({ bars, parts, covered, width, active, low, high }: DrawingProps) {
  const { t, i18n } = useTranslation('review');
  const format = useFormat();
  const zone = useZone();
  const hatch = useId();
  const scale = { from: bars[0]?.from ?? 0, to: bars.at(-1)?.to ?? 0, width };
  const marks = ticks(
    scale.from,
    scale.to,
    zone,
    i18n.language,
    Math.max(2, Math.floor(width / 96)),
  );
  const runs = covered.map(({ state, from, to }) => {
    const x = xOf(from, scale);
    return { state, x, width: xOf(to, scale) - x };
  });
  const [start, end] = [
    low === null ? undefined : bars[low],
    high === null ? undefined : bars[high],
  ];
  // Without the number of the tallest, bars tell only how they compare.
  const peak = bars.reduce((most, { count }) => Math.max(most, count), 0);
  const ends = [
    peak > 0 && t('histogram.tallest', { number: format.number(peak) }),
    zoneName(zone, i18n.language, scale.to),
  ];
  return (
    <svg width={width} height={plotHeight + 30} aria-hidden className={styles.drawing}>
      <defs>
        <pattern
          id={hatch}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect width="6" height="6" className={styles.hatchGround} />
          <rect width="6" height="2" className={styles.hatchLine} />
        </pattern>
        {/* The states of the strip, told apart by their shape as well. */}
        <pattern id={`${hatch}partial`} width="6" height="7" patternUnits="userSpaceOnUse">
          <rect width="4" height="7" className={styles.partial} />
        </pattern>
        <pattern id={`${hatch}failed`} width="7" height="7" patternUnits="userSpaceOnUse">
          <path d="M0 0 7 7M7 0 0 7" className={styles.cross} />
        </pattern>
      </defs>
      {marks.map((mark) => (
        <line
          key={mark.time}
          className={styles.grid}
          x1={xOf(mark.time, scale)}
          x2={xOf(mark.time, scale)}
          y1={0}
          y2={plotHeight}
        />
      ))}
      {runs
        .filter(({ state }) => state === 'none')
        .map((run) => (
          <rect
            key={run.x}
            x={run.x}
            y={0}
            width={Math.max(1, run.width)}
            height={plotHeight}
            fill={`url(#${hatch})`}
            opacity={0.55}
          />
        ))}
      {start && end && (
        <rect
          className={styles.brush}
          x={start.x}
          y={0}
          width={end.x + end.width - start.x}
          height={plotHeight + 10}
        />
      )}
      {bars.map((bar, at) => (
        <BarShape key={bar.from} bar={bar} parts={parts} active={at === active} />
      ))}
      <line className={styles.base} x1={0} x2={width} y1={plotHeight + 0.5} y2={plotHeight + 0.5} />
      {runs.map((run) => (
        <rect
          key={run.x}
          className={run.state === 'complete' ? styles.complete : undefined}
          {...(run.state === 'complete' ? {} : { fill: fillOf(run.state, hatch) })}
          x={run.x}
          y={plotHeight + 3}
          width={Math.max(1.5, run.width)}
          height={7}
        />
      ))}
      <Ticks marks={marks} scale={scale} ends={ends.filter(Boolean).join(' · ')} />
    </svg>
  );
}

/** Complete is solid; partial broken into dashes, failed crossed out, never collected hatched. */
function fillOf(state: Covered['state'], hatch: string): string {
  return `url(#${hatch}${state === 'none' ? '' : state})`;
}

/** The alarming part stands on top, and is seen however small its share. */
function BarShape({ bar, parts, active }: { bar: Bar; parts: readonly Part[]; active: boolean }) {
  const height = bar.height * (plotHeight - 4);
  const red =
    bar.alarms === 0 ? 0 : Math.min(height, Math.max(1.5, (bar.alarms / bar.count) * height));
  const place = { x: bar.x + gapOf(bar) / 2, width: Math.max(0.75, bar.width - gapOf(bar)) };
  if (parts.length > 0) {
    const places = layers(bar.parts);
    return (
      <>
        {parts.map((part, at) => {
          const { from, to } = places[at] ?? { from: 0, to: 0 };
          return to > from ? (
            <rect
              key={part.place}
              className={styles.part}
              data-part={part.colour}
              {...place}
              y={plotHeight - to * height}
              height={(to - from) * height}
            />
          ) : null;
        })}
        {active && (
          <rect
            className={styles.outline}
            {...place}
            y={plotHeight - height - 1}
            height={height + 1}
          />
        )}
      </>
    );
  }
  return (
    <>
      <rect
        className={clsx(styles.bar, active && styles.active)}
        {...place}
        y={plotHeight - height + red}
        height={height - red}
      />
      {red > 0 && <rect className={styles.alarm} {...place} y={plotHeight - height} height={red} />}
    </>
  );
}

function Ticks(props: {
  marks: ReturnType<typeof ticks>;
  scale: Parameters<typeof xOf>[1];
  /** How tall the tallest is, and the zone. */
  ends: string;
}) {
  const { marks, scale, ends } = props;
  // These have the right end for themselves; a label there would run into them.
  const room = scale.width - ends.length * 7 - 44;
  return (
    <>
      {marks
        .filter(({ time }) => xOf(time, scale) < room)
        .map((mark) => {
          const x = xOf(mark.time, scale);
          return (
            <text
              key={mark.time}
              className={clsx(styles.tick, mark.major && styles.major)}
              x={Math.max(0, x < 20 ? x : x - 16)}
              y={plotHeight + 25}
            >
              {mark.label}
            </text>
          );
        })}
      <text className={styles.tick} x={scale.width} y={plotHeight + 25} textAnchor="end">
        {ends}
      </text>
    </>
  );
}

function gapOf(bar: Bar): number {
  return bar.width > 5 ? 1.5 : bar.width > 3 ? 0.75 : 0;
}

interface BarTipProps {
  bar: Bar;
  width: number;
  text: string;
  /** What the bar is made of, a line each. */
  parts: readonly string[];
}

export function BarTip({ bar, width, text, parts }: BarTipProps) {
  const middle = bar.x + bar.width / 2;
  const side = middle > width / 2 ? { right: width - middle + 8 } : { left: middle + 8 };
  return (
    <div className={styles.tip} style={side} aria-hidden>
      <div className={styles.said}>
        <CoverageMark state={bar.coverage} />
        {text}
      </div>
      {parts.map((part) => (
        <div key={part}>{part}</div>
      ))}
    </div>
  );
}
