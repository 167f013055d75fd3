import { z } from 'zod';
import type { Sorted } from '../kit/page.ts';

/** What the pages so far tell about their order. Carried along in a window's position. */
export const orderSchema = z.object({
  /** Time of the last event seen, in µs. */
  last: z.number().nullable(),
  /** How often the time went down from one event to the next, and whether it ever went up. */
  falls: z.number(),
  rose: z.boolean(),
  /** How many events in a row, up to the last one, were older than anything asked for. */
  older: z.number().default(0),
});
type Order = z.output<typeof orderSchema>;

export const nothingSeen: Order = { last: null, falls: 0, rose: false, older: 0 };

/** By chance eight falls in a row come once in 360,000 shuffled pages; equal times prove nothing. */
const enoughFalls = 8;
/** Two full pages: pages may be short, and one event that was written late proves nothing. */
const enoughOlder = 100;

/** `start`: the beginning of what was asked for, µs. */
export function look(before: Order, { all, quarantined }: Sorted, start: number): Order {
  const order = { ...before };
  for (const { time } of all) {
    if (order.last !== null && time < order.last) order.falls += 1;
    if (order.last !== null && time > order.last) order.rose = true;
    order.older = time < start ? order.older + 1 : 0;
    order.last = time;
  }
  // What cannot be read may lie anywhere.
  if (quarantined.length > 0) order.older = 0;
  return order;
}

/** Newest first is documented, but a window is only cut short on what was seen. */
export function isNewestFirst({ falls, rose }: Order): boolean {
  return !rose && falls >= enoughFalls;
}

/** Nothing that was asked for can follow: the service does not heed what it was asked for. */
export function isPast(order: Order): boolean {
  return isNewestFirst(order) && order.older >= enoughOlder;
}
