import { expect, test } from 'vitest';
import { readJayGuardEvent } from '../../src/main/connectors/jayguard/event.ts';
import { readJayGuardDetails } from '../../src/main/connectors/jayguard/details.ts';
import { readPachcaEvent } from '../../src/main/connectors/pachca/event.ts';
import { eventLine } from '../../src/main/exporters/ndjson.ts';
import { readElement } from '../../src/main/importing/read-element.ts';
import { maskEvent } from '../../src/main/privacy/mask-event.ts';
import { createMasker } from '../../src/main/privacy/masker.ts';
import { cellText } from '../../src/renderer/features/review/columns.ts';
import { everything, filled, open, sessionPath } from '../support/store/session.ts';

/** Of Pachca, with details as the service wrote them. */
function written(id: number, details: string) {
  const raw = `{"id":"${id}","created_at":"2026-03-01T00:00:0${id}Z","event_key":"k","details":${details}}`;
  return { event: readPachcaEvent(raw), raw };
}

const events = [
  written(0, '{"order":9007199254740993,"n":5.0}'),
  written(1, '{"order":9007199254740992,"n":5}'),
  written(2, '{"order":-9007199254740993,"n":1e3}'),
  written(3, '{"order":9007199254740994,"n":1000}'),
  written(4, '{"order":9007199254740993,"n":"5.0"}'),
  written(5, '{"order":10,"n":1234567890.123456789}'),
];

test('ids that differ behind the sixteenth digit are not one, in all that a session answers', async () => {
  const path = sessionPath();
  await (await filled(path, events)).close();
  const session = await open(path);
  const find = async (query: string) => {
    const rows = await session.rows(
      { ...everything, query },
      [{ field: 'id', descending: false }],
      0,
      10,
    );
    return rows.map(({ id }) => id).join('');
  };
  expect(await find('details.order:9007199254740993')).toBe('04');
  expect(await find('details.order:9007199254740992')).toBe('1');
  expect(await find('details:9007199254740993')).toBe('024');
  expect(await find('9007199254740993')).toBe('024');
  expect(await find('raw:9007199254740993')).toBe('024');
  expect(await find('details.order>9007199254740992')).toBe('034');
  expect(await find('details.order>=9007199254740993.0')).toBe('034');
  expect(await find('details.order<9007199254740993')).toBe('125');
  expect(await find('details.order:[9007199254740993 TO 9007199254740993]')).toBe('04');
  expect(await find('details.order<=-9007199254740993')).toBe('2');
  expect(await find('details>9007199254740993')).toBe('3');
  expect(await find('raw>9007199254740993')).toBe('3');

  const facet = await session.facet(everything, 'details.order', 10);
  expect(facet.values.map(({ value, count }) => `${value} ${count}`)).toEqual([
    '9007199254740993 2',
    '-9007199254740993 1',
    '10 1',
    '9007199254740992 1',
    '9007199254740994 1',
  ]);
  const sorted = await session.rows(
    everything,
    [{ field: 'details.order', descending: false }],
    0,
    10,
  );
  expect(sorted.map((row) => cellText(row, 'details.order'))).toEqual([
    '-9007199254740993',
    '10',
    '9007199254740992',
    '9007199254740993',
    '9007199254740993',
    '9007199254740994',
  ]);
  const { event, raw } = await session.event(0);
  expect(cellText({ ...event, raw }, 'raw.details.order')).toBe('9007199254740993');
});

test('a number is known as it is written the shortest way, a text as it is', async () => {
  const session = await filled(sessionPath(), events);
  const find = (query: string) => session.count({ ...everything, query });
  expect(await find('details.n:5')).toBe(2);
  expect(await find('details.n:5.0')).toBe(1);
  expect(await find('details.n:[5.0 TO 5.0]')).toBe(3);
  expect(await find('details.n:1000')).toBe(2);
  expect(await find('details.n:1e3')).toBe(0);
  expect(await find('details.n>=1e3')).toBe(3);
  expect(await find('details.n:1234567890.123456789')).toBe(1);
  expect(await find('details.n>1234567890.123456788')).toBe(1);
  expect(await find('details.n>1234567890.123456789')).toBe(0);
});

test('only what has no field of its own is kept so: elsewhere a number is no text', () => {
  const pachca = (more: string) => `{"id":"1","created_at":"2026-03-01T00:00:00Z",${more}}`;
  expect(() => readPachcaEvent(pachca('"event_key":9007199254740993'))).toThrow('event_key');
  const { rules, details } = readPachcaEvent(
    pachca('"event_key":"k","details":{"dlp_rule_name":9007199254740993}'),
  );
  expect({ rules, details }).toEqual({ rules: [], details: { dlp_rule_name: '9007199254740993' } });
  const jayguard = readJayGuardEvent(
    '{"eventId":9007199254740993,"createdAt":"2026-03-01T00:00:00Z","action":"a","trace":{"n":[9007199254740993,1]},"filter":{"id":9007199254740995,"name":"F"}}',
  );
  expect(jayguard.id).toBe('9007199254740993');
  expect(jayguard.details).toEqual({
    trace: { n: ['9007199254740993', 1] },
    'filter.id': '9007199254740995',
  });
});

test('masked, each has a pseudonym of its own, the same in the event and in its JSON', () => {
  const masker = createMasker(new Uint8Array(32).fill(3));
  const masked = ['9007199254740993', '9007199254740992.5', '5'].map((number) => {
    const { event, raw } = written(1, `{"amount":${number},"phone":${number},"chat_id":${number}}`);
    const own = { ...event, time: '', tags: [], note: null };
    const { row, raw: json } = maskEvent({ row: own, raw }, masker);
    expect(row.details).toEqual(readPachcaEvent(json).details);
    expect(row.details['phone']).toBe(masker(number));
    expect(String(row.details['chat_id'])).toBe(number);
    return row.details['amount'];
  });
  expect(masked).toEqual([masker('9007199254740993'), masker('9007199254740992.5'), 5]);
});

test('the methods of findings are ids as well', () => {
  const { id, findings } = readJayGuardDetails(
    '{"eventId":9007199254740993,"details":[{"searchMethodId":9007199254740995,"value":"x"},{"searchMethodId":7,"value":"y"}]}',
  );
  expect(id).toBe('9007199254740993');
  expect(findings.map(({ method }) => method)).toEqual(['9007199254740995', '7']);
});

test('what an earlier version rounded stays so, but for the JSON; an export of it is read exactly', async () => {
  const [{ event, raw } = written(0, '{}')] = events;
  const rounded = { ...event, details: { order: 9007199254740992, n: 5 } };
  const session = await filled(sessionPath(), [{ event: rounded, raw }]);
  const find = (query: string) => session.count({ ...everything, query });
  expect(await find('details.order:9007199254740992')).toBe(1);
  expect(await find('details.order:9007199254740993')).toBe(0);
  expect(await find('raw:9007199254740993')).toBe(1);
  const { event: row } = await session.event(0);
  const text = eventLine({ row, raw }).trimEnd();
  expect(text).toContain('"details":{"order":9007199254740993,"n":5.0}');
  const again = readElement({ text, line: 1, problem: null }, 'pachca', {
    pachca: readPachcaEvent,
    jayguard: readJayGuardEvent,
  });
  expect(again).toMatchObject({ event: { event: { details: { order: '9007199254740993' } } } });
});
