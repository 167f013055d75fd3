/**
 * What the columnar engine takes: time and memory for a mixed session of events held in memory.
 *
 *   node --expose-gc bench/engine.ts                     1,000,000 events in batches of 2,000
 *   node --expose-gc bench/engine.ts 10000000 2000       events, batch
 *   node --expose-gc bench/engine.ts 1000000 50          as collected from Pachca
 *
 * The batches that `append` returns are loaded into a second index, which is then measured: what a
 * session costs that was opened, not collected. Times are ms of the processor, because the machine may
 * be shared; "first" and "again" where an answer is kept. Nothing is asserted.
 */
import { createEventIndex } from '../src/main/store/engine/index.ts';
import type { EventIndex, RowSet } from '../src/main/store/event-index.ts';
import type { MappedEvent } from '../src/shared/event.ts';
import { parseQuery } from '../src/shared/query/parse.ts';
import { stackFields, type Sort } from '../src/shared/session.ts';
import { rareWord, SyntheticEvents } from './synthetic-events.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const batchSize = Number(process.argv[3] ?? 2000);
const zone = 'Europe/Moscow';
const megabyte = 1 << 20;

function timed<T>(work: () => T): { value: T; ms: number } {
  const start = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(start);
  return { value, ms: (user + system) / 1000 };
}

function print(label: string, ...cells: (string | number)[]): void {
  const shown = cells.map((cell) =>
    (typeof cell === 'number' ? cell.toFixed(1) : cell).padStart(12),
  );
  console.log(label.padEnd(44) + shown.join(''));
}

function memory(): number {
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  return rss / megabyte;
}

/** Values of long fields are read from the file: here they are made again. */
const source = {
  mapped: (): MappedEvent => {
    throw new Error('not kept');
  },
  raw: () => '{}',
};

function build(): { batches: Uint8Array[]; ms: number } {
  const events = new SyntheticEvents(1);
  const index = createEventIndex(source);
  const batches: Uint8Array[] = [];
  let ms = 0;
  for (let made = 0; made < count; made += batchSize) {
    const page = events.page(Math.min(batchSize, count - made));
    const late = page.flatMap((event, i) =>
      event.source === 'jayguard' && i % 4 === 0
        ? [{ row: made + i, ...events.details(event) }]
        : [],
    );
    const appended = timed(() => [index.append(page), index.appendDetails(late)] as const);
    ms += appended.ms;
    for (const batch of appended.value) batches.push(Uint8Array.from(batch));
  }
  return { batches, ms };
}

const empty = memory();
const { batches, ms: appendMs } = build();
const bytes = batches.reduce((sum, batch) => sum + batch.length, 0);
print('append (with details)', appendMs, `${((count / appendMs) * 1000).toFixed(0)}/s`);
print('batches, MB', bytes / megabyte);
const beforeLoad = memory();
const loaded = timed(() => {
  const fresh = createEventIndex(source);
  for (const batch of batches) fresh.load(batch);
  return fresh;
});
const index: EventIndex = loaded.value;
print('load', loaded.ms, `${batches.length} batches`);
print('memory of the index, MB (empty process)', memory() - beforeLoad, empty);

const select = (text: string): RowSet => index.select(parseQuery(text, { zone }), null);
const all = select('');
print('first page, newest first', timed(() => index.page(all, [], 0, 100)).ms);

console.log(
  '\nselect'.padEnd(45) + ['first', 'again', 'rows'].map((head) => head.padStart(12)).join(''),
);
const queries = [
  'п',
  'по',
  'пос',
  'посы',
  'посылка',
  rareWord,
  'zzzz',
  'zz',
  'а',
  'e',
  'о',
  'щъ',
  '7',
  'договор счёт',
  'договор -посылка',
  '"добрый день"',
  'дог*счет',
  'user_*',
  'event:user_login',
  'actor:1500',
  'ip:10.0.*',
  'target:req-12*',
  'userAgent:firefox',
  'rule:секреты',
  'details.kind:channel',
  'details.threshold>0.8',
  'details.message_id:9000100',
  'details:thread',
  'finding:passport',
  'has:findings',
  'source:jayguard text:паспорт (event:deny OR event:block)',
  'time>=2026-05-01',
];
for (const text of queries) {
  const first = timed(() => select(text));
  // A change of marks makes the index forget its answers, not its columns.
  index.setNote(0, null);
  print(`  ${text}`, first.ms, timed(() => select(text)).ms, String(first.value.size));
}

const sets: [string, RowSet][] = [
  ['everything', all],
  ['посылка', select('посылка')],
  [rareWord, select(rareWord)],
];
const facets = [
  'source',
  'event',
  'actor',
  'actorName',
  'actorType',
  'target',
  'targetType',
  'ip',
  'userAgent',
  'application',
  'filter',
  'rules',
  'tags',
  'findings',
  'details',
  'details.kind',
  'details.chat_id',
];
console.log(
  '\nfacets and histogram, ms'.padEnd(45) + sets.map(([name]) => name.padStart(14)).join(''),
);
for (const field of facets) {
  print(`  ${field}`, ...sets.map(([, set]) => timed(() => index.facet(set, field, 50)).ms));
}
for (const field of ['second', 'hour', 'day'] as const) {
  print(
    `  histogram by ${field}`,
    ...sets.map(([, set]) => timed(() => index.histogram(set, field, zone)).ms),
  );
}
for (const field of stackFields) {
  const values = (set: RowSet) => index.facet(set, field, 6).values.map(({ value }) => value);
  print(
    `  histogram by hour and ${field}`,
    ...sets.map(([, set]) => timed(() => index.stacks(set, 'hour', zone, field, values(set))).ms),
  );
}
for (const field of ['actor', 'ip', 'details.chat_id']) {
  const options = { order: 'name', find: '1' } as const;
  print(
    `  ${field} with “1”, by name`,
    ...sets.map(([, set]) => timed(() => index.facet(set, field, 50, options)).ms),
  );
}
print('  keys of details', timed(() => index.detailKeys()).ms);
print(
  '  all facets and histogram, once more',
  ...sets.map(
    ([, set]) =>
      timed(() => {
        for (const field of facets) index.facet(set, field, 50);
        index.histogram(set, 'hour', zone);
      }).ms,
  ),
);

console.log(
  '\nsort, ms'.padEnd(45) +
    ['first', 'again', 'desc', 'middle page'].map((head) => head.padStart(12)).join(''),
);
const sorted = [
  'time',
  'event',
  'actor',
  'actorName',
  'target',
  'ip',
  'userAgent',
  'rules',
  'id',
  'text',
  'content',
  'findings',
  'details.kind',
  'details.message_id',
  'details.threshold',
];
for (const field of sorted) {
  const by = (descending: boolean): Sort => [{ field, descending }];
  print(
    `  ${field}`,
    timed(() => index.page(all, by(false), 0, 100)).ms,
    timed(() => index.page(all, by(false), count - 100, 100)).ms,
    timed(() => index.page(all, by(true), 0, 100)).ms,
    timed(() => index.page(sets[1]?.[1] ?? all, by(true), 100_000, 100)).ms,
  );
}
const several: Sort = [
  { field: 'event', descending: false },
  { field: 'actor', descending: true },
  { field: 'ip', descending: false },
];
print('  event, actor, ip', timed(() => index.page(all, several, 0, 100)).ms);
print('memory at the end, MB', memory() - beforeLoad);
