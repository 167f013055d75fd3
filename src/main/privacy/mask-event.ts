import { eventFields, type Event, type SourceKind } from '../../shared/event.ts';
import {
  detailsPlaces,
  fieldPlaces,
  isPlainKey,
  isPlainNumber,
  isPlainText,
  placeBelow,
  vendorPlaces,
  type Place,
} from '../../shared/masking.ts';
import { maskBytes, maskJson, maskOwnBytes, type Revealed } from './mask-json.ts';
import type { Masker, SessionMasker } from './masker.ts';

const nothing: Revealed = () => false;

/**
 * An event without personal data, its vendor JSON included: pseudonyms stand where it was, the same
 * ones in `row` and in `raw`. Masking what is masked changes nothing. `revealed` excepts fields.
 */
export function maskEvent<R extends Event>(
  { row, raw }: { row: R; raw: string },
  masker: Masker,
  revealed: Revealed = nothing,
): { row: R; raw: string } {
  return {
    row: maskRow(row, masker, revealed),
    raw: maskRaw(row.source, raw, masker, revealed),
  };
}

export function maskRow<R extends Event>(row: R, masker: Masker, revealed: Revealed = nothing): R {
  const { text, content, findings, details } = row;
  return {
    ...row,
    text: text && !revealed('text') ? masker(text) : text,
    content: content && !revealed('content') ? masker(content) : content,
    findings:
      findings && !revealed('findings')
        ? findings.map(({ method, value }) => ({ method, value: value && masker(value) }))
        : findings,
    details: maskObject(details, detailsPlaces[row.source], masker, revealed),
  };
}

const personal = (['text', 'findings', 'content', 'details'] as const).map((field) => ({
  at: eventFields.indexOf(field),
  places: fieldPlaces[field],
}));

/** An event's fields as JSON in bytes (byte-text.ts), by their place in the event model. */
interface Fields {
  field(place: number): string;
  change(place: number, json: string): void;
}

/** As `maskRow`, in place. */
export function maskFields(
  fields: Fields,
  source: SourceKind,
  masker: SessionMasker,
  revealed: Revealed = nothing,
): void {
  for (const { at, places } of personal) {
    const json = fields.field(at);
    // Nothing, an empty text, no findings and no details stay.
    const isEmpty = json === 'null' || json.length === 2;
    if (!isEmpty) fields.change(at, maskOwnBytes(json, places[source], masker, revealed));
  }
}

/** The vendor's JSON of an event, or with `jayguardDetails` what audit/details said of it. */
export function maskRaw(
  kind: SourceKind | 'jayguardDetails',
  raw: string,
  masker: Masker,
  revealed: Revealed = nothing,
): string {
  return maskJson(raw, vendorPlaces[kind], masker, revealed);
}

/** The same of JSON in bytes (byte-text.ts). */
export function maskRawBytes(
  kind: SourceKind,
  raw: string,
  masker: SessionMasker,
  revealed: Revealed = nothing,
): string {
  return maskBytes(raw, vendorPlaces[kind], masker, revealed);
}

function maskValue(value: unknown, at: Place, masker: Masker, revealed: Revealed): unknown {
  if (typeof value === 'string') {
    return isPlainText(at, value) || revealed(at.field) ? value : masker(value);
  }
  if (typeof value === 'number') {
    return isPlainNumber(at) || revealed(at.field) ? value : masker(String(value));
  }
  if (Array.isArray(value)) return value.map((item) => maskValue(item, at, masker, revealed));
  if (typeof value === 'object' && value !== null) return maskObject(value, at, masker, revealed);
  return value;
}

function maskObject(
  object: object,
  at: Place,
  masker: Masker,
  revealed: Revealed,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]: [string, unknown]) => {
      const below = placeBelow(at, key);
      const shown = isPlainKey(key) || revealed(below.field);
      return [shown ? key : masker(key), maskValue(value, below, masker, revealed)];
    }),
  );
}
