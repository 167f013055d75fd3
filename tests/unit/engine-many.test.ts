/** What a few random events do not reach: chunks that fill, dense and rare hits, long sorts. */
import { expect, test } from 'vitest';
import { SyntheticEvents } from '../../bench/synthetic-events.ts';
import { fold } from '../../src/shared/query/fold.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { IndexedEvents } from '../support/indexed-events.ts';
import { naiveMatches, naiveOrder } from '../support/naive-search.ts';

const events = new IndexedEvents();
const made = new SyntheticEvents(3);
for (let page = 0; page < 60; page += 1) {
  const first = events.mapped.length;
  events.append(made.page(50));
  const late = events.mapped
    .slice(first)
    .map((event, i) => ({ row: first + i, ...made.details(event) }));
  events.appendDetails(late.filter(({ row }) => row % 4 === 0));
}
const plain = events.plain();
const reopened = events.reopened();
const zone = 'Europe/Moscow';

test.each([
  'п',
  'по',
  'пос',
  'посы',
  'посылка',
  'ПОСЫЛКА',
  'посылка.',
  'ё',
  'е',
  'щ',
  'a',
  '7',
  '77',
  'request',
  '"last_user_request: посылка"',
  '"добрый день"',
  'zzzz',
  '.',
  'e',
  'договор счёт',
  'договор -посылка',
  'дог*счет',
  'д*о*г',
  'last*карта*сумма',
  '*а*',
  'user_*',
  'event:user_*',
  'event:*login',
  'actor:1*0',
  'target:req-1*',
  'id:5000001*',
  'id:*9',
  'text:паспорт',
  'text:"паспорт адрес"',
  'text:па*рт',
  'details.kind:channel',
  'details.kind:*a*',
  'details.threshold>0.8',
  'details.filter.id:[2 TO 3]',
  'details.filter:"{\\"id\\":2}"',
  'finding:phone',
  'finding:сумма',
  'content:прошу',
  'content:*',
  'has:content',
  '-has:findings',
  'source:jayguard text:паспорт (event:deny OR event:block)',
  'посылка actor:u-1*',
  'посылка OR договор OR userAgent:firefox',
  '(event:allow OR event:deny) -(паспорт OR text:карта*банк) details.threshold<0.5',
])('%s finds what reading event by event finds, newest first', (text) => {
  const query = parseQuery(text, { zone });
  const found = [...plain.keys()].filter((row) => plain[row] && naiveMatches(query, plain[row]));
  const expected = naiveOrder(plain, found, []);
  for (const index of [events.index, reopened]) {
    expect([...index.page(index.select(query, null), [], 0, 1e6)]).toEqual(expected);
  }
});

test.each([
  'text',
  'content',
  'id',
  'target',
  'actor',
  'details.message_id',
  'details.threshold',
  'userAgent',
])('sorted by %s both ways, before and after opening again', (field) => {
  for (const descending of [false, true]) {
    const expected = naiveOrder(plain, [...plain.keys()], [{ field, descending }]);
    for (const index of [events.index, reopened]) {
      const all = index.select({ type: 'all' }, null);
      expect([...index.page(all, [{ field, descending }], 0, 1e6)]).toEqual(expected);
    }
  }
});

test('a value longer than a chunk, and one with every plain character, are found whole', () => {
  const [sample] = made.page(1);
  if (!sample) throw new Error('no sample');
  const long = 'длинный текст '.repeat(20_000);
  const characters = Array.from({ length: 0x2100 }, (_, i) => String.fromCharCode(i)).join('');
  const few = new IndexedEvents();
  few.append([
    { ...sample, text: `${long}конец` },
    { ...sample, text: characters },
  ]);
  const rows = (pieces: string[], whole: boolean) => {
    const field = { name: 'text', path: null } as const;
    const set = few.index.select({ type: 'field', field, pattern: { pieces, whole } }, null);
    return [0, 1].filter((row) => set.has(row));
  };
  expect(rows(['текст конец'], false)).toEqual([0]);
  expect(rows([fold(`${long}конец`)], true)).toEqual([0]);
  expect(rows([fold(characters)], true)).toEqual([1]);
});
