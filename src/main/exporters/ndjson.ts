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
    details: row.details,
    tags: row.tags,
    note: row.note,
  };
  return `${JSON.stringify(ordered).slice(0, -1)},"raw":${raw}}\n`;
}

export const ndjson = {
  hasColumns: false,
  async *encode(batches) {
    for await (const batch of batches) yield batch.map(eventLine).join('');
  },
} satisfies Exporter;
