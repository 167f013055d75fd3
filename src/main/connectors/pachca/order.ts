import { z } from 'zod';

/** What the pages so far tell about their order. Carried along in a window's position. */
export const orderSchema = z.object({
  /** Time of the last event seen, in µs. */
  last: z.number().nullable(),
  /** How often the time went down from one event to the next, and whether it ever went up. */
  falls: z.number(),
  rose: z.boolean(),
});
type Order = z.output<typeof orderSchema>;

export const nothingSeen: Order = { last: null, falls: 0, rose: false };

/** By chance eight falls in a row come once in 360,000 shuffled pages; equal times prove nothing. */
const enoughFalls = 8;

export function look(before: Order, events: { time: number }[]): Order {
  const order = { ...before };
  for (const { time } of events) {
    if (order.last !== null && time < order.last) order.falls += 1;
    if (order.last !== null && time > order.last) order.rose = true;
    order.last = time;
  }
  return order;
}

/** Newest first is documented, but a window is only cut short on what was seen. */
export function isNewestFirst({ falls, rose }: Order): boolean {
  return !rose && falls >= enoughFalls;
}
