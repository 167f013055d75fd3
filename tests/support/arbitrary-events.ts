/** Random events and queries with what is hard about both, for property tests. */
import * as fc from 'fast-check';
import type { Finding, MappedEvent } from '../../src/shared/event.ts';
import type { Marks } from '../../src/shared/session.ts';

/** Few and short, so that queries find something, and values repeat. */
const bits = [
  'посылка',
  'Посылка',
  'ПОС',
  'ёж',
  'Еж',
  'е\u0308',
  'а',
  'Я',
  'й',
  'и\u0306',
  'ß',
  'SS',
  'ﬁ',
  'fi',
  '２',
  '№',
  'İ',
  'a',
  'AB',
  'user_login',
  'x',
  '10',
  '0.8',
  '-3',
  '1e3',
  '9007199254740992',
  '9007199254740993',
  '9007199254740992.5',
  '10.0.0.1',
  '"',
  '\\',
  '*',
  '(',
  ')',
  ':',
  '[a-z]+',
  '.*',
  '$',
  '^',
  '{"k":1}',
  ' ',
  '\n',
  '🙂',
  '\ud800',
  'ґ',
  'Σς',
  '日本',
];

const piece = fc.constantFrom(...bits);
export const word = fc.array(piece, { maxLength: 3 }).map((parts) => parts.join(''));
/** Few, so that an event's actor is often an owner's. */
const owner = fc.constantFrom('10', 'Я', 'ｙ', 'y');
export const owners = fc.array(owner, { maxLength: 3 });
/** From actors to the names of persons: some actors are one. */
export const persons = fc
  .array(fc.tuple(fc.oneof(owner, word), fc.constantFrom('Ёж', 'еж', 'AB', '10', '')), {
    maxLength: 4,
  })
  .map((entries) => new Map(entries));
export const storedFlag = fc.constantFrom('late', 'gone', 'changed');
const maybe = fc.option(word, { nil: null, freq: 3 });
const key = fc.constantFrom('a', 'b', 'a.b', 'c', 'Ключ', 'k k', '10', '__proto__', 'a.b.c');
const scalar = fc.oneof(
  word,
  fc.constantFrom(0, 1, 0.8, 0.9, -3, 1e21, 10, 1e-7, 2 ** 53),
  fc.constantFrom('-9007199254740993', '-9007199254740992.5', '9007199254740993e380', '1e-400'),
  fc.boolean(),
  fc.constant(null),
);

const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
export const details = fc.dictionary(key, json, { maxKeys: 4, noNullPrototype: true });

const finding: fc.Arbitrary<Finding> = fc.record({ method: word, value: word });
export const findings = fc.array(finding, { maxLength: 2 });

const hour = 3600e6;
/** Around a clock change in Europe, so that days differ in length; many at the same instant. */
const firstInstant = Date.UTC(2026, 2, 28) * 1000;
export const instant = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, 0, 1, 1500, 59_999_999))
  .map(([hours, micros]) => firstInstant + hours * hour + micros);

export const mappedEvent: fc.Arbitrary<MappedEvent> = fc.record({
  id: word,
  source: fc.constantFrom('pachca', 'jayguard'),
  time: instant,
  event: fc.oneof({ arbitrary: word, weight: 3 }, fc.constant('audit_events_accessed')),
  actor: fc.oneof(maybe, owner),
  actorType: maybe,
  actorName: maybe,
  target: maybe,
  targetType: maybe,
  ip: maybe,
  userAgent: maybe,
  application: maybe,
  filter: maybe,
  rules: fc.array(word, { maxLength: 2 }),
  text: maybe,
  findings: fc.option(findings, { nil: null }),
  content: maybe,
  details,
});

export const marks: fc.Arbitrary<Marks> = fc.record({
  tags: fc.array(word, { maxLength: 2 }),
  note: maybe,
});

const wholeFields = [
  'id',
  'source',
  'event',
  'actor',
  'actorName',
  'actorType',
  'person',
  'target',
  'targetType',
  'ip',
  'application',
  'app',
  'filter',
  'rules',
  'rule',
  'tags',
  'tag',
  'details.a',
  'details.b',
  'details.a.b',
  'details.c.a',
  'details.Ключ',
  'details."k k"',
  'details.10',
  'details.__proto__',
];
const partFields = [
  'text',
  'content',
  'userAgent',
  'note',
  'findings',
  'finding',
  'details',
  'raw',
];
const anyField = fc.constantFrom(...wholeFields, ...partFields);
export const sortField = fc.constantFrom(
  ...wholeFields.filter((field) => !['app', 'rule', 'tag', 'details."k k"'].includes(field)),
  'time',
  'text',
  'content',
  'userAgent',
  'note',
  'findings',
  'details.k k',
);

const escaped = (text: string) => text.replace(/[*:()"\\\-<>=[\]]/g, '\\$&');
const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A word as one may type it: no blanks, wildcards here and there. */
const bare = fc
  .array(
    fc.oneof({ arbitrary: piece, weight: 4 }, { arbitrary: fc.constant('\u0000'), weight: 1 }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((parts) => {
    const text = parts
      .map((part) => (part === '\u0000' ? '*' : escaped(part.replace(/\s/g, ''))))
      .join('');
    return text === '' ? '*' : text;
  });
const value = fc.oneof(bare, word.map(quoted));
const number = fc.constantFrom(
  '0',
  '0.8',
  '1',
  '10',
  '-3',
  '1e3',
  '9007199254740993',
  '9007199254740992.50',
  '1e400',
);
const clock = fc.constantFrom(
  '2026-03-28',
  '2026-03-29',
  '2026-03-30',
  '2026-03-29T00:30',
  '2026-03-29T02:30:00',
  '2026-03-29T12:00Z',
  '2026-03-30T01:00:00.001+03:00',
);
const operator = fc.constantFrom('>', '>=', '<', '<=');

const leaf = fc.oneof(
  { arbitrary: value, weight: 3 },
  { arbitrary: fc.tuple(anyField, value).map(([field, text]) => `${field}:${text}`), weight: 4 },
  fc.oneof(
    anyField.filter((field) => !field.includes('"')).map((field) => `has:${field}`),
    fc.constant('has:"details.k k"'),
  ),
  fc.constantFrom('late', 'gone', 'changed', 'own', 'unfetched').map((state) => `is:${state}`),
  fc.tuple(anyField, operator, number).map((parts) => parts.join('')),
  fc.tuple(anyField, number, number).map(([field, low, high]) => `${field}:[${low} TO ${high}]`),
  fc.tuple(operator, clock).map(([sign, when]) => `time${sign}${when}`),
  clock.map((when) => `time:${when}`),
  fc.tuple(clock, clock).map(([low, high]) => `time:[${low} TO ${high}]`),
);

/** Queries as text. */
export const { query: queryText } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `${a} ${b}`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a} OR ${b})`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `${a} AND (${b})`),
    tie('query').map((a) => `NOT (${a})`),
    tie('query').map((a) => `-(${a})`),
  ),
}));
