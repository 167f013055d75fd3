import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { FailureKind } from '../../../src/shared/errors.ts';

/** A hostile import that is too large to keep; all hold a good event before what is bad. */
export interface LargeCase {
  name: string;
  /** What follows the first line, in parts. */
  parts: () => Iterable<string>;
  /** Makes the file so many bytes long, with nothing behind what was written. */
  length?: number;
  /** How it ends; null: everything is taken, or put aside. */
  refused: FailureKind | null;
  /** How many events are there in the end; absent: as many as came before the end. */
  events?: number;
}

const mega = 2 ** 20;
const event = (id: string, details = '{}') =>
  `{"id":"${id}","created_at":"2026-03-01T10:00:00Z","event_key":"e","details":${details}}\n`;

function* repeated(text: string, megabytes: number): Iterable<string> {
  const part = text.repeat(Math.ceil(mega / Buffer.byteLength(text)));
  for (let i = 0; i < megabytes; i += 1) yield part;
}

/** One event with a value of so many megabytes. */
function* huge(open: string, text: string, megabytes: number, close: string): Iterable<string> {
  const [head = '', tail = ''] = event('huge', '@').split('@');
  yield head + open;
  yield* repeated(text, megabytes);
  yield close + tail;
}

function* each(count: number, line: (n: number) => string): Iterable<string> {
  for (let from = 0; from < count; from += 10_000) {
    const to = Math.min(count, from + 10_000);
    yield Array.from({ length: to - from }, (_, at) => line(from + at)).join('');
  }
}

const ownLine = (n: number) =>
  `{"id":"o${n}","source":"pachca","time":"","actorName":null,"findings":null,"content":null,` +
  `"tags":[${Array.from({ length: 100 }, (_, at) => `"t${n * 100 + at}"`).join()}],"note":null,` +
  `"raw":${event(`o${n}`).trimEnd()}}\n`;

export const largeCases: readonly LargeCase[] = [
  {
    name: 'a text without an end',
    parts: () => huge('{"t":"', 'x', 200, ''),
    refused: 'file.too-large',
    events: 1,
  },
  {
    name: 'ten gigabytes of nothing',
    parts: () => [],
    length: 10 * 2 ** 30,
    refused: 'file.too-large',
    events: 1,
  },
  {
    name: 'a hundred million empty lines',
    parts: () => repeated('\n', 96),
    refused: null,
    events: 1,
  },
  {
    name: 'a hundred megabytes of spaces',
    parts: () => repeated(' ', 96),
    refused: null,
    events: 1,
  },
  {
    name: 'a million lines of nonsense',
    parts: () => each(1_000_000, (n) => `nonsense ${n}\n`),
    refused: 'file.unreadable',
    events: 1,
  },
  { name: 'brackets alone', parts: () => repeated('[', 15), refused: null, events: 1 },
  {
    name: 'backslashes and quotes',
    parts: () => huge('{"t":"', '\\\\\\"', 15, '"}'),
    refused: null,
    events: 2,
  },
  {
    name: 'a list of seven million numbers',
    parts: () => huge('{"t":[0', ',0', 15, ']}'),
    refused: null,
    events: 2,
  },
  {
    name: 'a list of five million lists',
    parts: () => huge('{"t":[[]', ',[]', 15, ']}'),
    refused: null,
    events: 2,
  },
  {
    name: 'an object of many keys',
    parts: function* () {
      const [head = '', tail = ''] = event('keys', '@').split('@');
      yield `${head}{"k":0`;
      yield* each(700_000, (n) => `,"key${n}":${n}`);
      yield `}${tail}`;
    },
    refused: null,
    events: 2,
  },
  {
    name: 'letters that folding makes eighteen of',
    parts: () => huge('{"t":"', 'ﷺ', 15, '"}'),
    refused: null,
    events: 2,
  },
  {
    name: 'keys that differ from event to event',
    parts: () => each(100_000, (n) => event(`k${n}`, `{"key${n}":{"in${n}":"${n}"}}`)),
    refused: null,
    events: 100_001,
  },
  {
    name: 'a hundred tags on each event',
    parts: () => each(500, ownLine),
    refused: 'file.unreadable',
    events: 0,
  },
];

export function writeLarge({ parts, length }: LargeCase, path: string): void {
  const file = openSync(path, 'w');
  try {
    writeSync(file, event('first'));
    for (const part of parts()) writeSync(file, part);
    if (length !== undefined) ftruncateSync(file, length);
  } finally {
    closeSync(file);
  }
}
