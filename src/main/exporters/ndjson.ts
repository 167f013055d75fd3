import { propertyText } from '../connectors/kit/verbatim.ts';
import type { ExportedEvent } from '../store/session-store.ts';
import type { Exporter } from './exporter.ts';

/**
 * An event as contract.md's JSON on one line, keys in the order of the event model. `raw` is put in
 * as it lies in the session and never parsed: its numbers keep all their digits.
 */
export function eventLine({ row, raw }: ExportedEvent): string {
  const ordered = {
    id: row.id,
    source: row.source,
    time: row.time,
    event: row.event,
    actor: row.actor,
    actorType: row.actorType,
    actorName: row.actorName,
    target: row.target,
    targetType: row.targetType,
    ip: row.ip,
    userAgent: row.userAgent,
    application: row.application,
    filter: row.filter,
    rules: row.rules,
    text: row.text,
    findings: row.findings,
    content: row.content,
  };
  const marks = JSON.stringify({ tags: row.tags, note: row.note }).slice(1, -1);
  const head = JSON.stringify(ordered).slice(0, -1);
  return `${head},"details":${detailsText(row, raw)},${marks},"raw":${raw}}\n`;
}

/** Numbers of so many digits do not fit a double. */
const longNumber = /\d{16}/;

/** `details` as JSON; where a number may have lost digits by being read, to the letter. */
function detailsText({ source, details }: ExportedEvent['row'], raw: string): string {
  if (!longNumber.test(raw)) return JSON.stringify(details);
  const whole = source === 'pachca' ? propertyText(raw, 'details') : null;
  if (whole?.startsWith('{')) return whole;
  const filter = propertyText(raw, 'filter') ?? '';
  const entries = Object.entries(details).map(([key, value]) => {
    const inFilter = key.startsWith('filter.') ? key.slice('filter.'.length) : null;
    const text = inFilter === null ? propertyText(raw, key) : propertyText(filter, inFilter);
    return `${JSON.stringify(key)}:${text ?? JSON.stringify(value)}`;
  });
  return `{${entries.join(',')}}`;
}

export const ndjson = {
  hasColumns: false,
  async *encode(batches) {
    for await (const batch of batches) yield batch.map(eventLine).join('');
  },
} satisfies Exporter;
