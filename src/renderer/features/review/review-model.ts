import { Failed, toFailure, type Failure } from '../../../shared/errors.ts';
import type { ChannelInput, ChannelOutput } from '../../../shared/contract.ts';
import type { Facet, Histogram, Interval, Row, Selection, Sort } from '../../../shared/session.ts';
import { alarmQuery } from './meaning.ts';
import { addTerm } from './query-edit.ts';
import { pageSize, RowPages } from './row-pages.ts';

/** What the model needs of main. */
export interface Main {
  rows(input: ChannelInput<'review.rows'>): Promise<Row[]>;
  count(input: ChannelInput<'review.count'>): Promise<ChannelOutput<'review.count'>>;
  position(input: ChannelInput<'review.position'>): Promise<number | null>;
  facet(input: ChannelInput<'review.facet'>): Promise<Facet>;
  histogram(input: ChannelInput<'review.histogram'>): Promise<Histogram>;
  cancel(): Promise<unknown>;
  /** Milliseconds, for how long an answer took. */
  now(): number;
}

export interface FacetWish {
  field: string;
  limit: number;
}

/** Where the table is to stand after a round: `offset` px of the row are above the upper edge. */
export interface Placement {
  index: number;
  offset: number;
  /** Where the row with the cursor is now; null when it is not among the rows, or not known to be. */
  cursor: number | null;
  /** Changes with every placement, so that the same place twice is two placements. */
  turn: number;
}

/** What is on the screen. Replaced as a whole with every change, so that views can compare parts. */
export interface Review {
  /** null: nothing has ever been answered. */
  pages: RowPages | null;
  /** Changes when rows have come. */
  version: number;
  /** How many rows the table has; a lower bound while `count` is on its way. */
  rows: number;
  count: { matching: number; total: number } | null;
  /** From the change to its rows, ms. */
  took: number | null;
  histogram: Histogram | null;
  /** Alarming events by the time of their bucket; empty while they are on their way. */
  alarms: ReadonlyMap<number, number>;
  facets: Readonly<Record<string, Facet>>;
  /** Something of the newest round is still on its way. */
  busy: boolean;
  /** Rows and count on the screen are those that were asked for. */
  settled: boolean;
  failure: Failure | null;
  placement: Placement;
}

type Spot = Omit<Placement, 'turn'>;

/** So many rows above and below those in sight are asked for, so that a wheel finds them filled. */
const ahead = 40;

const nothing: Review = {
  pages: null,
  version: 0,
  rows: 0,
  count: null,
  took: null,
  histogram: null,
  alarms: new Map(),
  facets: {},
  busy: false,
  settled: false,
  failure: null,
  placement: { index: 0, offset: 0, cursor: null, turn: 0 },
};

/**
 * Asks main for what the screen shows. Every change of query, period, order or data is a round:
 * what still waits is called off, then rows and count, then the histogram, then the facets, one
 * after the other, so that pages of a scroll need not wait behind them. What was shown stays until
 * its successor has come; answers of an older round are dropped.
 */
export class ReviewModel {
  private readonly main: Main;
  private readonly listeners = new Set<() => void>();
  private shown: Review = nothing;
  private round = 0;
  private asked: { selection: Selection; sort: Sort } | null = null;
  private wishes: readonly FacetWish[] = [];
  /** The first row in sight and how far it is scrolled out, told by the table. */
  private anchor = { index: 0, offset: 0 };
  private sight = { first: 0, last: 0 };
  /** The row with the cursor, which stays in sight when the order changes. */
  private focused: number | null = null;

  constructor(main: Main) {
    this.main = main;
  }

  readonly get = (): Review => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Another query, period or order: the table goes to its top; another order alone, to the cursor. */
  show(selection: Selection, sort: Sort): Promise<void> {
    const sameRows = same(this.asked?.selection, selection);
    // The screen comes back into sight: nothing was changed but perhaps the data.
    if (sameRows && same(this.asked?.sort, sort)) return this.refresh();
    this.asked = { selection, sort };
    const { focused } = this;
    return this.start(async () => {
      const cursor = sameRows && focused !== null ? await this.positionOf(focused) : null;
      const third = Math.floor((this.sight.last - this.sight.first) / 3);
      return { index: cursor === null ? 0 : Math.max(0, cursor - third), offset: 0, cursor };
    });
  }

  /** New data under the same query: everything again, and what is in sight stays where it is. */
  refresh(): Promise<void> {
    const { anchor, focused } = this;
    const top = this.shown.pages?.row(anchor.index);
    const atTop = anchor.index === 0 && anchor.offset <= 0;
    return this.start(async () => {
      const cursor = focused === null ? null : await this.positionOf(focused);
      const index = atTop || !top ? anchor.index : await this.positionOf(top.row);
      return { index: index ?? anchor.index, offset: anchor.offset, cursor };
    });
  }

  /** Tries the last round again, after a failure. */
  retry(): Promise<void> {
    return this.refresh();
  }

