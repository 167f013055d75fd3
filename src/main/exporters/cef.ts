import { isIPv4, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { bytesOf } from '../byte-text.ts';
import type { ByteSink, ExportedEvent } from '../store/session-store.ts';
import { detailsText } from './details-text.ts';
import { encodeLines, type Layout, type LineExporter } from './exporter.ts';

type Style = Pick<Layout, 'syslog' | 'program'>;

/** Neither service says how grave an event is: all are of low severity (0 to 10). */
const severity = 3;
/** Facility 13, log audit; severity 6, informational. */
const priority = 13 * 8 + 6;
/** Of RFC 5424: HOSTNAME and MSGID are printable ASCII of a limited length, `-` is none. */
const headerLengths = { host: 255, messageId: 32 };

/**
 * ArcSight Common Event Format, version 0 (CEF Implementation Standard, rev. 25): an event a line,
 * keys of its dictionary where it has one, else `Vestigo…` as it asks for. Values are not cut to the
 * dictionary's lengths: nothing is lost, and a receiver cuts for itself. Optionally each line lies in
 * a frame of RFC 5424, with line breaks between frames as RFC 6587 has them.
 */
export const cef = {
  columns: null,
  line({ syslog, program }: Style) {
    const host = headerWord(hostname(), headerLengths.host);
    const frame = ({ row: { time, event } }: ExportedEvent) =>
      `<${priority}>1 ${time} ${host} vestigo - ${headerWord(event, headerLengths.messageId)} - `;
    return (event: ExportedEvent, to: ByteSink) =>
      to.add(bytesOf(`${syslog ? frame(event) : ''}${cefLine(event, program)}\n`));
  },
  encode(batches: AsyncIterable<ExportedEvent[]>, style: Style): AsyncIterable<Uint8Array> {
    return encodeLines(batches, cef.line(style));
  },
  facts: ({ syslog }) => ({ syslog }),
} satisfies LineExporter;

function cefLine(event: ExportedEvent, program: string): string {
  const { row } = event;
  const head = ['CEF:0', 'Vestigo', row.source, program, row.event, row.event, String(severity)];
  let extension = '';
  const add = (key: string, value: string | null) => {
    if (value !== null && value !== '') extension += ` ${key}=${escapeValue(value)}`;
  };
  const addCustom = (key: string, label: string, value: string | null) => {
    if (value === null || value === '') return;
    add(`${key}Label`, label);
    add(key, value);
  };
  add('rt', String(Date.parse(row.time)));
  add('externalId', row.id);
  add('act', row.event);
  add('suid', row.actor);
  add('suser', row.actorName);
  if (row.ip !== null && isIPv4(row.ip)) add('src', row.ip);
  else if (row.ip !== null && isIPv6(row.ip)) addCustom('c6a2', 'Source IPv6 Address', row.ip);
  else add('VestigoIp', row.ip);
  add('requestClientApplication', row.userAgent);
  add('sourceServiceName', row.application);
  add('msg', row.text);
  addCustom('cs1', 'target', row.target);
  addCustom('cs2', 'targetType', row.targetType);
  addCustom('cs3', 'filter', row.filter);
  addCustom('cs4', 'rules', listText(row.rules));
  addCustom('cs5', 'tags', listText(row.tags));
  addCustom('cs6', 'note', row.note);
  add('VestigoActorType', row.actorType);
  add('VestigoContent', row.content);
  add('VestigoFindings', row.findings && JSON.stringify(row.findings));
  add('VestigoDetails', Object.keys(row.details).length === 0 ? null : detailsText(event));
  return `${head.map(escapeHeader).join('|')}|${extension.slice(1)}`;
}

function listText(texts: readonly string[]): string | null {
  return texts.length === 0 ? null : JSON.stringify(texts);
}

/** Backslashes and pipes; a header is one line. */
function escapeHeader(text: string): string {
  return /[\\|\r\n]/.test(text)
    ? text.replaceAll(/[\\|]/g, String.raw`\$&`).replaceAll(/[\r\n]+/g, ' ')
    : text;
}

/** Backslashes, equal signs and line breaks. */
function escapeValue(text: string): string {
  return /[\\=\r\n]/.test(text)
    ? text
        .replaceAll(/[\\=]/g, String.raw`\$&`)
        .replaceAll('\n', String.raw`\n`)
        .replaceAll('\r', String.raw`\r`)
    : text;
}

function headerWord(text: string, length: number): string {
  return text.replaceAll(/[^\x21-\x7E]/g, '').slice(0, length) || '-';
}
