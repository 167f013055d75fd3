import {
  memo,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import { Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { shown } from '../../state/selection.ts';
import { useTags } from '../../state/marks.ts';
import { useFormat, useSettings, useZone } from '../../state/preferences.ts';
import { coverageOver, spanOf, type Covered } from '../../../shared/coverage-gaps.ts';
import { BarTip, Drawing } from './histogram-drawing.tsx';
import type { Selection } from '../../../shared/session.ts';
import { IconButton } from '../../ui/button.tsx';
import { openComparison } from '../comparison/open.ts';
import { periodSides } from '../comparison/sides.ts';
import { barAt, placeBars, type Bar } from './histogram-model.ts';
import { partsOf, type Part } from './histogram-parts.ts';
import { Legend, StackMenu, usePartWords } from './histogram-stack.tsx';
import { useReview, useReviewModel } from './review-context.ts';
import styles from './histogram.module.css';

export const histogramId = 'histogram';

/** Bars over time with the coverage under them. Dragging, or Shift with the arrows, chooses a period. */
export function Histogram() {
  const { t } = useTranslation('review');
  const histogram = useReview((review) => review.histogram);
  const alarms = useReview((review) => review.alarms);
  const zone = useZone();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const model = useReviewModel();
  const { stack } = useSettings();
  useEffect(() => model.stackBy(stack), [model, stack]);
  const tags = useTags();
  const parts = useMemo(
    () => partsOf(histogram?.stack ?? null, (tag) => tags.find(({ name }) => name === tag)?.colour),
    [histogram, tags],
  );
  const span = useSpan();
  const compare = useCallback(
    (period: Selection['period']) => {
      const { query } = shown.get();
      if (span) openComparison(periodSides({ query, period }, span));
    },
    [span],
  );
  const bars = useMemo(
    () => (histogram && width > 0 ? placeBars(histogram, zone, width, alarms, parts) : []),
    [histogram, zone, width, alarms, parts],
  );
  return (
    <section className={styles.box} aria-label={t('histogram.label')}>
      <div className={styles.bars} ref={box}>
        {bars.length > 0 ? (
          <Plot bars={bars} parts={parts} width={width} onCompare={compare} />
        ) : (
          <div className={styles.blank} />
        )}
        {parts.length > 0 && <Legend parts={parts} />}
      </div>
      <Tools onCompare={compare} />
    </section>
  );
}

/** Other bars do not change them. */
const Tools = memo(function Tools({ onCompare }: Pick<PlotProps, 'onCompare'>) {
  const { t } = useTranslation('comparison');
  return (
    <div className={styles.tools}>
      <StackMenu />
      <IconButton
        size="small"
        icon={Scale}
        label={t('withEarlier')}
        shortcut="D"
        onPress={() => onCompare(shown.get().period)}
      />
    </div>
  );
});

interface Brush {
  anchor: number;
  at: number;
}

interface PlotProps {
  bars: readonly Bar[];
  parts: readonly Part[];
  width: number;
  /** With the stretch that is selected, or that of the bar with the cursor. */
  onCompare: (period: Selection['period']) => void;
}

function Plot({ bars, parts, width, onCompare }: PlotProps) {
  const { t } = useTranslation('review');
  const summary = useId();
  const [hovered, setHovered] = useState<number | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [brush, setBrush] = useState<Brush | null>(null);
  const dragging = useRef(false);

  function periodOf({ anchor, at }: Brush): Selection['period'] {
    const [first, last] = [bars[Math.min(anchor, at)], bars[Math.max(anchor, at)]];
    return first && last ? { from: first.from, to: last.to } : null;
  }

  function apply(chosen: Brush): void {
    const period = periodOf(chosen);
    setBrush(null);
    if (period) shown.set({ period });
  }

  function indexOf(event: PointerEvent): number {
    return barAt(bars, event.clientX - event.currentTarget.getBoundingClientRect().left);
  }

  const pointer = {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      dragging.current = true;
      const index = indexOf(event);
      setBrush({ anchor: index, at: index });
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>) {
      const index = indexOf(event);
      setHovered(index);
      if (dragging.current) setBrush((now) => now && { ...now, at: index });
    },
    onPointerUp(event: PointerEvent<HTMLDivElement>) {
      if (!dragging.current) return;
      dragging.current = false;
      if (brush) apply({ ...brush, at: indexOf(event) });
    },
    onPointerCancel() {
      dragging.current = false;
      setBrush(null);
    },
    onPointerLeave: () => setHovered(null),
  };

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = cursor ?? 0;
    const target = keyTarget(event.key, at, bars.length - 1);
    if (target !== null) {
      setCursor(target);
      setBrush(event.shiftKey ? { anchor: brush?.anchor ?? at, at: target } : null);
    } else if (event.key === 'Enter' && cursor !== null) apply(brush ?? { anchor: at, at });
    else if (event.code === 'KeyD')
      onCompare(cursor === null ? shown.get().period : periodOf(brush ?? { anchor: at, at }));
    else if (event.key === 'Escape' && brush) setBrush(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const covered = useCovered(bars);
  const active = hovered ?? cursor;
  const low = brush ? Math.min(brush.anchor, brush.at) : null;
  const high = brush ? Math.max(brush.anchor, brush.at) : null;
  const words = useBarWords(parts);
  const value = brush ? words.range(bars, low ?? 0, high ?? 0) : words.bar(bars[cursor ?? 0]);
  return (
    <>
      {/* A slider over buckets: the arrows move it, and its value is what a screen reader says. */}
      <div
        id={histogramId}
        className={styles.plot}
        role="slider"
        tabIndex={0}
        aria-label={t('histogram.slider')}
        aria-describedby={summary}
        aria-valuemin={1}
        aria-valuemax={bars.length}
        aria-valuenow={(cursor ?? 0) + 1}
        aria-valuetext={value}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setCursor(null);
          setBrush(null);
        }}
        {...pointer}
      >
        <Drawing
          bars={bars}
          parts={parts}
          covered={covered}
          width={width}
          active={active}
          low={low}
          high={high}
        />
        {active !== null && bars[active] && (
          <BarTip
            bar={bars[active]}
            width={width}
            text={brush ? value : words.short(bars[active])}
            parts={brush ? [] : words.parts(bars[active])}
          />
        )}
      </div>
      <Summary id={summary} bars={bars} covered={covered} />
    </>
  );
}

