import { Failed, toFailure } from '../../../shared/errors.ts';
import type { EventState } from '../../../shared/query/query.ts';
import type { Row, Selection, Sort, StackField } from '../../../shared/session.ts';
import { askAlarms, askFacets, askStates, isAnswered, keptAlarms } from './ask-counts.ts';
import { kept, keptWhereSame, same } from './kept.ts';
import { nothing, type FacetWish, type Main, type Review, type Spot } from './review-state.ts';
import { pageSize, RowPages } from './row-pages.ts';
import { Scrolling } from './scrolling.ts';

interface Asked {
  selection: Selection;
  sort: Sort;
}

/** So many rows above and below those in sight are asked for, so that a wheel finds them filled. */
const ahead = 40;
/** Where a row is found again when rows came between asking where it is and asking for the rows. */
const margin = 100;

/**
 * Asks main for what the screen shows. A change of query, period or order is a round: what still
 * waits is called off, then rows are asked for, and when they have been drawn, their count, the
 * histogram and the facets; pages of a scroll pass by what is being counted (order.ts). What was
 * shown stays until its successor has come; answers of an older round are dropped. New data is a
 * round, too, which waits for the person's and never moves the rows on the screen.
 */
export class ReviewModel {
  private readonly main: Main;
  private readonly listeners = new Set<() => void>();
  private shown: Review = nothing;
  private round = 0;
  private running: Promise<void> = Promise.resolve();
  private asked: Asked | null = null;
  private wishes: readonly FacetWish[] = [];
  private states: readonly EventState[] = [];
  private stack: StackField | null = null;
  /** Whose count, histogram, facets and states are on the screen; null: not all that is wished for is. */
  private told: Selection | null = null;
  /** There is new data that nothing has been asked of yet. */
  private outdated = false;
  /** Wished facets are being asked for, outside of a round. */
  private wishing = false;
  /** The first row in sight and how far it is scrolled out, told by the table. */
  private anchor = { index: 0, offset: 0 };
  private sight = { first: 0, last: 0 };
  private readonly scrolling = new Scrolling();
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

  /**
   * Another query, period or order: the table goes to its top, another order alone to the cursor.
   * @param landing the row to go to instead, if it is there
   */
  show(selection: Selection, sort: Sort, landing: number | null = null): Promise<void> {
    const sameRows = same(this.asked?.selection, selection);
    // The screen comes back into sight: nothing was changed but perhaps the data.
    const isSame = sameRows && same(this.asked?.sort, sort);
    if (isSame && landing === null) return this.refresh();
    const asked = { selection, sort };
    this.asked = asked;
    const { focused } = this;
    if (landing !== null) this.focused = landing;
    return this.start(asked, landing ?? (sameRows ? focused : null), landing !== null);
  }

  /** New data under the same query: everything again, and what is in sight stays where it is. */
  async refresh(): Promise<void> {
    this.outdated = true;
    while (this.shown.busy) await this.running;
    await this.scrolling.end();
    const { asked } = this;
    // What the person asked for meanwhile has the new data already.
    if (!asked || this.shown.busy) return;
    const round = ++this.round;
    this.forget();
    try {
      if (await this.putAgain(asked, round)) await this.askRest(asked.selection, round, true);
    } catch (error) {
      this.fail(round, error);
    }
  }

  /** Tries the last round again, after a failure. */
  retry(): Promise<void> {
    return this.refresh();
  }

  /** Other facets are open, or other states are to be counted; what is missing is asked for. */
  wish(wishes: readonly FacetWish[], states: readonly EventState[] = []): void {
    const isFirst = ({ field }: FacetWish, at: number) =>
      wishes.findIndex((one) => one.field === field) === at;
    this.wishes = wishes.filter(isFirst);
    this.states = states;
    this.told = null;
    const { round, asked } = this;
    // Whoever asks already looks at the wishes again after each answer.
    if (!asked || this.shown.busy || this.wishing) return;
    this.wishing = true;
    void this.newFacets(round, asked.selection, true)
      .then((facets) => facets && this.update({ facets }))
      .finally(() => (this.wishing = false))
      .then(() => askStates(this.main, asked.selection, this.states, () => round !== this.round))
      .then((counts) => counts && this.update(counts))
      .catch((error: unknown) => this.fail(round, error));
  }

  /** Other parts of the bars are wished for; null: none but the alarming one. */
  stackBy(field: StackField | null): void {
    if (this.stack === field) return;
    this.stack = field;
    this.told = null;
    const { round, asked } = this;
    if (!asked || this.shown.busy) return;
    void this.askBars(round, asked.selection, true)
      .then((alarms) => alarms && this.update({ alarms }))
      .catch((error: unknown) => this.fail(round, error));
  }

