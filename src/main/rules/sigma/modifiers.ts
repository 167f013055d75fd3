import { isIP } from 'node:net';
import { isDecimal } from '../../../shared/query/decimal.ts';
import { readGlob, type Glob, type Match, type Test, all, any } from './match.ts';
import { readRegex } from './regex.ts';
import { refuse, type At } from './refused.ts';
import { asBoolean, asScalar } from './shape.ts';
import { short, type Yaml } from './yaml.ts';

/** How a field's value is compared; the first of a key's modifiers that says so decides. */
const operators = [
  'contains',
  'startswith',
  'endswith',
  're',
  'cidr',
  'gt',
  'gte',
  'lt',
  'lte',
  'exists',
] as const;
type Operator = (typeof operators)[number] | 'equals';

/** What stands after a field's name, read. */
export interface Modifiers {
  operator: Operator;
  all: boolean;
  negated: boolean;
  cased: boolean;
  /** Of `re`. */
  flags: string;
}

const regexFlags: Readonly<Record<string, string>> = {
  i: 'i',
  ignorecase: 'i',
  m: 'm',
  multiline: 'm',
  s: 's',
  dotall: 's',
};

/** Reads `contains|all|cased` and the like. What Sigma has besides is refused by its name. */
export function readModifiers(names: readonly string[], at: At): Modifiers {
  const read: Modifiers = {
    operator: 'equals',
    all: false,
    negated: false,
    cased: false,
    flags: '',
  };
  for (const name of names) {
    const operator = operators.find((one) => one === name);
    const flag = Object.hasOwn(regexFlags, name) ? regexFlags[name] : undefined;
    if (operator) {
      if (read.operator !== 'equals') refuse(at, 'modifiers', names.join('|'));
      read.operator = operator;
    } else if (name === 'all') read.all = true;
    else if (name === 'neq') read.negated = true;
    else if (name === 'cased') read.cased = true;
    else if (flag !== undefined && read.operator === 're') read.flags += flag;
    else refuse(at, 'modifier', name === '' ? '|' : name);
  }
  const isText = ['equals', 'contains', 'startswith', 'endswith'].includes(read.operator);
  if (read.cased && !isText) refuse(at, 'modifiers', names.join('|'));
  if (new Set(names).size < names.length) refuse(at, 'modifiers', names.join('|'));
  return read;
}

/** What `field|modifiers: value` asks, `ask` making a match of each test. */
export function readTests(
  value: Yaml,
  modifiers: Modifiers,
  ask: (test: Test, at: At) => Match,
): Match {
  const values = value.kind === 'list' ? value.items : [value];
  if (values.length === 0) refuse(value.at, 'value', '[]');
  const single = modifiers.operator === 'exists' || modifiers.all;
  if (modifiers.operator === 'exists' && values.length > 1) refuse(value.at, 'value', 'exists');
  const parts = values.map((one) => readTest(one, modifiers, ask));
  const match = single ? all(parts) : any(parts);
  return modifiers.negated ? { type: 'not', part: match } : match;
}

function readTest(node: Yaml, modifiers: Modifiers, ask: (test: Test, at: At) => Match): Match {
  const { operator, cased } = modifiers;
  const { at, value, text } = asScalar(node, 'value');
  switch (operator) {
    case 'exists': {
      const match = ask({ kind: 'exists' }, at);
      return asBoolean(node, 'exists') ? match : { type: 'not', part: match };
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const number = value === null || text.trim() === '' ? Number.NaN : Number(text);
      if (!Number.isFinite(number)) refuse(at, 'value', short(text));
      const written = text.trim();
      const decimal = isDecimal(written) ? written : String(number);
      return ask({ kind: 'number', comparison: operator, value: decimal }, at);
    }
    case 'cidr':
      return ask({ kind: 'cidr', network: networkOf(text.trim(), at) }, at);
    case 're':
      return ask({ kind: 'regex', regex: readRegex(text, modifiers.flags, at), at }, at);
    default:
      if (value === null) {
        if (operator !== 'equals') refuse(at, 'value', 'null');
        return { type: 'not', part: ask({ kind: 'exists' }, at) };
      }
      return ask({ kind: 'glob', glob: globOf(scalarText(value, text), operator, at), cased }, at);
  }
}

/** A keyword: a text anywhere in the event. */
export function readKeyword(node: Yaml): Match {
  const { at, value, text } = asScalar(node, 'keyword');
  if (value === null || text === '') refuse(at, 'value', 'keyword');
  const glob = readGlob(scalarText(value, text));
  if (glob.includes('one')) refuse(at, 'unsupported', '?');
  return { type: 'anywhere', glob };
}

/** Numbers as JSON writes them, so that 1.0 is 1; whole ones as they stand, whatever their length. */
function scalarText(value: string | number | boolean, text: string): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && /^-?(?:0|[1-9]\d*)$/.test(text) ? text : String(value);
}

function globOf(text: string, operator: Operator, at: At): Glob {
  const glob = readGlob(text);
  if (operator === 'equals') return glob;
  if (text === '') refuse(at, 'value', `${operator}: ''`);
  const before = operator !== 'startswith' && glob[0] !== 'any';
  const after = operator !== 'endswith' && glob.at(-1) !== 'any';
  return [...(before ? (['any'] as const) : []), ...glob, ...(after ? (['any'] as const) : [])];
}

/** `10.0.0.0/8`, or one address. */
export function networkOf(text: string, at: At): string {
  const [, address = '', prefix] = /^([\da-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  if (version === 0 || Number(prefix ?? most) > most) refuse(at, 'value', short(text));
  return `${address}/${prefix ?? most}`;
}
