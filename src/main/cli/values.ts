import { InvalidArgumentError } from 'commander';
import { Failed } from '../../shared/errors.ts';
import { fieldRef } from '../../shared/query/fields.ts';
import { parseWhen } from '../../shared/query/when.ts';
import type { Selection, SortKey } from '../../shared/session.ts';

/** Bare dates on the command line are days of UTC (contract.md, "The query language"). */
const zone = 'UTC';

export function selectionOf(query: string | undefined): Selection {
  return { query: query ?? '', zone, period: null };
}

/** A whole number from 0 on. */
export function readCount(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('');
  return value;
}

/** `--from`: an instant, or a date, which begins then. µs. */
export function readFrom(text: string): number {
  return when(text).from;
}

/** `--to`, inclusive: an instant as it is, or a date, which lasts to its last microsecond. µs. */
export function readTo(text: string): number {
  const { from, to, wholeDay } = when(text);
  return wholeDay ? to - 1 : from;
}

function when(text: string) {
  const found = parseWhen(text, zone);
  if (!found) throw new InvalidArgumentError('');
  return found;
}

/** `--sort FIELD:asc|desc`, several with commas or given several times; without an end: `asc`. */
export function readSort(text: string, before: SortKey[] = []): SortKey[] {
  const keys = text.split(',').map((part) => {
    const [, field = '', order] = /^(.+?)(?::(asc|desc))?$/.exec(part.trim()) ?? [];
    checkField(field);
    return { field, descending: order === 'desc' };
  });
  if (before.length + keys.length > 8) throw new InvalidArgumentError('');
  return [...before, ...keys];
}

/** `--columns a,b`: fields of the event model, `details.KEY` included, each once. */
export function readColumns(text: string): string[] {
  const fields = text.split(',').map((field) => checkField(field.trim()));
  if (fields.length > 200) throw new InvalidArgumentError('');
  return [...new Set(fields)];
}

/** A field of the query language. Throws `Failed('query.unknown-field')`. */
export function checkField(field: string): string {
  if (!fieldRef(field)) throw new Failed('query.unknown-field', { field, column: 1 });
  return field;
}
