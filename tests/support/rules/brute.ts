import { fold } from '../../../src/shared/query/fold.ts';
import type { MappedEvent } from '../../../src/shared/event.ts';

/**
 * Sigma evaluated event by event, in the most obvious way, from the same JSON a rule's YAML was made
 * of. Written apart from the program's own reading of rules: what both agree on is what is meant.
 */
export type Value = string | number | boolean | null;
export type FieldMap = Record<string, Value | Value[]>;
export type Selection = FieldMap | (FieldMap | string)[] | string[];
/** A condition as a tree; `text` of it stands in the rule. */
export type Condition =
  | { is: 'name'; name: string }
  | { is: 'not'; of: Condition }
  | { is: 'and' | 'or'; of: Condition[] }
  | { is: 'some' | 'each'; prefix: string };

export function conditionText(condition: Condition): string {
  switch (condition.is) {
    case 'name':
      return condition.name;
    case 'not':
      return `not ${conditionText(condition.of)}`;
    case 'some':
      return `1 of ${condition.prefix}*`;
    case 'each':
      return `all of ${condition.prefix}*`;
    default:
      return `(${condition.of.map(conditionText).join(` ${condition.is} `)})`;
  }
}

export function holds(
  condition: Condition,
  selections: Record<string, Selection>,
  event: MappedEvent,
): boolean {
  const named = (name: string) => selected(selections[name] ?? [], event);
  switch (condition.is) {
    case 'name':
      return named(condition.name);
    case 'not':
      return !holds(condition.of, selections, event);
    case 'and':
      return condition.of.every((one) => holds(one, selections, event));
    case 'or':
      return condition.of.some((one) => holds(one, selections, event));
    default: {
      const names = Object.keys(selections).filter((name) => name.startsWith(condition.prefix));
      return condition.is === 'some' ? names.some(named) : names.every(named);
    }
  }
}

function selected(selection: Selection, event: MappedEvent): boolean {
  if (Array.isArray(selection)) {
    return selection.some((one) =>
      typeof one === 'string' ? keyword(one, event) : fits(one, event),
    );
  }
  return fits(selection, event);
}

function fits(map: FieldMap, event: MappedEvent): boolean {
  return Object.entries(map).every(([key, wanted]) => {
    const [name = '', ...modifiers] = key.split('|');
    const values = valuesOf(name, event);
    const wishes = Array.isArray(wanted) ? wanted : [wanted];
    const each = (wish: Value) => asks(values, wish, modifiers);
    return modifiers.includes('all') ? wishes.every(each) : wishes.some(each);
  });
}

function asks(values: string[], wish: Value, modifiers: string[]): boolean {
  const operator = modifiers.find((one) => one !== 'all' && one !== 'cased') ?? '';
  if (operator === 'exists') return values.length > 0 === wish;
  if (wish === null) return values.length === 0;
  return values.some((value) => {
    switch (operator) {
      case 'gt':
      case 'gte':
      case 'lt':
      case 'lte': {
        if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return false;
        const [a, b] = [Number(value), Number(wish)];
        return { gt: a > b, gte: a >= b, lt: a < b, lte: a <= b }[operator];
      }
      case 're':
        return new RegExp(String(wish), modifiers.includes('i') ? 'iu' : 'u').test(value);
      case 'cidr':
        return inNetwork(value, String(wish));
      default:
        return patternOf(String(wish), operator, modifiers.includes('cased')).test(
          modifiers.includes('cased') ? value : fold(value),
        );
    }
  });
}

function patternOf(text: string, operator: string, cased: boolean): RegExp {
  let source = '';
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    const next = text[i + 1] ?? '';
    if (char === '\\' && ['*', '?', '\\'].includes(next)) {
      source += escaped(next);
      i += 1;
    } else if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else source += escaped(cased ? char : fold(char));
  }
  if (operator !== 'startswith' && operator !== '') source = `.*${source}`;
  if (operator !== 'endswith' && operator !== '') source = `${source}.*`;
  return new RegExp(`^${source}$`, 'su');
}

function escaped(text: string): string {
  return text.replaceAll(/[\^$\\.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function inNetwork(value: string, network: string): boolean {
  const number = (address: string) => {
    if (!/^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(address)) return null;
    return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  };
  const [base = '', bits = '32'] = network.split('/');
  const size = 2 ** (32 - Number(bits));
  const [a, b] = [number(value), number(base)];
  return a !== null && b !== null && Math.floor(a / size) === Math.floor(b / size);
}

function keyword(word: string, event: MappedEvent): boolean {
  const { details, rules, source: _source, time: _time, findings, ...texts } = event;
  const all = [
    ...Object.values(texts).filter((value) => typeof value === 'string'),
    ...rules,
    ...(findings ?? []).flatMap(({ method, value }) => [method, value]),
    ...keysAndTexts(details),
  ];
  const pattern = patternOf(word, 'contains', false);
  return all.some((text) => pattern.test(fold(text)));
}

function keysAndTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysAndTexts);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => [key, ...keysAndTexts(one)]);
  }
  return value === null || value === undefined ? [] : [plain(value)];
}

/** What a field has: nothing, one value, or several. */
function valuesOf(name: string, event: MappedEvent): string[] {
  if (name.startsWith('details.')) return textsOf(event.details[name.slice('details.'.length)]);
  return textsOf(event[name as keyof MappedEvent]);
}

function textsOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return [plain(value)];
}

/** A text as it is, all else as JSON. */
function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
