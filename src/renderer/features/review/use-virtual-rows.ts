import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { follow, longestHold, type Leap } from './leap.ts';
import { moved, physicalHeight, placeAt, reveal, type Place } from './scroll-scale.ts';

/** Rows on the screen and around it: `first`–`last` inclusive, `shift` px to draw them by. */
export interface Sight {
  first: number;
  last: number;
  shift: number;
  /**
   * Row `index` is drawn by the element `index - origin`, which stands that many rows below the first:
   * after a leap by those that are there, where they are.
   */
  origin: number;
}

interface Options {
  /** null until it is there. */
  scroller: HTMLElement | null;
  rows: number;
  rowHeight: number;
  /** Height of what lies over the rows and stays there: the header. */
  head: number;
  /** Changes when rows have come. */
  version: number;
  /** Whether a row has come. */
  isHere: (index: number) => boolean;
  /** Called with the rows really in sight and how far the first is scrolled out, px. */
  onLook: (first: number, last: number, offset: number) => void;
  /** A movement has begun, or is over. */
  onScrolling: (on: boolean) => void;
}

/** Drawn beyond the edges, so that a fast wheel does not outrun the drawing. */
const beyond = 6;
/** A movement that goes on within so long, ms, has not ended: notches of a wheel are one movement. */
const pause = 150;
/** Elements stand at their number: so far at most from the first one, then they are made anew. */
const farthest = 10_000;

/**
 * Which rows to draw, for any number of rows (see scroll-scale.ts). Renders again only when rows
 * come into sight; within that the browser scrolls alone. A leap waits for its rows (see leap.ts).
 */
