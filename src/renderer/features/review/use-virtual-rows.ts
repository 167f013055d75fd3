import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { moved, physicalHeight, placeAt, reveal, type Place } from './scroll-scale.ts';

/** Rows on the screen and around it: `first`–`last` inclusive, `shift` px to draw them by. */
export interface Sight {
  first: number;
  last: number;
  shift: number;
}

interface Options {
  /** null until it is there. */
  scroller: HTMLElement | null;
  rows: number;
  rowHeight: number;
  /** Height of what lies over the rows and stays there: the header. */
  head: number;
  /** Called with the rows really in sight and how far the first is scrolled out, px. */
  onLook: (first: number, last: number, offset: number) => void;
  /** A movement has begun, or is over. */
  onScrolling: (on: boolean) => void;
}

/** Drawn beyond the edges, so that a fast wheel does not outrun the drawing. */
const beyond = 10;

/**
 * Which rows to draw, for any number of rows (see scroll-scale.ts). Renders again only when rows
 * come into sight; within that the browser scrolls alone.
 */
export function useVirtualRows({ scroller, rows, rowHeight, head, onLook, onScrolling }: Options) {
  const place = useRef<Place>({ virtual: 0, physical: 0 });
  const [viewport, setViewport] = useState(0);
  const geometry = { total: rows * rowHeight, viewport };
  const [sight, setSight] = useState<Sight>({ first: 0, last: 0, shift: 0 });

  const look = useCallback(() => {
    const { virtual, physical } = place.current;
    const first = Math.floor(virtual / rowHeight);
    const last = Math.min(rows - 1, Math.ceil((virtual + viewport) / rowHeight));
    onLook(first, last, virtual - first * rowHeight);
    const next = {
      first: Math.max(0, first - beyond),
      last: Math.min(rows - 1, last + beyond),
      shift: virtual - physical,
    };
    setSight((old) =>
      old.first === next.first && old.last === next.last && old.shift === next.shift ? old : next,
    );
  }, [rows, rowHeight, viewport, onLook]);

  /** Goes to a virtual position, px. */
  const goTo = useCallback(
    (virtual: number) => {
      const target = placeAt(virtual, { total: rows * rowHeight, viewport });
      // A movement that goes on is not cut off for a place it is at already.
      place.current = target;
      if (scroller && Math.abs(scroller.scrollTop - target.physical) >= 1)
        scroller.scrollTo({ top: target.physical });
      look();
    },
    [scroller, rows, rowHeight, viewport, look],
  );

  const revealRow = useCallback(
    (index: number) => {
      const from = index * rowHeight;
      const target = reveal(place.current.virtual, from, from + rowHeight, viewport);
      if (target !== place.current.virtual) goTo(target);
    },
    [rowHeight, viewport, goTo],
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
    const onScroll = () => {
      // The browser rounds what it is given: within a pixel it is the place we asked for.
      if (Math.abs(scroller.scrollTop - place.current.physical) < 1) return;
      place.current = moved(place.current, scroller.scrollTop, limits);
      onScrolling(true);
      flushSync(look);
    };
    /** The movement is over: the thumb goes where it belongs, and the rows stay where they are. */
    const onEnd = () => {
      onScrolling(false);
      const right = placeAt(place.current.virtual, limits);
      if (Math.abs(right.physical - place.current.physical) < 1) return;
      place.current = right;
      flushSync(look);
      scroller.scrollTo({ top: right.physical });
    };
    scroller.addEventListener('scroll', onScroll, { passive: true });
    scroller.addEventListener('scrollend', onEnd);
    return () => {
      scroller.removeEventListener('scroll', onScroll);
      scroller.removeEventListener('scrollend', onEnd);
    };
  }, [scroller, rows, rowHeight, viewport, look, onScrolling]);

  // Fewer rows, another height: the same place, as far as it still exists; taller rows: the same row.
  const tall = useRef(rowHeight);
  useLayoutEffect(() => {
    const scale = rowHeight / tall.current;
    tall.current = rowHeight;
    goTo(place.current.virtual * scale);
  }, [goTo, rowHeight]);

  return { sight, height: physicalHeight(geometry), viewport, goTo, revealRow, firstInSight };
}
