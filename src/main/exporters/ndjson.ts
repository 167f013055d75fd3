import { eventFields } from '../../shared/event.ts';
import { bytesOf } from '../byte-text.ts';
import type { ByteSink, ExportedEvent } from '../store/session-store.ts';
import { detailsText, isExactJson } from './details-text.ts';
import { encodeLines, type LineExporter } from './exporter.ts';

const noMarks = '"tags":[],"note":null';

/**
 * An event as contract.md's JSON on one line, keys in the order of the event model. `raw` is put in
 * as it lies in the session and never parsed: its numbers keep all their digits.
 */
export function eventLine(event: ExportedEvent): string {
  const { row, raw } = event;
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
  const { tags, note } = row;
  const isMarked = tags.length > 0 || note !== null;
  const marks = isMarked ? JSON.stringify({ tags, note }).slice(1, -1) : noMarks;
  const head = JSON.stringify(ordered).slice(0, -1);
  return `${head},"details":${detailsText(event)},${marks},"raw":${raw}}\n`;
}

const detailsAt = eventFields.indexOf('details');

/** The same line, of an event that is JSON already. */
function writeLine(event: ExportedEvent, to: ByteSink): void {
  const json = event.json?.();
  if (!json) {
    to.add(bytesOf(eventLine(event)));
    return;
  }
  if (!isExactJson(json.field(detailsAt))) json.change(detailsAt, bytesOf(detailsText(event)));
  json.writeHead(to);
  to.add(',"raw":');
  json.writeRaw(to);
  to.add('}\n');
}

export const ndjson = {
  columns: null,
  line: () => writeLine,
  encode: (batches: AsyncIterable<ExportedEvent[]>) => encodeLines(batches, writeLine),
} satisfies LineExporter;
