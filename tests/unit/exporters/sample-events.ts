import type { ExportedEvent } from '../../../src/main/store/session-store.ts';
import type { Layout } from '../../../src/main/exporters/exporter.ts';
import { eventFields } from '../../../src/shared/event.ts';
import type { Row, SessionInfo } from '../../../src/shared/session.ts';
import { blankEvent } from '../../support/blank-event.ts';

function row(changes: Partial<Row> = {}): Row {
  return {
    ...blankEvent,
    row: 0,
    id: 'a1',
    time: '2026-01-02T03:04:05.678Z',
    event: 'user_login',
    actor: '17',
    actorType: 'User',
    ip: '10.0.0.1',
    userAgent: 'Mozilla/5.0 (X11; Linux)',
    tags: [],
    note: null,
    flags: [],
    ...changes,
  };
}

export function exported(changes: Partial<Row> = {}, raw = '{"id":"a1"}'): ExportedEvent {
  return { row: row(changes), raw };
}

export function layout(changes: Partial<Layout> = {}): Layout {
  return {
    columns: eventFields,
    csv: { separator: ',', bom: false },
    partitioned: false,
    syslog: false,
    program: '0.1.0',
    scratch: () => {
      throw new Error('nothing has to wait');
    },
    ...changes,
  };
}

export async function* batches(...all: ExportedEvent[][]): AsyncIterable<ExportedEvent[]> {
  yield* all;
}

export async function gather(chunks: AsyncIterable<string | Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of chunks)
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
  return text;
}

/** The bytes of a file. */
export async function collect(chunks: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const found: Buffer[] = [];
  for await (const chunk of chunks) found.push(Buffer.from(chunk));
  return Buffer.concat(found);
}

export const info: SessionInfo = {
  sessionId: 's-1',
  name: 'case',
  createdAt: '2026-01-01T00:00:00.000Z',
  schemaVersion: 1,
  cipher: 'AEGIS-256',
  events: { pachca: 2, jayguard: 0 },
  quarantined: 0,
  conflicts: 0,
  flags: { late: 0, gone: 0, changed: 0, own: 0 },
  details: { fetched: 0, of: 0 },
  first: null,
  last: null,
  coverage: [
    { source: 'pachca', from: 1_000_000, to: 1_999_999, state: 'complete' },
    { source: 'pachca', from: 2_000_000, to: 2_500_000, state: 'failed' },
  ],
  collections: [],
};
