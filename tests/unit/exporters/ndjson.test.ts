import { array, assert, asyncProperty, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { propertyText } from '../../../src/main/connectors/kit/verbatim.ts';
import { readJayGuardEvent } from '../../../src/main/connectors/jayguard/event.ts';
import { readPachcaEvent } from '../../../src/main/connectors/pachca/event.ts';
import { eventLine, ndjson } from '../../../src/main/exporters/ndjson.ts';
import { formatInstant } from '../../../src/shared/instant.ts';
import type { MappedEvent } from '../../../src/shared/event.ts';
import { nastyKey, nastyText } from '../../support/nasty-texts.ts';
import { batches, exported, gather } from './sample-events.ts';

function lineOf(raw: string, read: (raw: string) => MappedEvent): string {
  const { time, ...event } = read(raw);
  return eventLine(exported({ ...event, time: formatInstant(time), tags: ['a'] }, raw));
}

test('numbers of more digits than a double holds keep them in details as well', () => {
  const details = '{"message_id":12345678901234567890,"score":1.0,"names":["я"]}';
  const raw = `{"id":"1","created_at":"2026-10-01T00:00:00Z","event_key":"k","details":${details}}`;
  const line = lineOf(raw, readPachcaEvent);
  expect(propertyText(line, 'details')).toBe(details);
  expect(propertyText(line, 'raw')).toBe(raw);
  expect(JSON.parse(line)).toMatchObject({ id: '1', tags: ['a'], note: null });
  expect(Object.keys(JSON.parse(line) as object).slice(-4)).toEqual([
    'details',
    'tags',
    'note',
    'raw',
  ]);
});

test('Jay Guard’s fields without a place of their own are put together to the letter', () => {
  const raw =
    '{"eventId":1234567890123456789,"createdAt":"2026-10-01T00:00:00Z","action":"deny",' +
    '"filter":{"id":98765432109876543210,"name":"F"},"threshold":0.50,"trace":11111111111111111111}';
  expect(propertyText(lineOf(raw, readJayGuardEvent), 'details')).toBe(
    '{"threshold":0.50,"trace":11111111111111111111,"filter.id":98765432109876543210}',
  );
});

test('details that are null, or hold no such number, are as they were read', () => {
  const raw = (details: string) =>
    `{"id":"12345678901234567","created_at":"2026-10-01T00:00:00Z","event_key":"k"${details}}`;
  for (const [details, said] of [
    [',"details":null', '{}'],
    ['', '{}'],
    [',"details":{"a":1}', '{"a":1}'],
  ] as const) {
    expect(propertyText(lineOf(raw(details), readPachcaEvent), 'details')).toBe(said);
  }
});

test('keys with backslashes and quotes are written to the letter', async () => {
  const keys = ['\\', '"', 'a\\"', '\\n', '\n'];
  const details = Object.fromEntries(keys.map((key) => [key, '']));
  const line = await gather(ndjson.encode(batches([exported({ details })])));
  const said = String.raw`{"\\":"","\"":"","a\\\"":"","\\n":"","\n":""}`;
  expect(propertyText(line, 'details')).toBe(said);
});

test('any texts and keys are read back by any reader of JSON, a line each', async () => {
  const details = array(tuple(nastyKey, nastyText), { maxLength: 3 });
  await assert(
    asyncProperty(array(tuple(nastyText, details), { minLength: 1 }), async (rows) => {
      const events = rows.map(([text, pairs]) =>
        exported({ text, note: text, tags: [text], details: Object.fromEntries(pairs) }),
      );
      const lines = (await gather(ndjson.encode(batches(events)))).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
        rows.map(([text, pairs]) =>
          expect.objectContaining({
            text,
            note: text,
            tags: [text],
            details: Object.fromEntries(pairs),
          }),
        ),
      );
    }),
    { numRuns: 60 },
  );
});
