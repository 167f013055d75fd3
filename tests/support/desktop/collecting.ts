import { expect, type Page } from '@playwright/test';
import type { ChannelInput } from '../../../src/shared/contract.ts';
import { get } from './bridge.ts';

type Order = ChannelInput<'collect.start'>;
type Asked = Pick<Order, 'sourceId' | 'from' | 'to'> & Partial<Order>;

/** Asks for a period as the window does when nothing else is ticked. */
export function startCollecting(window: Page, asked: Asked): Promise<void> {
  const plain = { filters: {}, withDetails: false, withNames: false, refresh: false };
  return get(window, 'collect.start', { ...plain, overlapMs: null, ...asked });
}

/** The jobs of the list, as "STATE": what a person sees of them at a glance. */
export async function jobStates(window: Page): Promise<string[]> {
  return (await get(window, 'collect.jobs')).map(({ state }) => state);
}

/** Waits until nothing is fetched and nothing waits any more. */
export async function whenIdle(window: Page): Promise<void> {
  await expect.poll(() => jobStates(window), { timeout: 60_000 }).toEqual([]);
}

/** Waits until events have come into the open session. */
export async function whenSomeCame(window: Page): Promise<void> {
  const came = async () => {
    const { events } = await get(window, 'session.info');
    return (events.pachca ?? 0) + (events.jayguard ?? 0);
  };
  await expect.poll(came).toBeGreaterThan(0);
}

/** Every event of the open session as the service gave it, to the letter and unmasked, in no order. */
export async function rawEvents(window: Page): Promise<string[]> {
  await get(window, 'privacy.reveal', { row: null, field: null, reason: 'to compare' });
  const { events } = await get(window, 'session.info');
  const total = (events.pachca ?? 0) + (events.jayguard ?? 0);
  const records = Array.from({ length: total }, (_, row) => get(window, 'review.event', { row }));
  return (await Promise.all(records)).map(({ raw }) => raw);
}
