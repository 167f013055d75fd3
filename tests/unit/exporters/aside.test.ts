import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeAside, type EncodingOrder } from '../../../src/main/exporters/aside.ts';
import { tableColumns } from '../../../src/main/exporters/cells.ts';
import { emptyTally } from '../../../src/main/exporters/exporter.ts';
import { exportSession } from '../../../src/main/exporters/export-session.ts';
import {
  isLineFormat,
  lineExporters,
  type LineFormat,
} from '../../../src/main/exporters/line-exporters.ts';
import type { EventPacket } from '../../../src/main/store/event-packet.ts';
import { maskedView } from '../../../src/main/store/masked-view.ts';
import type { ExportedEvent, SessionStore } from '../../../src/main/store/session-store.ts';
import { Failed } from '../../../src/shared/errors.ts';
import {
  collect,
  create,
  everything,
  folder,
  guardEvent,
  readEvent,
  sessionPath,
  start,
} from '../../support/store/session.ts';

const order = (format: LineFormat): EncodingOrder => ({
  format,
  layout: {
    columns: [...tableColumns, 'raw', 'person'],
    csv: { separator: ';', bom: true },
    partitioned: false,
    syslog: true,
    program: '0.1.0',
  },
});
const formats = Object.keys(lineExporters).filter((name) => isLineFormat(name));
const watching = () => ({ signal: new AbortController().signal, onRows: () => {} });
const oldest = [{ field: 'time', descending: false }];

async function session(count: number): Promise<SessionStore> {
  const store = await create(sessionPath());
  const events = Array.from({ length: count }, (_, n) => {
    const { event, raw } = readEvent(n);
    return { event: { ...event, userAgent: n % 7 === 0 ? '=cmd' : event.userAgent }, raw };
  });
  await collect(store, events);
  const guard = Array.from({ length: 300 }, (_, n) => guardEvent(`${n}`, n));
  await collect(store, guard, { source: 'jayguard' });
  await store.setMarks([3, count - 1, count + 9], { tags: ['=ёж'], note: 'Заметка "раз"' });
  return store;
}

/** A selection for each minute, so that there are many packets. */
const minutes = (count: number) =>
  Array.from({ length: Math.ceil(count / 60) }, (_, n) => {
    const from = start + n * 60e6;
    return { ...everything, period: { from, to: from + 60e6 } };
  });

async function* packetsOf(store: SessionStore, count: number): AsyncIterable<EventPacket> {
  for (const minute of minutes(count)) yield* store.packets(minute, oldest, watching().signal);
}

async function* batchesOf(store: SessionStore, count: number): AsyncIterable<ExportedEvent[]> {
  for (const minute of minutes(count)) yield* store.scan(minute, oldest, watching().signal);
}

/** A piece may be written until the one after the next is asked for. */
async function gather(chunks: AsyncIterable<Uint8Array> | null): Promise<string> {
  let found = '';
  let last: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks ?? expect.fail('no threads')) {
    found += Buffer.from(last).toString('latin1');
    last = chunk;
  }
  return found + Buffer.from(last).toString('latin1');
}

test('threads write what one alone writes, in its order, masked as well', async () => {
  const store = await session(1000);
  for (const format of formats) {
    // Each format once: that what is masked is read alike is shown with the stored events.
    const view = format === 'csv' ? maskedView(store) : store;
    const alone = emptyTally();
    const aside = emptyTally();
    const { layout } = order(format);
    const expected = lineExporters[format].encode(batchesOf(view, 1000), layout, alone);
    const found = encodeAside(packetsOf(view, 1000), order(format), aside, watching());
    expect(await gather(found)).toBe(await gather(expected));
    expect(aside).toEqual(alone);
  }
}, 120_000);

test('the memory of lines that are written goes back to the threads', async () => {
  const store = await session(1000);
  const found: Uint8Array[] = [];
  const lines = encodeAside(packetsOf(store, 1000), order('ndjson'), emptyTally(), watching());
  for await (const chunk of lines ?? expect.fail('no threads')) found.push(chunk);
  expect(found.map(({ byteLength }) => byteLength > 0).indexOf(true)).toBeGreaterThan(0);
  expect(found.at(-1)?.byteLength).toBeGreaterThan(0);
}, 120_000);

test('a packet that is not as it was written ends the export', async () => {
  const store = await session(300);
  async function* damaged() {
    for await (const packet of packetsOf(store, 300)) {
      packet.bytes.fill(0x55, 8, 40);
      yield packet;
    }
  }
  const found = gather(encodeAside(damaged(), order('ndjson'), emptyTally(), watching()));
  expect(await found.catch(kindOf)).toBe('session.damaged');
});

test('a large export is its manifest’s, and leaves nothing when it is cancelled', async () => {
  const store = await session(12_000);
  const out = folder();
  const path = join(out, 'all.ndjson');
  const stop = new AbortController();
  const options = {
    ...order('ndjson').layout,
    selection: everything,
    sort: [],
    format: 'ndjson' as const,
    columns: null,
    masked: false,
    path,
    overwrite: false,
  };
  const cancelled = exportSession(store, options, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect(await cancelled.catch(kindOf)).toBe('cancelled');
  expect(await readdir(out)).toEqual([]);

  const { rows, sha256 } = await exportSession(store, options, watching());
  const written = await readFile(path);
  expect(rows).toBe(12_300);
  expect(createHash('sha256').update(written).digest('hex')).toBe(sha256);
  const lines = await gather(
    lineExporters.ndjson.encode(store.scan(everything, [], watching().signal)),
  );
  expect(written.toString('latin1')).toBe(lines);
}, 120_000);

const kindOf = (error: unknown) => (error instanceof Failed ? error.failure.kind : error);
