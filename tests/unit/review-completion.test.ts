import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accept,
  askAt,
  offersFor,
  type Known,
  type Vocabulary,
} from '../../src/renderer/features/review/completion.ts';
import { Failed } from '../../src/shared/errors.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { quoteField, quoteValue } from '../../src/shared/query/quote.ts';
import { anyCharacter } from '../support/any-character.ts';

const names: Record<string, string> = { event: 'Событие', ip: 'Адрес', 'details.chat_id': 'Чат' };
const words: Vocabulary = {
  field: (name) => names[name] ?? name,
  state: (state) => `state ${state}`,
  sign: (sign) => `sign ${sign}`,
  value: (field, value) => (field === 'event' && value === 'user_login' ? 'Вход' : null),
  day: (ago) => `${ago} days ago`,
};
const known: Known = {
  keys: ['chat_id', 'threshold', 'any key'],
  values: [
    { value: 'user_login', count: 30 },
    { value: 'Иван Петров', count: 20 },
    { value: 'deny "all"', count: 10 },
    { value: 'a user', count: 5 },
    { value: 'two\nlines', count: 4 },
    { value: '', count: 3 },
  ],
  days: [
    { day: '2026-11-20', ago: 0 },
    { day: '2026-11-13', ago: 7 },
  ],
};

/** What is offered where `|` stands. */
function offered(marked: string): string[] {
  const ask = askAt(marked.replace('|', ''), marked.indexOf('|'));
  return ask ? offersFor(ask, known, words).map(({ insert }) => insert) : [];
}

function readable(text: string): boolean {
  try {
    parseQuery(text, { zone: 'UTC' });
    return true;
  } catch (error) {
    if (error instanceof Failed) return false;
    throw error;
  }
}

describe('what is offered', () => {
  test('fields by name, by their words, and keys of details by their own name', () => {
    expect(offered('ev|')).toEqual(['event:']);
    expect(offered('собы|')).toEqual(['event:']);
    expect(offered('a (ti|')).toEqual(['time>=']);
    expect(offered('chat|')).toEqual(['details.chat_id:']);
    expect(offered('details.any|')).toEqual(['details."any key":']);
    expect(offered('details."any k|')).toEqual(['details."any key":']);
    expect(offered('details.threshold|')).toEqual(['details.threshold:']);
  });

  test('AND and OR after a term only, NOT everywhere', () => {
    expect(offered('посылка |')).toEqual(expect.arrayContaining(['AND ', 'OR ', 'NOT ', 'has:']));
    expect(offered('|')).toContain('NOT ');
    expect(offered('|')).not.toContain('OR ');
    expect(offered('a OR |')).not.toContain('OR ');
    expect(offered('a OR| b')).toEqual([]);
    expect(offered('(a) o|')).toEqual(['OR ']);
  });

  test('values as they were counted, quoted where they need it', () => {
    expect(offered('event:|')).toEqual([
      'user_login',
      '"Иван Петров"',
      '"deny \\"all\\""',
      '"a user"',
    ]);
    expect(offered('event:us|')).toEqual(['user_login', '"a user"']);
    expect(offered('event:вх|')).toEqual(['user_login']);
    expect(offered('-actorName:"иван п|')).toEqual(['"Иван Петров"']);
    // What stands there already is not offered.
    expect(offered('event:user_login|')).toEqual([]);
  });

  test('nothing where the person writes a pattern, a phrase, a range or a number', () => {
    for (const marked of [
      'event:us*|',
      '"event|"',
      'time:[2026-|',
      'time:[a|',
      'time:[2026-01-01 |',
      'time:|[2026-01-01 TO *]',
      'details.threshold>0|',
      'text:посыл|',
      'nothing:x|',
      'eve|nt:x',
    ]) {
      expect([marked, offered(marked)]).toEqual([marked, []]);
    }
  });

  test('states, fields after has:, and times with examples', () => {
    expect(offered('is:l|')).toEqual(['late']);
    expect(offered('has:fin|')).toEqual(['findings']);
    expect(offered('has:any|')).toEqual(['"details.any key"']);
    expect(offered('time:|')).toEqual(['2026-11-20', '2026-11-13', '[2026-11-13 TO 2026-11-20]']);
    expect(offered('time>=2026-11-2|')).toEqual(['2026-11-20', '2026-11-20T12:00']);
  });

  test('values count under the rest of the query, where the field is asked for, not against', () => {
    const queries = (marked: string) => {
      const ask = askAt(marked.replace('|', ''), marked.indexOf('|'));
      return ask?.kind === 'value' ? ask.queries : null;
    };
    expect(queries('a ip:10.|0 OR b')).toEqual(['a  ip:*10.*  OR b', 'ip:*10.*']);
    expect(queries('a NOT -ip:|')).toEqual(['a  ip:* ', 'ip:*']);
    expect(queries('ip:"a-b|')).toEqual([' ip:*a\\-b* ', 'ip:*a\\-b*']);
    // Words of event keys are not in the data.
    expect(queries('event:вход|')).toEqual([' event:* ', 'event:*']);
  });

  test('accepting replaces the whole value and leaves the rest to the letter', () => {
    const text = 'a -event:user_x OR b';
    const ask = askAt(text, text.indexOf('_x'));
    const [offer] = ask ? offersFor(ask, known, words) : [];
    expect(ask && offer && accept(text, ask, offer)).toEqual({
      text: 'a -event:user_login OR b',
      cursor: 'a -event:user_login'.length,
    });
  });
});

