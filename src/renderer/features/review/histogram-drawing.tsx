import { clsx } from 'clsx';
import { memo, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useZone } from '../../state/preferences.ts';
import { CoverageMark } from '../../ui/badge.tsx';
import type { Covered } from '../../../shared/coverage-gaps.ts';
import { zoneName } from '../../../shared/zone.ts';
import { xOf, type Bar, type Scale } from './histogram-model.ts';
import { layers, type Part } from './histogram-parts.ts';
import { ticks, type Tick } from './time-axis.ts';
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
  const hatch = useId();
  const [from, to] = [bars[0]?.from ?? 0, bars.at(-1)?.to ?? 0];
  const [start, end] = [
    low === null ? undefined : bars[low],
    high === null ? undefined : bars[high],
  ];
  const pointed = active === null ? undefined : bars[active];
  const peak = bars.reduce((most, { count }) => Math.max(most, count), 0);
  const red = parts.length === 0 && bars.some(({ alarms }) => alarms > 0);
  const axis = { from, to, width, covered, hatch };
  return (
    <svg width={width} height={plotHeight + 30} aria-hidden className={styles.drawing}>
      <Ground {...axis} />
      {start && end && (
        <rect
          className={styles.brush}
          x={start.x}
          y={0}
          width={end.x + end.width - start.x}
          height={plotHeight + 10}
        />
      )}
      {parts.length > 0 ? (
        <>
          <PartShapes bars={bars} parts={parts} />
          {pointed && <path className={styles.outline} d={boxOf(pointed, 0, 1, 1)} />}
        </>
      ) : (
        <>
          <BarShapes bars={bars} />
          {pointed && <path className={styles.active} d={boxOf(pointed, 0, 1 - redOf(pointed))} />}
        </>
      )}
      <Axis {...axis} peak={peak} peakAt={placeOfPeak(bars, width)} red={red} />
    </svg>
  );
}

interface AxisProps extends Scale {
  covered: readonly Covered[];
  /** The id of the pattern for what was never collected. */
  hatch: string;
}

/** What lies behind the bars: other bars over the same time do not change it. */
const Ground = memo(function Ground({ covered, hatch, ...scale }: AxisProps) {
  const marks = useTicks(scale);
  return (
    <>
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
      {runsOf(covered, scale)
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
    </>
  );
});

/** What stands under the bars, with the number of the tallest: without it they only compare. */
const Axis = memo(function Axis({
  covered,
  hatch,
  peak,
  peakAt,
  red,
  ...scale
}: AxisProps & { peak: number; peakAt: 'start' | 'end'; red: boolean }) {
  const { t, i18n } = useTranslation('review');
  const format = useFormat();
  const zone = useZone();
  const marks = useTicks(scale);
  return (
    <>
      <line
        className={styles.base}
        x1={0}
        x2={scale.width}
        y1={plotHeight + 0.5}
        y2={plotHeight + 0.5}
      />
      {runsOf(covered, scale).map((run) => (
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
      {peak > 0 && (
        <text
          className={clsx(styles.tick, styles.tallest)}
          x={peakAt === 'end' ? scale.width : 0}
          y={peakLine}
          textAnchor={peakAt}
        >
          {t('histogram.tallest', { number: format.number(peak) })}
        </text>
      )}
      <Labels
        marks={marks}
        scale={scale}
        red={red ? t('histogram.red') : null}
        zone={zoneName(zone, i18n.language, scale.to)}
      />
    </>
  );
});

function useTicks({ from, to, width }: Scale): Tick[] {
  const { i18n } = useTranslation('review');
  const zone = useZone();
  const { language } = i18n;
  return useMemo(
    () => ticks(from, to, zone, language, Math.max(2, Math.floor(width / 96))),
    [from, to, zone, language, width],
  );
}

function runsOf(covered: readonly Covered[], scale: Scale) {
  return covered.map(({ state, from, to }) => {
    const x = xOf(from, scale);
    return { state, x, width: xOf(to, scale) - x };
  });
}

/** Complete is solid; partial broken into dashes, failed crossed out, never collected hatched. */
function fillOf(state: Covered['state'], hatch: string): string {
  return `url(#${hatch}${state === 'none' ? '' : state})`;
}

/** All bars are one shape, their alarming parts another: an element each took longer than all else. */
const BarShapes = memo(function BarShapes({ bars }: { bars: readonly Bar[] }) {
  const red = bars.filter(({ alarms }) => alarms > 0);
  return (
    <>
      <path className={styles.bar} d={bars.map((bar) => boxOf(bar, 0, 1 - redOf(bar))).join('')} />
      <path className={styles.alarm} d={red.map((bar) => boxOf(bar, 1 - redOf(bar), 1)).join('')} />
    </>
  );
});

/** The same for bars that are taken apart: a shape for each part. */
const PartShapes = memo(function PartShapes(props: {
  bars: readonly Bar[];
  parts: readonly Part[];
}) {
  const { bars, parts } = props;
  const places = bars.map((bar) => layers(bar.parts));
  return parts.map((part, at) => (
    <path
      key={part.place}
      className={styles.part}
      data-part={part.colour}
      d={bars
        .map((bar, index) => {
          const { from, to } = places[index]?.[at] ?? { from: 0, to: 0 };
          return to > from ? boxOf(bar, from, to) : '';
        })
        .join('')}
    />
  ));
});

const tallest = plotHeight - 4;
/** What the number of the tallest bar takes, px: down to its line, and from either end. */
const peakLine = 10;
const peakRoom = 90;

/** At the end, unless a bar there would lie under it and none does at the start. */
function placeOfPeak(bars: readonly Bar[], width: number): 'start' | 'end' {
  const high = bars.filter(({ height }) => height * tallest > plotHeight - peakLine - 3);
  const atEnd = high.some((bar) => bar.x + bar.width > width - peakRoom);
  return atEnd && !high.some(({ x }) => x < peakRoom) ? 'start' : 'end';
}

/** What share of a bar is alarming; it stands on top, and is seen however small. */
function redOf({ alarms, count, height }: Bar): number {
  return alarms === 0 ? 0 : Math.min(1, Math.max(1.5 / (height * tallest), alarms / count));
}

/** A stretch of a bar, `from` and `to` as shares of its height, `beyond` px more at its top. */
function boxOf(bar: Bar, from: number, to: number, beyond = 0): string {
  const gap = gapOf(bar);
  const [x, width] = [bar.x + gap / 2, Math.max(0.75, bar.width - gap)];
  const full = bar.height * tallest;
  const [bottom, height] = [plotHeight - from * full, (to - from) * full + beyond];
  return `M${px(x)} ${px(bottom)}h${px(width)}v${px(-height)}h${px(-width)}z`;
}

function px(length: number): number {
  return Math.round(length * 100) / 100;
}

interface LabelsProps {
  marks: readonly Tick[];
  scale: Scale;
  /** What red stands for; null where nothing is red. */
  red: string | null;
  zone: string;
}

function Labels({ marks, scale, red, zone }: LabelsProps) {
  const end = [red && `■\u00a0${red}`, zone].filter(Boolean).join(' · ');
  // These have the right end for themselves; a label there would run into them.
  const room = scale.width - end.length * 7 - 44;
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
        {red && (
          <>
            <tspan className={styles.alarm}>■</tspan>
            {`\u00a0${red} · `}
          </>
        )}
        {zone}
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