  /** `first`–`last` are in sight, the first scrolled out by `offset` px. */
  look(first: number, last: number, offset: number): void {
    this.anchor = { index: first, offset };
    this.sight = { first, last };
    const end = Math.max(0, this.shown.rows - 1);
    this.shown.pages?.want(first - ahead, Math.min(end, last + ahead));
    if (this.shown.above > 0 && this.isAtTop()) this.update({ above: 0 });
  }

  /** The table is being scrolled, or no longer: meanwhile rows are not put into new places. */
  scroll(on: boolean): void {
    this.scrolling.set(on);
  }

  /** The row that the cursor is on. */
  focus(row: number | null): void {
    this.focused = row;
  }

  /** A round of the person's. @param cursor the row to go to; null for the top */
  private start(asked: Asked, cursor: number | null, landed: boolean): Promise<void> {
    const round = ++this.round;
    const started = this.main.now();
    this.update({ busy: true, settled: false, failure: null, above: 0 });
    this.running = this.run(asked, round, { row: cursor, landed }, started).catch(
      (error: unknown) => this.fail(round, error),
    );
    return this.running;
  }

  private async run(
    asked: Asked,
    round: number,
    goal: { row: number | null; landed: boolean },
    started: number,
  ) {
    // Not waited for: main hears what is asked in the order in which it is.
    this.main.cancel().catch(() => undefined);
    const pages = this.newPages(asked);
    // Without a turn in between, in which the window would be drawn before it asks.
    const cursor = goal.row === null ? null : await this.position(goal.row);
    const third = Math.floor((this.sight.last - this.sight.first) / 3);
    const index = cursor === null ? 0 : Math.max(0, cursor - third);
    const loading = pages.load(index);
    // Another order of the same rows: all that is counted of them stands.
    const stands = this.isTold(asked.selection);
    if (!stands) this.forget();
    const rows = await loading;
    if (round !== this.round) return pages.close();
    this.put(pages, { index, offset: 0, cursor, landed: goal.landed }, this.known(index, rows));
    this.update({ took: this.main.now() - started });
    if (stands) {
      this.update({ settled: true, busy: this.told === null });
      // Something else was wished for meanwhile.
      if (this.told === null) await this.askRest(asked.selection, round, true);
      return;
    }
    // What is counted there meanwhile would take half of a small machine from drawing the rows here.
    await this.main.drawn();
    if (round !== this.round) return;
    await this.askRest(asked.selection, round, false, this.settle(asked.selection, round));
  }

  private isTold(selection: Selection): boolean {
    return !this.outdated && this.told !== null && same(this.told, selection);
  }

  /** From here on, what is asked is of the data as it is now. */
  private forget(): void {
    this.outdated = false;
    this.told = null;
  }

  private async settle(selection: Selection, round: number): Promise<void> {
    const count = await this.main.count({ selection });
    if (round === this.round) this.update({ count, rows: count.matching, settled: true });
  }

  /** How many rows there are at least, as far as a page tells. */
  private known(index: number, rows: Row[]): number {
    const known = Math.floor(index / pageSize) * pageSize + rows.length;
    const whole = rows.length < pageSize && (rows.length > 0 || index === 0);
    return whole ? known : Math.max(known, this.shown.rows);
  }

