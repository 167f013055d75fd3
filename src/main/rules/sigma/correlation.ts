import { refuse, type At } from './refused.ts';
import { asBoolean, asMap, asText, asTexts, asTimespan, entry, needed, onlyKeys } from './shape.ts';
import { short, type MapNode, type Yaml } from './yaml.ts';

const kinds = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const;
export type CorrelationKind = (typeof kinds)[number];

const comparisons = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

/** All of them have to hold. */
export type CountCondition = readonly { comparison: (typeof comparisons)[number]; value: number }[];

/** Sigma's correlation: several events that mean something together. */
export interface Correlation {
  at: At;
  type: CorrelationKind;
  /** By id or name, as they are written. */
  rules: { name: string; at: At }[];
  groupBy: { name: string; at: At }[];
  /** µs. */
  timespan: number;
  condition: CountCondition;
  /** Whose distinct values `value_count` counts. */
  field: { name: string; at: At } | null;
  /** For a name of `groupBy` the field that each rule (as written) has it under. */
  aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Whether the rules it rests on have findings of their own, too. */
  generate: boolean;
}

/** Reads `correlation` of a rule; `generate` may stand beside it, too. */
export function readCorrelation(node: Yaml, rule: MapNode): Correlation {
  const map = asMap(node, 'correlation');
  onlyKeys(map, ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate']);
  const type = readKind(needed(map, 'type'));
  const counts = type === 'event_count' || type === 'value_count';
  const condition = entry(map, 'condition');
  if (!counts && condition) refuse(condition.at, 'unsupported', `${type}: condition`);
  const counted = counts ? readCondition(needed(map, 'condition'), type) : null;
  const groupBy = entry(map, 'group-by');
  const generate = entry(map, 'generate') ?? entry(rule, 'generate');
  const rules = named(needed(map, 'rules'), 'rules');
  if (!counts && rules.length < 2) refuse(map.at, 'value', 'rules');
  const timespan = entry(map, 'timespan') ?? entry(map, 'timeframe');
  return {
    at: map.at,
    type,
    rules,
    groupBy: groupBy ? named(groupBy, 'group-by') : [],
    timespan: asTimespan(timespan ?? refuse(map.at, 'missing', 'timespan'), 'timespan'),
    condition: counted?.condition ?? [],
    field: counted?.field ?? null,
    aliases: readAliases(entry(map, 'aliases')),
    generate: generate ? asBoolean(generate, 'generate') : false,
  };
}

function readKind(node: Yaml): CorrelationKind {
  const text = asText(node, 'type');
  return kinds.find((kind) => kind === text) ?? refuse(node.at, 'correlation', short(text));
}

function named(node: Yaml, what: string): { name: string; at: At }[] {
  const items = node.kind === 'list' ? node.items : [node];
  if (items.length === 0) refuse(node.at, 'value', what);
  return items.map((item) => ({ name: asText(item, what), at: item.at }));
}

function readCondition(node: Yaml, type: CorrelationKind) {
  const map = asMap(node, 'condition');
  const field = entry(map, 'field');
  if (type === 'value_count' && !field) refuse(map.at, 'missing', 'field');
  if (type === 'event_count' && field) refuse(field.at, 'unknown-key', 'field');
  if (field?.kind === 'list') refuse(field.at, 'unsupported', 'field: []');
  const condition = map.entries
    .filter(({ key }) => key !== 'field')
    .map(({ key, at, value }) => {
      const comparison = comparisons.find((one) => one === key);
      if (!comparison) return refuse(at, 'unknown-key', key);
      const number = value.kind === 'scalar' ? value.value : null;
      const isCount = typeof number === 'number' && Number.isSafeInteger(number) && number >= 0;
      return isCount ? { comparison, value: number } : refuse(value.at, 'value', key);
    });
  if (condition.length === 0) refuse(map.at, 'missing', 'gte');
  return { condition, field: field && { name: asText(field, 'field'), at: field.at } };
}

function readAliases(node: Yaml | null): Correlation['aliases'] {
  if (!node) return new Map();
  return new Map(
    asMap(node, 'aliases').entries.map(({ key, value }) => [
      key,
      new Map(
        asMap(value, 'aliases').entries.map((one) => {
          const [field = ''] = asTexts(one.value, 'aliases');
          return [one.key, field];
        }),
      ),
    ]),
  );
}