export function useVirtualRows(options: Options) {
  const { scroller, rows, rowHeight, head, version, isHere, onLook, onScrolling } = options;
  const place = useRef<Place>({ virtual: 0, physical: 0 });
  const leap = useRef<Leap>({ drawn: 0, awaited: null });
  /** Changes with each wait. */
  const [waits, setWaits] = useState(0);
  const [viewport, setViewport] = useState(0);
  const geometry = { total: rows * rowHeight, viewport };
  const [sight, setSight] = useState<Sight>({ first: 0, last: 0, shift: 0, origin: 0 });

  const rowsAt = useCallback(
    (virtual: number) => {
      const first = Math.floor(virtual / rowHeight);
      return { first, last: Math.min(rows - 1, Math.ceil((virtual + viewport) / rowHeight)) };
    },
    [rows, rowHeight, viewport],
  );
  const ask = useCallback(
    (virtual: number) => {
      const { first, last } = rowsAt(virtual);
      onLook(first, last, virtual - first * rowHeight);
    },
    [rowsAt, rowHeight, onLook],
  );

  const draw = useCallback(
    (virtual: number) => {
      const inSight = rowsAt(virtual);
      const shift = virtual - place.current.physical;
      setSight((old) => {
        const staying = Math.min(old.last, inSight.last) - Math.max(old.first, inSight.first) + 1;
        const isFar = staying * 3 < (inSight.last - inSight.first + 1) * 2;
        // The next leap would pass over what lies beyond the edges, too: that waits for the movement's end.
        const around = isFar ? 0 : beyond;
        const next = {
          first: Math.max(0, inSight.first - around),
          last: Math.min(rows - 1, inSight.last + around),
          shift,
        };
        // Where many rows are others, elements get them as they stand: made anew, they would be garbage.
        const kept = isFar ? old.origin + next.first - old.first : old.origin;
        const origin = Math.abs(next.first - kept) > farthest ? next.first : kept;
        const isSame =
          old.first === next.first && old.last === next.last && old.shift === next.shift;
        return isSame ? old : { ...next, origin };
      });
    },
    [rows, rowsAt],
  );

  const look = useCallback(() => {
    const { virtual } = place.current;
    leap.current = { drawn: virtual, awaited: null };
    ask(virtual);
    draw(virtual);
  }, [ask, draw]);

  /** As `look`, but a leap waits for its rows. */
  const lookOrWait = useCallback(() => {
    const hasCome = (at: number) => {
      const { first, last } = rowsAt(at);
      return isHere(first) && isHere(last);
    };
    const now = performance.now();
    const next = follow(leap.current, place.current.virtual, { viewport, hasCome, now });
    leap.current = next;
    if (next.asked !== null) ask(next.asked);
    if (next.asked !== null && next.awaited) setWaits((turn) => turn + 1);
    draw(next.drawn);
  }, [ask, draw, isHere, rowsAt, viewport]);

  const goOn = useEffectEvent(() => {
    if (leap.current.awaited) lookOrWait();
  });
  // Rows have come, or do not.
  useLayoutEffect(() => {
    if (version > 0) goOn();
  }, [version]);
  useEffect(() => {
    if (waits === 0) return;
    const timer = setTimeout(() => goOn(), longestHold);
    return () => clearTimeout(timer);
  }, [waits]);

  /** Goes to a virtual position, px. */
  const goTo = useCallback(
    (virtual: number, show: () => void = look) => {
      const target = placeAt(virtual, { total: rows * rowHeight, viewport });
      // A movement that goes on is not cut off for a place it is at already.
      place.current = target;
      if (scroller && Math.abs(scroller.scrollTop - target.physical) >= 1)
        scroller.scrollTo({ top: target.physical });
      show();
    },
    [scroller, rows, rowHeight, viewport, look],
  );

  const revealRow = useCallback(
    (index: number) => {
      const from = index * rowHeight;
      const target = reveal(place.current.virtual, from, from + rowHeight, viewport);
      if (target !== place.current.virtual) goTo(target, lookOrWait);
    },
    [rowHeight, viewport, goTo, lookOrWait],
  );

  const firstInSight = useCallback(() => Math.ceil(place.current.virtual / rowHeight), [rowHeight]);

  useLayoutEffect(() => {
    if (!scroller) return;
    const measure = () => setViewport(Math.max(0, scroller.clientHeight - head));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller, head]);

  useLayoutEffect(() => {
    if (!scroller) return;
    const limits = { total: rows * rowHeight, viewport };
    let pausing: ReturnType<typeof setTimeout> | undefined;
    const setMoving = (on: boolean) => {
      scroller.toggleAttribute('data-moving', on);
      onScrolling(on);
    };
    const onScroll = () => {
      // The browser rounds what it is given: within a pixel it is the place we asked for.
      if (Math.abs(scroller.scrollTop - place.current.physical) < 1) return;
      clearTimeout(pausing);
      place.current = moved(place.current, scroller.scrollTop, limits);
      setMoving(true);
      flushSync(lookOrWait);
    };
    /** The movement is over: the thumb goes where it belongs, and the rows stay where they are. */
    const end = () => {
      setMoving(false);
      goTo(place.current.virtual, () => flushSync(lookOrWait));
    };
    const onEnd = () => {
      clearTimeout(pausing);
      pausing = setTimeout(end, pause);
    };
    scroller.addEventListener('scroll', onScroll, { passive: true });
    scroller.addEventListener('scrollend', onEnd);
    return () => {
      scroller.removeEventListener('scroll', onScroll);
      scroller.removeEventListener('scrollend', onEnd);
      clearTimeout(pausing);
      // The screen may go out of sight in the midst of a movement.
      setMoving(false);
    };
  }, [scroller, rows, rowHeight, viewport, lookOrWait, goTo, onScrolling]);

  // Fewer rows, another height: the same place, as far as it still exists; taller rows: the same row.
  const tall = useRef(rowHeight);
  useLayoutEffect(() => {
    const scale = rowHeight / tall.current;
    tall.current = rowHeight;
    goTo(place.current.virtual * scale);
  }, [goTo, rowHeight]);

  return { sight, height: physicalHeight(geometry), viewport, goTo, revealRow, firstInSight };
}
