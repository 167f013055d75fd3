import type { MappedEvent } from '../../shared/event.ts';
import { formatInstant } from '../../shared/instant.ts';
import type { Row } from '../../shared/session.ts';
import type { StoredDetails } from './event-file.ts';
import type { SessionState } from './state.ts';

/** An event as the session shows it: what its list said, and all that was learned of it since. */
export function rowOf(
  { index, events }: SessionState,
  row: number,
  event: MappedEvent = events.mapped(row),
  details: Omit<StoredDetails, 'raw'> | null = index.hasDetails(row) ? events.details(row) : null,
): Row {
  const person = index.person(row);
  const { tags, note } = index.marks(row);
  const found: Row = {
    ...event,
    time: formatInstant(event.time),
    actorName: event.actorName ?? index.actorName(row),
    findings: details?.findings ?? event.findings,
    content: details ? details.content : event.content,
    tags,
    note,
    flags: index.flagsOf(row),
    row,
  };
  if (person !== null) found.person = person;
  return found;
}