describe('whatever is typed and accepted', () => {
  const anyText = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 8 }),
    fc.string({ unit: fc.constantFrom(...'abя01 *:()"\\-<>=[]АND'.split('')), maxLength: 8 }),
    fc.constantFrom('AND', 'TO', 'user_login', '10.0.0.1', '-', '2026-01-01'),
  );
  const key = anyText.filter((text) => text !== '');
  const term = fc.oneof(
    anyText.filter((text) => text.trim() !== '').map(quoteValue),
    fc
      .tuple(fc.constantFrom('event', 'ip', 'tag', 'app', 'findings', 'userAgent'), anyText)
      .map(([field, value]) => `${field}:${quoteValue(value)}`),
    fc
      .tuple(key, anyText)
      .map(([name, value]) => `${quoteField(`details.${name}`)}:${quoteValue(value)}`),
    fc.constantFrom('has:ip', 'is:late', 'time>=2026-01-01', 'time:[2026-01-01 TO *]', 'a*b'),
  );
  const query = fc
    .array(fc.tuple(term, fc.constantFrom(' ', ' AND ', ' OR '), fc.constantFrom('', '-', 'NOT ')))
    .map((parts) =>
      parts.map(([one, joint, sign], at) => `${at > 0 ? joint : ''}${sign}${one}`).join(''),
    )
    .filter((text) => !/[\r\n]/.test(text) && readable(text));
  /** The last term, half typed. */
  const begun = fc.oneof(
    fc.constantFrom('', '-', '(', 'ev', 'details.', 'details."a', 'is:', 'has:d', 'time:', 'time>'),
    fc
      .tuple(fc.constantFrom('event:', '-ip:', 'tag:', 'ip:"', 'details.x:'), anyText)
      // A bracket or quote there is what the person still has to close.
      .map(([field, value]) => field + value.replaceAll(/[()[\]"\s\\]/gu, '')),
  );
  const found = fc.record({
    keys: fc.array(anyText, { maxLength: 4 }),
    values: fc.array(fc.record({ value: anyText, count: fc.nat() }), { maxLength: 5 }),
    days: fc.constant(known.days),
  });

  /** Something that may follow a field or an operator. */
  const follows = (insert: string) =>
    insert.startsWith('is:')
      ? 'late'
      : insert.startsWith('has:')
        ? 'ip'
        : insert.startsWith('time')
          ? '2026-01-01'
          : '1';

  test('a readable query is one after accepting anything anywhere in it', () => {
    fc.assert(
      fc.property(query, fc.nat(), found, (text, place, data) => {
        const ask = askAt(text, place % (text.length + 1));
        for (const offer of ask ? offersFor(ask, data, words) : []) {
          if (!ask || offer.opens) continue;
          const accepted = accept(text, ask, offer).text;
          expect([accepted, readable(accepted)]).toEqual([accepted, true]);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('what is begun at the end becomes readable, at the latest with a word after it', () => {
    fc.assert(
      fc.property(query, begun, found, (before, start, data) => {
        const text = before === '' ? start : `${before} ${start}`;
        const ask = askAt(text, text.length);
        const close = start === '(' ? ')' : '';
        for (const offer of ask ? offersFor(ask, data, words) : []) {
          if (!ask) continue;
          const accepted = accept(text, ask, offer).text;
          const whole = `${accepted}${offer.opens ? follows(offer.insert) : ''}${close}`;
          expect([whole, readable(whole)]).toEqual([whole, true]);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
