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
import { eventSchema, mappedEventSchema } from '../../shared/event.ts';
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
  const event = mappedEventSchema.parse({ ...shown, ...said, time });
  return { answer, event: { event, raw: propertyText(line, 'raw') ?? '' } };
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
