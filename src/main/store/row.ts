import type { MappedEvent } from '../../shared/event.ts';
import { formatInstant } from '../../shared/instant.ts';
import type { Row } from '../../shared/session.ts';
import type { SessionState } from './state.ts';

/** An event as the session shows it: what its list said, and all that was learned of it since. */
export function rowOf(
  { index, events }: SessionState,
  row: number,
  event: MappedEvent = events.mapped(row),
): Row {
  const person = index.person(row);
  const details = index.hasDetails(row) ? events.details(row) : null;
  return {
    ...event,
    time: formatInstant(event.time),
    actorName: event.actorName ?? index.actorName(row),
    ...(person === null ? {} : { person }),
    findings: details?.findings ?? event.findings,
    content: details ? details.content : event.content,
    ...index.marks(row),
    flags: index.flagsOf(row),
    row,
  };
}