  /**
   * The same rows out of new data, in one step with their count: the first row in sight stays where
   * it is to the pixel, the cursor on its row. Data comes, and the person scrolls on, between any two
   * answers: so rows are found again among those that came, and if they are not there, asked anew.
   * @returns false when another round took over
   */
  private async putAgain(asked: Asked, round: number): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      const held = this.held();
      const { focused } = this;
      const index = held ? ((await this.position(held.row)) ?? held.index) : 0;
      const position = await this.position(focused);
      const pages = this.newPages(asked);
      const height = this.sight.last - this.sight.first;
      await pages.load(Math.max(0, index - margin), index + height + margin);
      const count = await this.main.count({ selection: asked.selection });
      if (round !== this.round) {
        pages.close();
        return false;
      }
      const now = this.held();
      const place = now === null || now.row === null ? (now?.index ?? 0) : pages.indexOf(now.row);
      if (place === null && attempt < 3) {
        pages.close();
        continue;
      }
      const spot = {
        index: place ?? index,
        offset: now ? this.anchor.offset : 0,
        cursor:
          this.focused === null
            ? null
            : (pages.indexOf(this.focused) ?? (this.focused === focused ? position : null)),
        landed: false,
      };
      const came = now && place !== null ? place - now.index : 0;
      const above = now ? this.shown.above + Math.max(0, came) : 0;
      this.put(pages, spot, count.matching);
      this.update({ count, above, settled: true, failure: null });
      return true;
    }
  }

  /**
   * The row to be kept in its place, or the place alone where it has not come yet; null at the top,
   * where new rows may come into sight.
   */
  private held(): { row: number | null; index: number } | null {
    const { index } = this.anchor;
    // Somebody reads the row with the cursor: then even the top stands still.
    if (this.isAtTop() && !this.isCursorInSight()) return null;
    return { row: this.shown.pages?.row(index)?.row ?? null, index };
  }

  private isAtTop(): boolean {
    return this.anchor.index === 0 && this.anchor.offset <= 0;
  }

  private isCursorInSight(): boolean {
    if (this.focused === null) return false;
    const at = this.shown.pages?.indexOf(this.focused) ?? null;
    return at !== null && at >= this.sight.first && at <= this.sight.last;
  }

  /** Where a row stands under the shown query and order; null when it does not match. */
  private async position(row: number | null): Promise<number | null> {
    if (!this.asked || row === null) return null;
    return await this.main.position({ ...this.asked, row });
  }

  /** The new rows take the place of the old ones in one step. */
  private put(pages: RowPages, spot: Spot, rows: number): void {
    this.shown.pages?.close();
    const { turn } = this.shown.placement;
    this.anchor = { index: spot.index, offset: spot.offset };
    this.update({
      pages,
      rows,
      version: this.shown.version + 1,
      placement: { ...spot, turn: turn + 1 },
    });
    const height = this.sight.last - this.sight.first;
    pages.want(spot.index, spot.index + height);
  }

  private newPages({ selection, sort }: Asked): RowPages {
    const pages: RowPages = new RowPages(
      (offset, limit) => this.main.rows({ selection, sort, offset, limit }),
      () => {
        if (this.shown.pages === pages) this.update({ version: this.shown.version + 1 });
      },
      (error) => {
        if (this.shown.pages === pages) this.fail(this.round, error);
      },
      (index) => (this.shown.pages === pages ? undefined : this.shown.pages?.row(index)),
    );
    return pages;
  }

  /**
   * What is not rows, asked for at once and shown in two drawings: the histogram, then facets, states
   * and alarms, which are a part of bars that are on the screen already.
   * @param keep whether the alarms shown may stand until the new ones come
   * @param settled rows and their count, which are shown first
   */
  private async askRest(
    selection: Selection,
    round: number,
    keep: boolean,
    settled: Promise<void> = Promise.resolve(),
  ): Promise<void> {
    const isOld = () => round !== this.round;
    const { wishes } = this;
    this.told = null;
    const [, alarms, facets, states] = await Promise.all([
      settled,
      this.askBars(round, selection, keep, settled),
      this.newFacets(round, selection, false),
      askStates(this.main, selection, this.states, isOld),
    ]);
    if (isOld() || !facets || !states) return;
    this.update({ facets, ...states, ...(alarms && { alarms }), busy: false });
    this.told = selection;
    // What was wished for when it was too late to be asked with the others.
    if (wishes !== this.wishes) this.wish(this.wishes, this.states);
  }

  /**
   * Shows the histogram once `settled`.
   * @returns its alarms; null where there is nothing new to be shown of them
   */
  private async askBars(
    round: number,
    selection: Selection,
    keep: boolean,
    settled: Promise<void> = Promise.resolve(),
  ): Promise<Review['alarms'] | null> {
    const { stack } = this;
    const asking = this.main.histogram({ selection, interval: 'auto', stack });
    const drawing = Promise.all([asking, settled]).then(([found]) => {
      if (round !== this.round) return null;
      const histogram = kept(this.shown.histogram, found);
      const { histogram: shown } = this.shown;
      // The very same bars are of the very same events, as good as always: nothing flickers.
      const keeps =
        histogram === shown || (keep && stack === null && histogram.interval === shown?.interval);
      this.update({ histogram, ...(keeps ? {} : { alarms: new Map() }) });
      return histogram;
    });
    // Bars that are taken apart have other colours.
    const counting = stack === null ? askAlarms(this.main, selection, drawing) : null;
    const [alarms] = await Promise.all([counting, drawing]);
    if (round !== this.round) return null;
    if (stack !== this.stack) return this.askBars(round, selection, false);
    return alarms && keptAlarms(this.shown.alarms, alarms);
  }

  /** All of them together: drawing after each would take longer than asking for the next. */
  private async newFacets(round: number, selection: Selection, missingOnly: boolean) {
    const facets = await askFacets(
      this.main,
      selection,
      () => this.wishes,
      (wish) => missingOnly && isAnswered(wish, this.shown.facets[wish.field]),
      () => round !== this.round,
    );
    if (!facets) return null;
    return keptWhereSame(this.shown.facets, facets);
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
