import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../../src/main/exporters/csv.ts';
import { ndjson } from '../../../src/main/exporters/ndjson.ts';
import { tableColumns } from '../../../src/main/exporters/cells.ts';
import { ShownParts } from '../../../src/main/privacy/shown.ts';
import { maskedView } from '../../../src/main/store/masked-view.ts';
import { packetReader } from '../../../src/main/store/packet-reader.ts';
import type { ExportedEvent, SessionStore } from '../../../src/main/store/session-store.ts';
import type { ReadEvent } from '../../../src/shared/session.ts';
import { nastyKey, nastyText } from '../../support/nasty-texts.ts';
import {
  answer,
  create,
  detailsRequest,
  everything,
  firstWindow,
  guardEvent,
  page,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

const signal = new AbortController().signal;
const columns = [...tableColumns, 'raw', 'person', 'details.a', 'details.text', 'details.10'];

const text = fc.option(nastyText, { nil: null, freq: 3 });
const number = fc.constantFrom(
  0,
  -0,
  0.5,
  1e21,
  1e-7,
  12345678901234567000,
  0.1234567890123456,
  -3,
);
const value = fc.oneof(nastyText, number, fc.boolean(), fc.constant(null), fc.array(nastyText));
const key = fc.oneof(nastyKey, fc.constantFrom('a', 'text', '10', '2', 'dlp_rule_name', 'phone'));
const details = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value)), { maxKeys: 4 });
const event = fc.record({
  actor: text,
  actorName: text,
  userAgent: text,
  rules: fc.array(nastyText, { maxLength: 2 }),
  text,
  content: text,
  findings: fc.option(fc.array(fc.record({ method: nastyText, value: nastyText }))),
  details,
});
const late = fc.record({
  content: fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 4, arbitrary: nastyText }),
  findings: fc.array(fc.record({ method: nastyText, value: nastyText }), { maxLength: 3 }),
});
type Made<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Changes = Made<typeof event>;

/** The same event as objects alone. */
const plain = ({ row, raw }: ExportedEvent): ExportedEvent => ({ row, raw });

const sort = [{ field: 'id', descending: true }];

async function* scanned(store: SessionStore, turn: (event: ExportedEvent) => ExportedEvent) {
  for await (const batch of store.scan(everything, sort, signal)) yield batch.map(turn);
}

/** As another thread has them. */
async function* sent(store: SessionStore) {
  const read = packetReader();
  for await (const packet of store.packets(everything, sort, signal)) {
    yield read(structuredClone(packet));
  }
}

async function filesOf(batches: () => AsyncIterable<ExportedEvent[]>) {
  const files: Record<string, string> = { ndjson: await gather(ndjson.encode(batches())) };
  for (const separator of [',', ';', '\t'] as const) {
    const tally = { formulaCells: 0 };
    const style = { columns, csv: { separator, bom: true } };
    files[separator] = await gather(csv.encode(batches(), style, tally));
    files[`formulas ${separator}`] = String(tally.formulaCells);
  }
  return files;
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const found: Uint8Array[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return Buffer.concat(found).toString('latin1');
}

/** One of Pachca, one of Jay Guard with details of its own, both with whatever was made up. */
async function session(changes: readonly Changes[], details: readonly Made<typeof late>[]) {
  const store = await create(sessionPath());
  const filler = (n: number): ReadEvent[] =>
    Array.from({ length: 40 }, (_, at) => readEvent(n + at));
  const pachca = firstWindow(await store.openCollection(request()));
  const made = changes.map((change, n) => changed(readEvent(n), change));
  await store.commitPage(page(pachca, [...made, ...filler(1000)]));
  const guard = firstWindow(await store.openCollection(request({ source: 'jayguard' })));
  const guarded = changes.map((change, n) => changed(guardEvent(`${n}`, n), change));
  await store.commitPage(page(guard, [...guarded, guardEvent('777', 7)]));
  const window = firstWindow(await store.openDetails(detailsRequest()));
  const items = details.map((one, n) => ({ id: `${n}`, raw: '{}', ...one }));
  await store.commitDetails(answer(window, items));
  return store;
}

function changed({ event, raw }: ReadEvent, { details, ...change }: Changes): ReadEvent {
  const vendor = { ...(JSON.parse(raw) as object), details, ...details };
  return { event: { ...event, ...change, details }, raw: JSON.stringify(vendor) };
}

const made = fc.tuple(
  fc.array(event, { minLength: 1, maxLength: 6 }),
  fc.array(late, { maxLength: 6 }),
  fc.record({ tags: fc.array(nastyText, { maxLength: 2 }), note: text, name: nastyText }),
);

test('what is written without being read is to the letter what is read and written, masked as well', async () => {
  let direct = 0;
  await fc.assert(
    fc.asyncProperty(made, async ([changes, details, { tags, note, name }]) => {
      const store = await session(changes, details);
      await store.setMarks([0, 45], { tags, note });
      await store.setNames('pachca', { '2': name });
      const actors = [{ source: 'pachca' as const, actor: '1' }];
      await store.changePeople({ kind: 'link', name: `Ёж ${name}`.slice(0, 50), actors });
      const shown = new ShownParts();
      shown.add({ row: null, field: 'details.text' });
      shown.add({ row: null, field: 'text' });
      shown.add({ row: 0, field: null });
      for (const view of [store, maskedView(store), maskedView(store, shown)]) {
        const written = await filesOf(() =>
          scanned(view, (one) => {
            if (one.json?.()) direct += 1;
            return one;
          }),
        );
        expect(written).toEqual(await filesOf(() => scanned(view, plain)));
        if (view !== store) expect(written).toEqual(await filesOf(() => sent(view)));
      }
      await store.close();
    }),
    { numRuns: 8 },
  );
  // Else nothing was shown.
  expect(direct).toBeGreaterThan(300);
}, 120_000);
