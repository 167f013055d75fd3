import { parseInstant } from '../../../shared/instant.ts';
import type { Collection, EventRecord } from '../../../shared/session.ts';

/** The first collection that had the event's stretch complete before the event came. */
export function completedBefore(
  collections: readonly Collection[],
  { event, receivedAt, collectionId }: EventRecord,
): Collection | null {
  const time = parseInstant(event.time);
  const received = Date.parse(receivedAt);
  const found = collections.filter(
    (one) =>
      one.id !== collectionId &&
      one.source === event.source &&
      one.purpose === 'events' &&
      one.finishedAt !== null &&
      Date.parse(one.finishedAt) <= received &&
      one.windows.some(
        ({ from, to, status }) =>
          status === 'complete' && time !== null && from <= time && time <= to,
      ),
  );
  return found.toSorted((a, b) => a.id - b.id)[0] ?? null;
}
