import type { MappedEvent } from '../../shared/event.ts';
import { formatInstant } from '../../shared/instant.ts';
import type { Row } from '../../shared/session.ts';
import type { StoredDetails } from './event-file.ts';
import type { EventIndex } from './event-index.ts';
import type { SessionState } from './state.ts';

/** What the index knows of an event and its texts do not say. */
export type Beside = Pick<EventIndex, 'marks' | 'actorName' | 'person' | 'flagsOf'>;

/** An event as the session shows it: what its list said, and all that was learned of it since. */
export function rowOf(
  { index, events }: SessionState,
  row: number,
  event: MappedEvent = events.mapped(row),
  details: Omit<StoredDetails, 'raw'> | null = index.hasDetails(row) ? events.details(row) : null,
): Row {
  return rowWith(index, row, event, details);
}

/** The same where the session is not at hand. */
export function rowWith(
  index: Beside,
  row: number,
  event: MappedEvent,
  details: Omit<StoredDetails, 'raw'> | null,
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

/** Of what was fetched later the methods of findings alone: nothing more is read of the file. */
export function briefRowOf(state: SessionState, row: number): Row {
  const methods = state.index.methods(row);
  const findings = methods?.map((method) => ({ method, value: '' }));
  const details = findings ? { content: null, findings } : null;
  return rowOf(state, row, state.events.mapped(row), details);
}