  /** Another set of facets is open; what is missing is asked for. */
  wish(wishes: readonly FacetWish[]): void {
    this.wishes = wishes;
    const { round } = this;
    if (this.asked && !this.shown.busy) {
      void this.askFacets(round, this.asked.selection, true).catch((error: unknown) =>
        this.fail(round, error),
      );
    }
  }

  /** `first`–`last` are in sight, the first scrolled out by `offset` px. */
  look(first: number, last: number, offset: number): void {
    this.anchor = { index: first, offset };
    this.sight = { first, last };
    const end = Math.max(0, this.shown.rows - 1);
    this.shown.pages?.want(first - ahead, Math.min(end, last + ahead));
  }

  /** The row that the cursor is on. */
  focus(row: number | null): void {
    this.focused = row;
  }

  /** Where a row stands under the shown query and order; null when it does not match. */
  async positionOf(row: number): Promise<number | null> {
    if (!this.asked) return null;
    return await this.main.position({ ...this.asked, row });
  }

  private async start(place: () => Promise<Spot>): Promise<void> {
    const asked = this.asked;
    if (!asked) return;
    const round = ++this.round;
    const started = this.main.now();
    this.update({ busy: true, settled: false, failure: null });
    try {
      await this.main.cancel();
      if (round !== this.round) return;
      const pages = this.newPages(asked);
      const spot = await place();
      const loading = pages.load(spot.index);
      const counting = this.main.count({ selection: asked.selection });
      // Awaited below; a failure before that is the same one or belongs to an old round.
      counting.catch(() => undefined);
      const rows = await loading;
      if (round !== this.round) return pages.close();
      this.put(pages, rows, spot, this.main.now() - started);
      const count = await counting;
      if (round !== this.round) return;
      this.update({ count, rows: count.matching, settled: true });
      const { selection } = asked;
      const histogram = await this.main.histogram({ selection, interval: 'auto' });
      if (round !== this.round) return;
      this.update({ histogram, alarms: new Map() });
      await this.askFacets(round, selection, false);
      if (round === this.round) await this.askAlarms(round, selection, histogram.interval);
      if (round === this.round) this.update({ busy: false });
    } catch (error) {
      this.fail(round, error);
    }
  }

  /** The new rows take the place of the old ones in one step. */
  private put(pages: RowPages, rows: Row[], spot: Spot, took: number): void {
    this.shown.pages?.close();
    const known = Math.floor(spot.index / pageSize) * pageSize + rows.length;
    const whole = rows.length < pageSize && (rows.length > 0 || spot.index === 0);
    const { turn } = this.shown.placement;
    this.update({
      pages,
      rows: whole ? known : Math.max(known, this.shown.rows),
      took,
      version: this.shown.version + 1,
      placement: { ...spot, turn: turn + 1 },
    });
    const height = this.sight.last - this.sight.first;
    pages.want(spot.index, spot.index + height);
  }

  private newPages({ selection, sort }: { selection: Selection; sort: Sort }): RowPages {
    const pages: RowPages = new RowPages(
      (offset, limit) => this.main.rows({ selection, sort, offset, limit }),
      () => {
        if (this.shown.pages === pages) this.update({ version: this.shown.version + 1 });
      },
      (error) => {
        if (this.shown.pages === pages) this.fail(this.round, error);
      },
    );
    return pages;
  }

  /** Shown together: drawing after each would take longer than asking for the next. */
  private async askFacets(round: number, selection: Selection, missingOnly: boolean) {
    const facets: Record<string, Facet> = {};
    for (const { field, limit } of this.wishes) {
      const known = this.shown.facets[field];
      const enough = known !== undefined && known.values.length >= Math.min(limit, known.distinct);
      if (missingOnly && enough) continue;
      facets[field] = await this.main.facet({ selection, field, limit });
      if (round !== this.round) return;
    }
    this.update({ facets: { ...this.shown.facets, ...facets } });
  }

  /** Last of all: a part of bars that are on the screen already. */
  private async askAlarms(round: number, selection: Selection, interval: Interval): Promise<void> {
    const query = addTerm(selection.query, alarmQuery);
    const alarming = { ...selection, query };
    const { buckets } = await this.main.histogram({ selection: alarming, interval });
    if (round !== this.round) return;
    const counts = buckets.filter(({ count }) => count > 0);
    this.update({ alarms: new Map(counts.map(({ time, count }) => [time, count])) });
  }

  private fail(round: number, error: unknown): void {
    if (round !== this.round) return;
    const failure = error instanceof Failed ? error.failure : toFailure(error);
    // Called off by a later round of our own, or by a session that closes: nothing to say.
    const ended = { busy: false, settled: true };
    this.update(failure.kind === 'cancelled' ? ended : { ...ended, failure });
  }

  private update(change: Partial<Review>): void {
    this.shown = { ...this.shown, ...change };
    for (const listener of this.listeners) listener();
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
