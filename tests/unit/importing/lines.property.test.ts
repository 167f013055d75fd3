import {
  array,
  assert,
  constantFrom,
  double,
  integer,
  json,
  oneof,
  property,
  record,
  string,
  tuple,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectors } from '../../../src/main/connectors/registry.ts';
import { readElement, type Element } from '../../../src/main/importing/read-element.ts';
import { LineEvent, readLineWith } from '../../../src/main/importing/line-event.ts';
import { Splitter } from '../../../src/main/importing/splitter.ts';
import { sourceKinds, type SourceKind } from '../../../src/shared/event.ts';
import { anyCharacter } from '../../support/any-character.ts';

const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };

/** What a file's lines come to, of those that need no object first what was read from their bytes. */
function elements(bytes: Buffer, source: SourceKind, quick: boolean, chunk: number) {
  const lines = quick ? readLineWith(connectors[source].lines(), source) : null;
  const splitter = new Splitter(lines);
  const found: { element: Element; text: string; line: number }[] = [];
  let read = 0;
  const take = (pieces: ReturnType<typeof splitter.push>) => {
    for (const piece of pieces) {
      if (piece instanceof LineEvent) {
        read += 1;
        const { event, raw, rawDetails, marks, line, bytes: stored } = piece;
        expect(stored.mapped.toString()).toBe(JSON.stringify(readers[source](raw)));
        expect({ id: stored.id, source: stored.source }).toEqual({ id: event.id, source });
        const same = { kind: 'event', source, event: { event, raw, rawDetails, marks } } as const;
        found.push({ element: { ...same, name: null }, text: raw, line });
      } else {
        const { text, line } = piece;
        found.push({ element: readElement(piece, source, readers), text, line });
      }
    }
  };
  for (let at = 0; at < bytes.length; at += chunk)
    take(splitter.push(bytes.subarray(at, at + chunk)));
  take(splitter.end());
  return { found: JSON.stringify(found), read };
}

/** Fields as they are written. */
const fields: Record<SourceKind, Record<string, string>> = {
  pachca: {
    id: '"7c2e"',
    created_at: '"2026-03-01T10:00:00.123Z"',
    event_key: '"user_login"',
    actor_id: '"17"',
    actor_type: '"User"',
    entity_id: '18',
    entity_type: 'null',
    details: '{"dlp_rule_name":"Ёж","n":1e2,"order":[12345678901234567890]}',
    ip_address: '"10.0.0.1"',
    user_agent: '"Mozilla/5.0 \\"x\\" \\u0451 \\/"',
  },
  jayguard: {
    eventId: '12345678901234567890',
    createdAt: '"2026-03-01T10:00:00+03:00"',
    action: '"deny"',
    userId: '"u-1"',
    email: 'null',
    requestId: '"r"',
    application: '"HR-бот"',
    filter: '{"name":"ПДн","id":1.0}',
    appliedRules: '["Секреты","\\u0431"]',
    message: '"Строка\\nещё"',
    threshold: '0.50',
    '2': '[]',
    'a.b': '{"1":2,"3":1e400}',
  },
};

function written(parts: readonly (readonly [string, string])[], space = ''): string {
  return `{${parts.map(([key, text]) => `"${key}":${space}${text}`).join(',')}}`;
}

const usual = {
  pachca: written(Object.entries(fields.pachca)),
  jayguard: written(Object.entries(fields.jayguard)),
};

test.each(sourceKinds)('what most objects of %s are like is read from their bytes', (source) => {
  const bytes = Buffer.from(`${usual[source]}\n`.repeat(4));
  const { found, read } = elements(bytes, source, true, 1 << 20);
  expect(read).toBe(3);
  expect(found).toBe(elements(bytes, source, false, 1 << 20).found);
});

