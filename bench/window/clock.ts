/**
 * Runs inside the window: times are taken where a person sees them, by the page's own clock. A
 * moment counts as "on the screen" once the frame that shows it has been drawn.
 */
export interface Watched {
  /** ms from the key or click to the rows that were waited for. */
  rows: number;
  /** To the last change of the count, the histogram and the facets; null: nothing changed. */
  all: number | null;
}

export interface Frames {
  count: number;
  /** ms. */
  max: number;
  p95: number;
  over50: number;
  /** Frames in which a row had no text yet. */
  unfilled: number;
}

/** Rows of a new round (`round`), or a certain row with its text. */
export type Awaited = 'round' | { row: number };

interface Clock {
  /** Takes the next key or click as the beginning. */
  arm(what: Awaited): void;
  /** Resolves when the rows are there and nothing has changed for `quiet` ms; rejects after a minute. */
  done(quiet: number): Promise<Watched>;
  startFrames(): void;
  stopFrames(): Frames;
  /** Puts the scroll bar's thumb to so many places from one end to the other, one a frame. */
  drag(steps: number): Promise<void>;
  /** The last row in sight and its cells. */
  lastRow(): { index: number; cells: string[] };
}

declare global {
  // Only var makes a property of globalThis.
  var benchClock: Clock;
}

/** Given to the page as it stands: it may use nothing from outside itself. */
export function installClock(): void {
  const grid = () => document.querySelector<HTMLElement>('[role="grid"]');
  const parts = '[role="search"] output, nav, section';
  let watching: {
    what: Awaited;
    start: number | null;
    rows: number | null;
    last: number | null;
  } | null = null;
  let changed = 0;

  const drawn = (then: (at: number) => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => then(performance.now()));
      port1.start();
      port2.postMessage(null);
    });
  const isFilled = (row: Element | null) =>
    row !== null && row.querySelector('[role="gridcell"] > span[style*="width"]') === null;
  const isThere = (what: Awaited, records: MutationRecord[]) =>
    what === 'round'
      ? records.some(({ attributeName }) => attributeName === 'aria-busy') &&
        grid()?.getAttribute('aria-busy') === 'false'
      : isFilled(document.querySelector(`[role="grid"] [data-index="${what.row}"]`));

  for (const type of ['keydown', 'beforeinput', 'click'] as const) {
    const begin = ({ timeStamp }: Event) => {
      if (watching) watching.start ??= timeStamp;
    };
    window.addEventListener(type, begin, { capture: true });
  }
  new MutationObserver((records) => {
    changed = performance.now();
    const now = watching;
    if (!now || now.start === null) return;
    if (now.rows === null && isThere(now.what, records)) drawn((at) => (now.rows ??= at));
    const isPart = ({ target }: MutationRecord) =>
      (target instanceof Element ? target : target.parentElement)?.closest(parts);
    if (records.some(isPart)) drawn((at) => (now.last = at));
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  let frames: number[] | null = null;
  let unfilled = 0;
  function frame(before: number) {
    requestAnimationFrame((at) => {
      if (!frames) return;
      frames.push(at - before);
      const rows = [...(grid()?.querySelectorAll('[data-index]') ?? [])];
      if (rows.length === 0 || rows.some((row) => !isFilled(row))) unfilled += 1;
      frame(at);
    });
  }

  globalThis.benchClock = {
    arm(what) {
      watching = { what, start: null, rows: null, last: null };
    },
    async done(quiet) {
      const limit = performance.now() + 60_000;
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const now = performance.now();
        if (
          watching &&
          watching.start !== null &&
          watching.rows !== null &&
          now - changed > quiet
        ) {
          const { start, rows, last } = watching;
          watching = null;
          return { rows: rows - start, all: last === null ? null : last - start };
        }
        if (now > limit) throw new Error(`waited in vain: ${JSON.stringify(watching)}`);
      }
    },
    startFrames() {
      frames = [];
      unfilled = 0;
      frame(performance.now());
    },
    stopFrames() {
      const times = (frames ?? []).toSorted((a, b) => a - b);
      frames = null;
      return {
        count: times.length,
        max: times.at(-1) ?? 0,
        p95: times[Math.floor(times.length * 0.95)] ?? 0,
        over50: times.filter((ms) => ms > 50).length,
        unfilled,
      };
    },
    async drag(steps) {
      const scroller = grid();
      if (!scroller) throw new Error('no table');
      const way = scroller.scrollHeight - scroller.clientHeight;
      for (let step = 0; step <= steps; step += 1) {
        scroller.scrollTop = Math.round((way * step) / steps);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    lastRow() {
      const edge = grid()?.getBoundingClientRect().bottom ?? 0;
      const rows = [...(grid()?.querySelectorAll<HTMLElement>('[data-index]') ?? [])];
      const seen = rows.filter((row) => row.getBoundingClientRect().bottom <= edge + 1).at(-1);
      const cells = [...(seen?.querySelectorAll('[role="gridcell"]') ?? [])];
      return {
        index: Number(seen?.dataset['index'] ?? -1),
        cells: cells.map((cell) => cell.textContent ?? ''),
      };
    },
  };
}
