/**
 * Makes the corpus of hostile imports and what is to become of each:
 *
 *   node tests/support/importing/hostile.ts tests/fixtures/imports
 *
 * Some are refused whole; of the others every bad line is put aside with its reason, and the good
 * ones around it are taken. What is large is made where it is needed: see `large.ts`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { SourceKind } from '../../../src/shared/event.ts';

/** What is taken of a file, and why the rest is not, in the order of the file. */
export interface Taken {
  events: number;
  quarantined: string[];
  conflicts?: number;
  duplicates?: number;
}
export type Expected = { source: SourceKind } & ({ refusedAtLine: number } | Taken);

type Case = [name: string, bytes: string | Buffer, expected: Expected];

const script = `<img src=x onerror=alert(1)><script>alert(1)</script>{{constructor}}`;
const bidi = '\u202eexe.fdp\u2066\u200b\ufeff';
const control = String.raw`\u0000\u0007\u001b[2J\u001b]0;evil\u0007\u009b`;

const vendor = (id: unknown, over: object = {}) => ({
  id,
  created_at: '2026-03-01T10:00:00.000Z',
  event_key: 'user_login',
  actor_id: '7',
  details: { text: 'Посылка' },
  ...over,
});
const guard = (id: unknown, over: object = {}) => ({
  eventId: id,
  createdAt: '2026-03-01T10:00:00.000Z',
  action: 'redact',
  userId: 7,
  message: 'Паспорт',
  ...over,
});
const text = (value: unknown) => JSON.stringify(value);
const lines = (...all: readonly (string | Buffer)[]) =>
  Buffer.concat(all.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));

const first = text(vendor('first'));
const last = text(vendor('last'));

/** A file of Pachca's whose first event and last are good, and what becomes of the lines between. */
function between(name: string, bad: readonly (string | Buffer)[], rest: Partial<Taken> = {}): Case {
  const { events = 0, quarantined = [], ...more } = rest;
  const expected = { source: 'pachca' as const, events: events + 2, quarantined, ...more };
  return [name, lines(first, ...bad, last), expected];
}

/** Each of these lines is put aside for the same reason. */
function unreadable(name: string, reason: string, ...bad: (string | Buffer)[]): Case {
  return between(name, bad, { quarantined: bad.map(() => reason) });
}

function kept(name: string, ...good: (string | Buffer)[]): Case {
  return between(name, good, { events: good.length });
}

function one(quarantined: string[]): Expected {
  return { source: 'pachca', events: 1, quarantined };
}

function refused(name: string, bytes: string | Buffer, source: SourceKind = 'pachca'): Case {
  return [name, bytes, { source, refusedAtLine: 1 }];
}

function utf16be(value: string): Buffer {
  return Buffer.from(`\ufeff${value}`, 'utf16le').swap16();
}

/** One stored or packed entry, as the first bytes of a ZIP are. */
function zip(content: string): Buffer {
  const packed = deflateRawSync(content);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(content.length, 22);
  return Buffer.concat([head, packed]);
}

const csv = 'id;created_at;event_key\r\n1;2026-03-01T10:00:00Z;user_login\r\n';
const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;