function keyTarget(key: string, at: number, last: number): number | null {
  if (key === 'ArrowRight') return Math.min(last, at + 1);
  if (key === 'ArrowLeft') return Math.max(0, at - 1);
  if (key === 'PageDown') return Math.min(last, at + 10);
  if (key === 'PageUp') return Math.max(0, at - 10);
  if (key === 'Home') return 0;
  return key === 'End' ? last : null;
}

/**
 * What was collected under the bars, exactly: buckets at the ends reach beyond the session, where
 * there is nothing to be missing.
 */
function useCovered(bars: readonly Bar[]): Covered[] {
  const info = useCall('session.info').data;
  const span = useSpan();
  return useMemo(() => {
    const [first, last] = [bars[0], bars.at(-1)];
    if (!first || !last || !span || !info) return [];
    return coverageOver(info.coverage, Math.max(first.from, span.from), Math.min(last.to, span.to));
  }, [bars, info, span]);
}

function useSpan() {
  const info = useCall('session.info').data;
  return useMemo(() => (info ? spanOf(info) : null), [info]);
}

/** The bars in words. */
function useBarWords(parts: readonly Part[] = []) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { ofBar } = usePartWords();
  const events = (count: number) => t('histogram.events', { count, number: format.number(count) });
  return {
    /** All that is known of a bar; `short` is without its parts. */
    bar(bar: Bar | undefined): string {
      if (!bar) return '';
      return [this.short(bar), ...ofBar(bar, parts)].join(' · ');
    },
    parts: (bar: Bar): string[] => ofBar(bar, parts),
    short(bar: Bar): string {
      const state = t(`coverage.${bar.coverage}`);
      const number = bar.coverage === 'none' && bar.count === 0 ? null : events(bar.count);
      const red =
        bar.alarms > 0 ? t('histogram.alarms', { number: format.number(bar.alarms) }) : null;
      return [format.period(bar.from, bar.to - 1), number, red, state].filter(Boolean).join(' · ');
    },
    range(bars: readonly Bar[], low: number, high: number): string {
      const chosen = bars.slice(low, high + 1);
      const [first, last] = [chosen[0], chosen.at(-1)];
      if (!first || !last) return '';
      const count = chosen.reduce((sum, one) => sum + one.count, 0);
      return `${format.period(first.from, last.to - 1)} · ${events(count)}`;
    },
  };
}

/** What the picture says, for those who do not see it. */
function Summary(props: { id: string; bars: readonly Bar[]; covered: readonly Covered[] }) {
  const { id, bars, covered } = props;
  const { t } = useTranslation('review');
  const words = useBarWords();
  const peak = bars.reduce<Bar | undefined>(
    (most, bar) => (most && most.count >= bar.count ? most : bar),
    undefined,
  );
  const missing = covered.filter(({ state }) => state !== 'complete').length;
  return (
    <p id={id} className="visually-hidden">
      {t('histogram.summary', {
        all: words.range(bars, 0, bars.length - 1),
        peak: words.bar(peak),
        missing: t('histogram.missing', { count: missing }),
      })}
    </p>
  );
}

function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