const keys: Record<SourceKind, string[]> = {
  pachca: [
    'id,created_at,event_key,entity_id,entity_type,actor_id,actor_type,details',
    'ip_address,user_agent,raw,source,data,__proto__,1,other',
  ],
  jayguard: [
    'eventId,createdAt,action,requestId,userId,email,appliedRules,filter,application,message',
    'threshold,raw,data,auditEvents,__proto__,7,filter.id',
  ],
};
const keysOf = (source: SourceKind) => keys[source].flatMap((some) => some.split(','));
const spellings = [
  '"\\u0061"',
  '"\\/"',
  '"\\q"',
  '"\\ud800"',
  '"a\\u00"',
  '"\t"',
  '"\\b\\f\\r\\\\"',
];
const numbers = ['-0', '1.0', '01', '1e400', '-', '1.', '.5', '5E+2', '12345678901234567890'];
const times = [
  '2026-03-01T10:00:00Z',
  '2026-02-31T10:00:00Z',
  '2026-03-01',
  '2026-03-01 10:00:00+0300',
];
const lists = [
  '[]',
  '["a"]',
  '[ "a"]',
  '["a",1]',
  '[[[]]]',
  '{"name":"x","id":1,"name":"y"}',
  '{}',
];
const objects = [
  '{"name":null}',
  '{"__proto__":1}',
  '{"dlp_rule_name":"r","2":1,"1":2}',
  '{"a":1,}',
  '{"n":-12345678901234567890,"2":[1e400]}',
  '{"dlp_rule_name":12345678901234567890}',
];
const value = oneof(
  json(),
  constantFrom(...spellings, ...numbers, ...lists, ...objects, 'null', 'tru', '', '"'),
  constantFrom(...times).map((time) => JSON.stringify(time)),
  string({ unit: anyCharacter }).map((text) => JSON.stringify(text)),
  double().map(String),
  integer().map(String),
);

/** A usual object, of which some keys say something else; now and then something is changed. */
function lineOf(source: SourceKind) {
  const change = tuple(constantFrom(...keysOf(source)), value);
  const parts = record({
    changes: array(change, { maxLength: 2 }),
    /** A key then is there twice. */
    keep: constantFrom(false, false, false, true),
    space: constantFrom('', '', '', '', '', ' '),
    end: constantFrom('', '', '', '', '', '\r', ' ', '}', '{}', ',', '\u00a0'),
    cut: constantFrom(...Array.from({ length: 9 }, () => null), 5, 60, 200),
  });
  return parts.map(({ changes, keep, space, end, cut }) => {
    const kept = Object.entries(fields[source]).filter(
      ([key]) => keep || changes.every(([other]) => other !== key),
    );
    const whole = `${written([...kept, ...changes], space)}${end}`;
    return cut === null ? whole : whole.slice(0, cut);
  });
}

describe.each(sourceKinds)('lines of %s', (source) => {
  test('come to the same, from their bytes or from objects', () => {
    const file = array(oneof({ weight: 5, arbitrary: lineOf(source) }, value), {
      minLength: 1,
      maxLength: 8,
    });
    const sizes = constantFrom(1 << 20, 1 << 20, 1000, 7);
    assert(
      property(file, sizes, (lines, chunk) => {
        const bytes = Buffer.from(`${usual[source]}\n${lines.join('\n')}`);
        const [fast, slow] = [true, false].map((quick) => elements(bytes, source, quick, chunk));
        expect(fast?.found).toBe(slow?.found);
      }),
      { numRuns: 400 },
    );
  });

  test('come to the same with bytes that are no text', () => {
    const damage = tuple(integer({ min: 0, max: 2000 }), integer({ min: 0, max: 255 }));
    assert(
      property(array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        const bytes = Buffer.from(`${usual[source]}\n`.repeat(5));
        for (const [at, byte] of damages) bytes[at % bytes.length] = byte;
        const [fast, slow] = [true, false].map((quick) => elements(bytes, source, quick, 1 << 20));
        expect(fast?.found).toBe(slow?.found);
      }),
      { numRuns: 300 },
    );
  });
});
