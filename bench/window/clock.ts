/**
 * Runs inside the window: times are taken where a person sees them, by the page's own clock. A
 * moment counts as "on the screen" once the frame that shows it has been drawn.
 */
export interface Watched {
  /** ms from the key or click to the rows that were waited for. */
  rows: number;
  /** To how many there are of them: the table says that it is no longer busy. */
  count: number;
  /** To the last change of the histogram and the facets; null: nothing changed. */
  all: number | null;
}

export interface Frames {
  count: number;
  /** ms. */
  max: number;
  p95: number;
  over50: number;
  /** Frames in which a row in sight had no text yet, or there was no row. */
  unfilled: number;
  /** Frames that showed other rows than the one before. */
  moved: number;
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
  const rowsOf = (table: HTMLElement | null) => [
    ...(table?.querySelectorAll<HTMLElement>('[data-index]') ?? []),
  ];
  const parts = '[role="search"] output, nav, section';
  let watching: {
    what: Awaited;
    start: number | null;
    rows: number | null;
    count: number | null;
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
  const hasChanged = (records: MutationRecord[], name: string) =>
    records.some(({ attributeName, target }) => attributeName === name && target === grid());
  const isThere = (what: Awaited, records: MutationRecord[]) =>
    what === 'round'
      ? hasChanged(records, 'data-turn')
      : document.querySelector(`[role="grid"] [data-index="${what.row}"][data-row]`) !== null;
  const isCounted = (what: Awaited, records: MutationRecord[]) =>
    what === 'round'
      ? hasChanged(records, 'aria-busy') && grid()?.getAttribute('aria-busy') === 'false'
      : isThere(what, records);

  for (const type of ['keydown', 'beforeinput', 'click'] as const) {
    const begin = (event: Event) => {
      // Of `Ctrl+End` it is the second key that asks for something.
      if (event instanceof KeyboardEvent && event.key === 'Control') return;
      if (watching) watching.start ??= event.timeStamp;
    };
    window.addEventListener(type, begin, { capture: true });
  }
  new MutationObserver((records) => {
    changed = performance.now();
    const now = watching;
    if (!now || now.start === null) return;
    if (now.rows === null && isThere(now.what, records)) drawn((at) => (now.rows ??= at));
    if (now.count === null && isCounted(now.what, records)) drawn((at) => (now.count ??= at));
    const isPart = ({ target }: MutationRecord) =>
      (target instanceof Element ? target : target.parentElement)?.closest(parts);
    if (records.some(isPart)) drawn((at) => (now.last = at));
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  /** Whether rows with their texts reach from the head of the table to its lower edge. */
  function isFilled(table: HTMLElement, rows: HTMLElement[]): boolean {
    const box = table.getBoundingClientRect();
    const top = rows[0]?.getBoundingClientRect().top ?? box.bottom;
    const bottom = rows.at(-1)?.getBoundingClientRect().bottom ?? box.top;
    if (top > box.top + 29 || bottom < box.top + table.clientHeight - 1) return false;
    return rows.every((row) => {
      if (row.dataset['row'] !== undefined) return true;
      const place = row.getBoundingClientRect();
      return place.bottom <= box.top + 28 || place.top >= box.top + table.clientHeight;
    });
  }

  let frames: number[] | null = null;
  let [unfilled, moved, shown] = [0, 0, ''];
  function frame(before: number) {
    requestAnimationFrame((at) => {
      if (!frames) return;
      frames.push(at - before);
      const table = grid();
      const rows = rowsOf(table).toSorted(
        (a, b) => Number(a.dataset['index']) - Number(b.dataset['index']),
      );
      if (!table || !isFilled(table, rows)) unfilled += 1;
      const first = rows[0]?.dataset['row'] ?? '';
      if (first !== shown) moved += 1;
      shown = first;
      frame(at);
    });
  }

  globalThis.benchClock = {
    arm(what) {
      watching = { what, start: null, rows: null, count: null, last: null };
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
          watching.count !== null &&
          now - changed > quiet
        ) {
          const { start, rows, count, last } = watching;
          watching = null;
          return {
            rows: rows - start,
            count: count - start,
            all: last === null ? null : last - start,
          };
        }
        if (now > limit) throw new Error(`waited in vain: ${JSON.stringify(watching)}`);
      }
    },
    startFrames() {
      frames = [];
      [unfilled, moved, shown] = [0, 0, ''];
      requestAnimationFrame(frame);
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
        moved,
      };
    },
    lastRow() {
      const edge = grid()?.getBoundingClientRect().bottom ?? 0;
      const inSight = (row: HTMLElement) => row.getBoundingClientRect().bottom <= edge + 1;
      const index = (row: HTMLElement) => Number(row.dataset['index']);
      const seen = rowsOf(grid())
        .filter(inSight)
        .toSorted((a, b) => index(a) - index(b))
        .at(-1);
      const cells = [...(seen?.querySelectorAll('[role="gridcell"]') ?? [])];
      return { index: seen ? index(seen) : -1, cells: cells.map((cell) => cell.textContent ?? '') };
    },
  };
}
