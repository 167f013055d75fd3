import { z } from 'zod';
import { findingSchema, sourceKindSchema, type SourceKind } from '../../shared/event.ts';
import { tagName } from '../../shared/marks.ts';
import type { Quarantined } from '../../shared/session.ts';
import type { Connector } from '../connectors/connector.ts';
import { oneLine, propertyText } from '../connectors/kit/verbatim.ts';
import type { ImportedEvent } from '../store/session-store.ts';
import type { Piece } from './splitter.ts';

/** How each source's vendor objects are read: the connectors' `read`. */
export type Readers = Readonly<Record<SourceKind, Connector['read']>>;

export type { ImportedEvent };

/** What an element of a file turned out to be. */
export type Element =
  | {
      kind: 'event';
      source: SourceKind;
      event: ImportedEvent;
      /** A name that this program's own export knows and the vendor's object does not. */
      name: { actor: string; name: string } | null;
    }
  | { kind: 'quarantined'; quarantined: Quarantined };

/** By these a line of this program's own NDJSON export is known: no vendor's object has them. */
const ownLook = z.looseObject({ source: sourceKindSchema, raw: z.looseObject({}) });

/** What is taken from such a line. More tags than these nobody has given to one event. */
const ownLine = z.object({
  id: z.string(),
  source: sourceKindSchema,
  time: z.string(),
  actorName: z.string().nullable(),
  findings: z.array(findingSchema).nullable(),
  content: z.string().nullable(),
  tags: z.array(tagName).max(1000),
  note: z.string().nullable(),
});

/**
 * Reads one element: a vendor object of `source`, or a line of this program's own export, which
 * names its source itself. In an own line the vendor's object is the truth for all that comes from
 * it; details, names and marks are taken from the line. What cannot be read is given back as it came.
 */
export function readElement(piece: Piece, source: SourceKind, readers: Readers): Element {
  const { text, problem } = piece;
  if (problem) return { kind: 'quarantined', quarantined: { raw: text, reason: problem } };
  try {
    // The cheap test spares vendor objects, the bulk of all files, a second parsing.
    const value: unknown = text.includes('"raw"') ? JSON.parse(text) : null;
    if (!ownLook.safeParse(value).success) return fromVendor(text, source, readers);
    const own = ownLine.safeParse(value);
    if (own.success) return fromOwnLine(text, own.data, readers);
    const reason = own.error.issues[0]?.path.join('.') || 'object';
    return { kind: 'quarantined', quarantined: { raw: text, reason } };
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'not-json' : reasonOf(error);
    return { kind: 'quarantined', quarantined: { raw: text, reason } };
  }
}

function fromVendor(text: string, source: SourceKind, readers: Readers): Element {
  const raw = oneLine(text);
  const event = readers[source](raw);
  return {
    kind: 'event',
    source,
    event: { event, raw, rawDetails: null, marks: null },
    name: null,
  };
}

function fromOwnLine(text: string, own: z.infer<typeof ownLine>, readers: Readers): Element {
  const raw = oneLine(propertyText(text, 'raw') ?? '');
  const mapped = readers[own.source](raw);
  const event = { ...mapped, findings: own.findings, content: own.content };
  const marked = own.tags.length > 0 || own.note !== null;
  const marks = marked ? { tags: own.tags, note: own.note } : null;
  const name = mapped.actorName === null ? nameOf(mapped.actor, own.actorName) : null;
  return {
    kind: 'event',
    source: own.source,
    event: { event, raw, rawDetails: null, marks },
    name,
  };
}

function nameOf(actor: string | null, name: string | null) {
  return actor !== null && name !== null ? { actor, name } : null;
}

/** A connector's `read` names the field that is wrong and never its value. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unreadable';
}
