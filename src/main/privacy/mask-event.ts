import { z } from 'zod';
import {
  eventFields,
  findingSchema,
  type Event,
  type Finding,
  type SourceKind,
} from '../../shared/event.ts';
import {
  detailsPlaces,
  isPlainKey,
  isPlainNumber,
  isPlainText,
  placeBelow,
  vendorPlaces,
  type Place,
} from '../../shared/masking.ts';
import { bytesOf, textOf } from '../byte-text.ts';
import { maskJson, type Revealed } from './mask-json.ts';
import type { Masker } from './masker.ts';

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
    findings: findings && !revealed('findings') ? maskFindings(findings, masker) : findings,
    details: maskObject(details, detailsPlaces[row.source], masker, revealed),
  };
}

const findingsSchema = z.array(findingSchema);
const places = {
  text: eventFields.indexOf('text'),
  content: eventFields.indexOf('content'),
  findings: eventFields.indexOf('findings'),
  details: eventFields.indexOf('details'),
};

/** As `maskRow`, of the fields of an event as JSON in bytes (byte-text.ts), in the model's order. */
export function maskFields(
  fields: readonly string[],
  source: SourceKind,
  masker: Masker,
  revealed: Revealed = nothing,
): string[] {
  const masked = [...fields];
  const change = (place: number, mask: (value: unknown) => unknown) => {
    const json = fields[place] ?? 'null';
    // Nothing, an empty text, no findings and no details.
    if (json === 'null' || json.length === 2) return;
    masked[place] = bytesOf(JSON.stringify(mask(JSON.parse(textOf(json)))));
  };
  const ofText = (value: unknown) => masker(String(value));
  if (!revealed('text')) change(places.text, ofText);
  if (!revealed('content')) change(places.content, ofText);
  if (!revealed('findings')) {
    change(places.findings, (value) => maskFindings(findingsSchema.parse(value), masker));
  }
  change(places.details, (value) => maskValue(value, detailsPlaces[source], masker, revealed));
  return masked;
}

function maskFindings(findings: readonly Finding[], masker: Masker): Finding[] {
  return findings.map(({ method, value }) => ({ method, value: value && masker(value) }));
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
