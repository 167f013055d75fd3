import type { z } from 'zod';
import {
  detailsRecordSchema,
  eventOriginSchema,
  findingRecordSchema,
  ledgerRecordSchema,
  markRecordSchema,
  peopleRecordSchema,
  quarantineRecordSchema,
  responseRecordSchema,
  revealRecordSchema,
  searchRecordSchema,
  sightingRecordSchema,
  type BundleGroup,
} from '../../shared/bundle.ts';
import { exactNumbers, parseExact } from '../../shared/exact-json.ts';
import { eventSchema, mappedEventSchema, type Event } from '../../shared/event.ts';
import { endOfValue } from '../../shared/json-text.ts';
import type { ReadEvent } from '../../shared/session.ts';
import { propertyText } from '../connectors/kit/verbatim.ts';
import { eventLine } from '../exporters/ndjson.ts';
import type { OutgoingEvent } from '../store/transfer/outgoing.ts';
import { refused } from './fault.ts';
import { parseLine } from './parts.ts';

/** A line of `events`: the event as in an NDJSON export, led by what a session knows beside it. */
export function outgoingLine({ origin, ...event }: OutgoingEvent): string {
  return `{"vestigo":${JSON.stringify(origin)},${eventLine(event).slice(1)}`;
}

const eventLineSchema = eventSchema
  .extend({ vestigo: eventOriginSchema, raw: eventSchema.shape.details })
  .strict();

/** Reads a line of `events`. Throws `bundle.refused`. */
export function incomingEvent(line: string, name: string): { answer: number; event: ReadEvent } {
  const { vestigo, raw: _, tags: __, note: ___, ...shown } = shape(eventLineSchema, line, name);
  const { answer, time, said } = vestigo;
  const details = exactDetails(line, shown.details);
  const event = mappedEventSchema.parse({ ...shown, ...said, details, time });
  return { answer, event: { event, raw: propertyText(line, 'raw') ?? '' } };
}

const detailsKey = ',"details":';

/** In the line a number is a number, whatever its length; in a session it keeps its digits. */
function exactDetails(line: string, details: Event['details']): unknown {
  // Where a bundle has them, before the vendor's object: seldom is more to be looked for.
  const start = line.indexOf(detailsKey) + detailsKey.length;
  const near = line.slice(start, endOfValue(line, start));
  if (exactNumbers(near) === near) return details;
  return parseExact(propertyText(line, 'details') ?? '{}');
}

/** What the lines of the other groups are. */
export const recordSchemas = {
  ledger: ledgerRecordSchema,
  details: detailsRecordSchema,
  responses: responseRecordSchema,
  sightings: sightingRecordSchema,
  quarantine: quarantineRecordSchema,
  marks: markRecordSchema,
  people: peopleRecordSchema,
  searches: searchRecordSchema,
  reveals: revealRecordSchema,
  findings: findingRecordSchema,
} satisfies Record<Exclude<BundleGroup, 'events'>, z.ZodType>;

/** A line as a record. Throws `bundle.refused`. */
export function shape<T>(schema: z.ZodType<T>, line: string, name: string): T {
  const parsed = schema.safeParse(parseLine(line, name));
  if (!parsed.success) throw refused('wrong-shape', name);
  return parsed.data;
}
