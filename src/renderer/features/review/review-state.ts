import type { Failure } from '../../../shared/errors.ts';
import type { ChannelInput, ChannelOutput } from '../../../shared/contract.ts';
import type { EventState } from '../../../shared/query/query.ts';
import type { Facet, FacetOptions, Histogram } from '../../../shared/session.ts';
import type { RowPages, ShownRow } from './row-pages.ts';

/** What the review model needs of main. */
export interface Main {
  rows(input: ChannelInput<'review.rows'>): Promise<ShownRow[]>;
  count(input: ChannelInput<'review.count'>): Promise<ChannelOutput<'review.count'>>;
  position(input: ChannelInput<'review.position'>): Promise<number | null>;
  facet(input: ChannelInput<'review.facet'>): Promise<Facet>;
  histogram(input: ChannelInput<'review.histogram'>): Promise<Histogram>;
  cancel(): Promise<unknown>;
  /** Resolves when what is shown has been drawn. */
  drawn(): Promise<void>;
  /** Milliseconds, for how long an answer took. */
  now(): number;
}

export interface FacetWish extends FacetOptions {
  field: string;
  limit: number;
}

/** `field:value` finds `count` events. */
export interface ShownValue {
  field: string;
  value: string;
  count: number;
}

/** A facet as it was wished for: what is shown may be older than the wish. */
export interface ShownFacet extends Omit<Facet, 'values'> {
  wish: FacetWish;
  /** Of the facet's own field, or of what stands in where that has nothing. */
  values: readonly ShownValue[];
  /** What the query asks for and `values` does not have. */
  asked: readonly ShownValue[];
}

/** Where the table is to stand after a round: `offset` px of the row are above the upper edge. */
export interface Spot {
  index: number;
  offset: number;
  /** Where the row with the cursor is now; null when it is not among the rows, or not known to be. */
  cursor: number | null;
  /** The person asked to go to that row: it is the chosen one from now on. */
  landed: boolean;
}

export interface Placement extends Spot {
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
  /**
   * Counted under the query without what it asks of the facet's own field, so that there is
   * something to choose from.
   */
  facets: Readonly<Record<string, ShownFacet>>;
  /** How many events of the shown ones are in a state, for the states wished for. */
  states: Readonly<Partial<Record<EventState, number>>>;
  /** Of those shown, whatever states are asked for: how many have no details. */
  unfetched: number;
  /** The same for the period, whatever the query: how much a query hides, or cannot know of. */
  statesInPeriod: Readonly<Partial<Record<EventState, number>>>;
  /** Rows that came above those in sight since the table was last at its top. */
  above: number;
  /** Something that the person asked for is still on its way. */
  busy: boolean;
  /** Rows and count on the screen are those that were asked for. */
  settled: boolean;
  failure: Failure | null;
  placement: Placement;
}

export const nothing: Review = {
  pages: null,
  version: 0,
  rows: 0,
  count: null,
  took: null,
  histogram: null,
  alarms: new Map(),
  facets: {},
  states: {},
  unfetched: 0,
  statesInPeriod: {},
  above: 0,
  busy: false,
  settled: false,
  failure: null,
  placement: { index: 0, offset: 0, cursor: null, landed: false, turn: 0 },
};