const wholes: Case[] = [
  refused('empty', ''),
  refused('blank', ' \r\n\t\n\n'),
  refused('bom-alone', '\ufeff'),
  refused('html', '<!DOCTYPE html>\n<html><body><h1>502 Bad Gateway</h1></body></html>\n'),
  refused('xml', '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n'),
  refused('csv', csv),
  refused('csv-quoted', '"id","created_at"\r\n"1","2026-03-01T10:00:00Z"\r\n'),
  refused('yaml', '- id: 1\n  created_at: 2026-03-01T10:00:00Z\n'),
  refused('script', '#!/bin/sh\nrm -rf ~\n'),
  refused('utf16-le', Buffer.from(`\ufeff${first}\n`, 'utf16le')),
  refused('utf16-be', utf16be(`${first}\n`)),
  refused('utf16-bare', Buffer.from(`${first}\n`, 'utf16le')),
  refused('cp1251', Buffer.from('cfeef1fbebeae0', 'hex')),
  refused('gzip', gzipSync(`${first}\n`)),
  refused('zip', zip(`${first}\n`)),
  refused('other-source', lines(text(guard(1)), text(guard(2)))),
  refused('other-source-too', lines(first, last), 'jayguard'),
  // An own export names its sources itself, whatever was said of it.
  ['other-own-source', lines(own({ source: 'jayguard', raw: guard(1) })), one([])],
  refused('numbers', '[1, 2, 3]\n'),
  refused('strings', '"one"\n"two"\n'),
  refused('lists', '[[["a"]]]\n'),
  refused('deep', `${deep}\n`),
  refused('deep-object', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}\n`),
  refused('error-answer', '{"error":"unauthorized","error_description":"no"}\n'),
  refused('cut-at-once', '{"data":[{"id":"1","created_at":'),
  refused('no-numbers', '{"id":NaN,"created_at":Infinity}\n'),
];

/** Every field with every type it cannot have; the reason is the field's name. */
function wrongTypes(): Case[] {
  const wrong: Record<string, unknown[]> = {
    id: [null, true, [], {}, undefined],
    created_at: [null, 1772359200, {}, [], undefined],
    event_key: [null, 1, {}, ['user_login'], undefined],
    entity_id: [true, [], {}],
    entity_type: [1, [], {}],
    actor_id: [true, [1], {}],
    actor_type: [1, false, {}],
    details: ['text', 1, [], true],
    ip_address: [1, {}, ['10.0.0.1']],
    user_agent: [1, {}, []],
  };
  const guards: Record<string, unknown[]> = {
    eventId: [null, true, [], {}, undefined],
    createdAt: [null, 1, {}, undefined],
    action: [null, 1, {}, undefined],
    requestId: [true, [], {}],
    userId: [true, [], {}],
    email: [1, {}, []],
    appliedRules: ['rule', 1, {}],
    filter: ['name', 1, true],
    application: [1, {}],
    message: [1, {}, []],
  };
  const made = (fields: Record<string, unknown[]>, make: (id: unknown, over: object) => object) =>
    Object.entries(fields).flatMap(([field, values]) =>
      values.map((value, at) => [field, text(make(`${field}${at}`, { [field]: value }))] as const),
    );
  const [pachca, jayguard] = [made(wrong, vendor), made(guards, guard)];
  return [
    between(
      'wrong-types',
      pachca.map(([, line]) => line),
      { quarantined: pachca.map(([field]) => field) },
    ),
    [
      'wrong-types-jayguard',
      lines(text(guard(1)), ...jayguard.map(([, line]) => line)),
      { source: 'jayguard', events: 1, quarantined: jayguard.map(([field]) => field) },
    ],
  ];
}

const noTimes = [
  '',
  'yesterday',
  '2026-03-01',
  '2026-03-01T10:00:00',
  '2026-13-01T10:00:00Z',
  '2026-02-30T10:00:00Z',
  '2026-03-01T25:00:00Z',
  '2026-03-01T10:00:61Z',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '1e3',
  '２０２６-03-01T10:00:00Z',
];

/** A line of this program's own export. */
function own(over: Record<string, unknown>): string {
  return text({
    id: 'x',
    source: 'pachca',
    time: '2026-03-01T10:00:00.000Z',
    actorName: null,
    findings: null,
    content: null,
    tags: [],
    note: null,
    raw: vendor('own'),
    ...over,
  });
}

const finding = { method: 'phone', value: '+7' };
const ownLines: Case[] = [
  between(
    'own-wrong-types',
    [
      own({ tags: 'a' }),
      own({ tags: [1] }),
      own({ tags: [''] }),
      own({ tags: ['a\u001b[2J'] }),
      own({ tags: ['a'.repeat(61)] }),
      own({ tags: Array.from({ length: 1001 }, (_, at) => `t${at}`) }),
      own({ note: 1 }),
      own({ findings: {} }),
      own({ findings: [{ ...finding, value: 1 }] }),
      own({ content: [] }),
      own({ actorName: {} }),
      own({ time: 1 }),
      own({ raw: { ...vendor('own'), created_at: 'never' } }),
    ],
    {
      quarantined: [
        'tags',
        'tags.0',
        'tags.0',
        'tags.0',
        'tags.0',
        'tags',
        'note',
        'findings',
        'findings.0.value',
        'content',
        'actorName',
        'time',
        'created_at',
      ],
    },
  ),
  // What the vendor's object says counts, whatever stands around it.
  between('own-contradictions', [own({ id: 'other', time: '1999-01-01T00:00:00.000Z' })], {
    events: 1,
  }),
  between('own-proto', [own({}).replace('{', '{"__proto__":{"admin":true},')], { events: 1 }),
  between('own-script', [own({ tags: ['<b>', '__proto__', 'constructor'], note: script })], {
    events: 1,
  }),
];

const bad: Case[] = [
  unreadable('not-utf8', 'not-utf8', Buffer.from(first.replace('7', '\xff'), 'latin1')),
  // A surrogate written as UTF-8 writes other characters, and a character in more bytes than it needs.
  unreadable(
    'not-utf8-forms',
    'not-utf8',
    Buffer.from('7b226964223a22eda080227d', 'hex'),
    Buffer.from('7b226964223a22c0af227d', 'hex'),
    Buffer.from('7b226964223a22f4908080227d', 'hex'),
  ),
  unreadable('too-deep', 'too-deep', text(vendor('deep')).replace('"7"', deep)),
  unreadable('nul-in-text', 'json', text(vendor('nul')).replace('Посылка', '\0')),
  unreadable('nul-between', 'json', text(vendor('nul')).replace(',', ',\0')),
  ['nul-end', `${first}${'\0'.repeat(99)}`, one(['not-json'])],
  unreadable('nul-line', 'not-json', Buffer.alloc(8), Buffer.from('\0x')),
  unreadable('control-line', 'not-json', '\u001b[2J', '\u0007'),
  unreadable('bom-between', 'not-json', `\ufeff${text(vendor('bom'))}`),
  unreadable('rest-of-line', 'not-json', '// comment', '# comment', ']]>', '--'),
  unreadable(
    'not-json',
    'json',
    '{"id":1,}',
    "{'id':1}",
    '{id:1}',
    '{"id":01}',
    '{"id":0x1}',
    '{"id":+1}',
    '{"id":.5}',
    '{"id":"a\tb"}',
    '{"id":"\\x41"}',
    '{"id":"\\u12"}',
    '{"id":1/**/}',
    '{"id" 1}',
  ),
  unreadable('incomplete', 'incomplete', '{"id":"1","x":"never ends', '{"id":"1","x":{'),
  unreadable('scalars', 'not-json', '1', '"text"', 'null', 'true'),
  unreadable(
    'times',
    'created_at',
    ...noTimes.map((time) => text(vendor(1, { created_at: time }))),
  ),
  unreadable(
    'id-numbers',
    'id',
    text(vendor(0)).replace(':0', ':1e400'),
    text(vendor(0)).replace(':0', ':-1e999'),
  ),
  unreadable('proto-fields', 'id', '{"__proto__":{"id":"1","created_at":"2026-03-01T10:00:00Z"}}'),
  between('error-between', ['{"error":{"code":429}}', '{"data":[]}', '{"auditEvents":[]}'], {
    quarantined: ['id'],
  }),
];

const harmless: Case[] = [
  kept(
    'proto',
    text(vendor('p1')).replace('"text"', '"__proto__":{"admin":true},"text"'),
    text(vendor('p2')).replace('{', '{"__proto__":{"admin":true},'),
    text(vendor('p3', { details: { constructor: { prototype: { admin: true } }, toString: 1 } })),
    text(vendor('__proto__', { actor_id: 'constructor', event_key: 'hasOwnProperty' })),
  ),
  kept(
    'same-keys',
    text(vendor('k1')).replace('{', '{"id":"not this","created_at":"never",'),
    text(vendor('k2')).replace('"id"', String.raw`"\u0069d"`),
  ),
  kept(
    'number-forms',
    text(vendor(0)).replace(':0', ':12345678901234567890123'),
    text(vendor(0)).replace(':0', ':-0'),
    text(vendor(0)).replace(':0', ':1.50e3'),
    text(vendor('n')).replace('"Посылка"', '1e400'),
    text(vendor('m')).replace('"Посылка"', '[-1e999,123456789012345678901234567890,0.1e-999]'),
  ),
  kept(
    'lone-surrogates',
    text(vendor('s1')).replace('Посылка', String.raw`\ud800`),
    text(vendor('s2')).replace('Посылка', String.raw`\udc00\ud83d`),
    text(vendor('s3')).replace('"s3"', String.raw`"\udfff"`),
  ),
  kept('control-escapes', text(vendor('c')).replace('Посылка', control)),
  kept(
    'scripts',
    text(vendor('x', { details: { [script]: script }, user_agent: script })),
    text(vendor('=cmd|calc', { actor_id: '@SUM(A1)', event_key: '+1', ip_address: '-1' })),
  ),
  kept('bidi', text(vendor(bidi, { event_key: bidi, details: { [bidi]: bidi } }))),
  kept('line-separators', text(vendor('l')).replace('Посылка', '\u2028\u2029\u0085')),
  between('many-values', [`${text(vendor('a'))}\t${text(vendor('b'))}`], { events: 2 }),
  kept('nested-lists', text(vendor('d', { data: [{ id: 'no event' }] }))),
  kept('lists-of-lists', text(vendor('q', { details: { data: [[[]], [{}], [[null]]] } }))),
  between(
    'conflicts',
    ['a', 'b', 'a', 'c'].map((event_key) => text(vendor('1', { event_key }))),
    {
      events: 4,
      conflicts: 2,
      duplicates: 1,
    },
  ),
  [
    'cut-answer',
    `{"data":[${first},${last},{"id":"cut","created_at":"2026`,
    { source: 'pachca', events: 2, quarantined: ['incomplete'] },
  ],
  [
    'data-twice',
    `{"data":[${first}],"data":[${last}],"meta":{"data":[{"id":1}]}}`,
    { source: 'pachca', events: 2, quarantined: [] },
  ],
  [
    'mixed-list',
    `[${first},1,"x",null,[${last}],{}, ${last}]`,
    {
      source: 'pachca',
      events: 2,
      quarantined: ['not-json', 'not-json', 'not-json', 'not-json', 'id'],
    },
  ],
  [
    'carriage-returns',
    `\ufeff${first}\r\n\r\n\r${last}\r`,
    { source: 'pachca', events: 2, quarantined: [] },
  ],
];

function make(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cases = [...wholes, ...wrongTypes(), ...ownLines, ...bad, ...harmless];
  const expected: Record<string, Expected> = {};
  for (const [name, bytes, what] of cases) {
    if (expected[name]) throw new Error(`two cases are called ${name}`);
    writeFileSync(join(folder, `${name}.json`), bytes);
    expected[name] = what;
  }
  writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
}
if (import.meta.main) make(process.argv[2] ?? '');
