import type { SourceKind } from '../../../shared/event.ts';
import type { FieldRef } from '../../../shared/query/query.ts';
import { resolveField } from '../mapping/fields.ts';
import { refuse } from './refused.ts';
import {
  asCount,
  asMap,
  asScalar,
  asText,
  asTexts,
  asTimespan,
  entry,
  needed,
  onlyKeys,
} from './shape.ts';
import { networkOf } from './modifiers.ts';
import { short, type MapNode, type Yaml } from './yaml.ts';

/**
 * What Sigma cannot say, over the events that a rule's detection selects (docs/rules.md): each kind
 * compares events with the others of their group, and tells the figures it rests on.
 */
export type Baseline =
  | (Grouped & {
      kind: 'first_seen';
      field: FieldRef;
      /** µs since the group's first event, and how many events it has to have had. */
      learn: number;
      atLeast: number;
      /** A value that so many others have used is not new; 0: it always is. */
      sharedBy: number;
      /** Of a group with more values than these one more says nothing; 0: it always does. */
      few: number;
    })
  | (Grouped & {
      kind: 'rare';
      field: FieldRef;
      /** At most so many events with the value, of at least so many. */
      atMost: number;
      atLeast: number;
    })
  | (Grouped & {
      kind: 'unusual_hour';
      atLeast: number;
      /** On how many different days. */
      days: number;
      /** Share of the group's events in the hour and both its neighbours, at most; 0 to 1. */
      share: number;
    })
  | (Grouped & { kind: 'far_apart'; within: number; known: readonly string[] })
  | (Grouped & {
      kind: 'other_host';
      previous: FieldRef;
      field: FieldRef;
      known: readonly string[];
    })
  | (Grouped & {
      kind: 'ceased';
      /** What has to happen, of all that is selected. */
      field: FieldRef;
      value: string;
      /** Share before, at least, of at least so many events. */
      share: number;
      atLeast: number;
      /** Events without it, at least; and how likely so many are by chance, at most. */
      inRow: number;
      chance: number;
    })
  | { kind: 'not_collected' };

interface Grouped {
  groupBy: { name: string; field: FieldRef }[];
}

/** Keys of each kind, beside `kind` and `group-by`. */
const keys = {
  first_seen: ['field', 'learn', 'at-least', 'shared-by', 'few'],
  rare: ['field', 'at-most', 'at-least'],
  unusual_hour: ['at-least', 'days', 'share'],
  far_apart: ['within', 'known'],
  other_host: ['previous', 'field', 'known'],
  ceased: ['field', 'value', 'share', 'at-least', 'in-row', 'chance'],
  not_collected: [],
} as const;

/** Reads `vestigo.baseline` of a rule about these sources. */
export function readBaseline(node: Yaml, sources: readonly SourceKind[]): Baseline {
  const map = asMap(node, 'baseline');
  const kindNode = needed(map, 'kind');
  const kind = asText(kindNode, 'kind');
  if (!isKind(kind)) return refuse(kindNode.at, 'value', short(kind));
  onlyKeys(map, ['kind', ...(kind === 'not_collected' ? [] : ['group-by']), ...keys[kind]]);
  if (kind === 'not_collected') return { kind };

  const groupBy = asTexts(needed(map, 'group-by'), 'group-by').map((name) => ({
    name,
    field: repeating(name, map, sources),
  }));
  const field = () => repeating(asText(needed(map, 'field'), 'field'), map, sources);
  const count = (key: string) => asCount(needed(map, key), key);
  const span = (key: string) => asTimespan(needed(map, key), key);
  switch (kind) {
    case 'first_seen': {
      const optional = (key: string) => {
        const value = entry(map, key);
        return value ? asCount(value, key) : 0;
      };
      return {
        kind,
        groupBy,
        field: field(),
        learn: span('learn'),
        atLeast: count('at-least'),
        sharedBy: optional('shared-by'),
        few: optional('few'),
      };
    }
    case 'rare':
      return {
        kind,
        groupBy,
        field: field(),
        atMost: count('at-most'),
        atLeast: count('at-least'),
      };
    case 'unusual_hour':
      return {
        kind,
        groupBy,
        atLeast: count('at-least'),
        days: count('days'),
        share: share(map, 'share'),
      };
    case 'far_apart': {
      const known = entry(map, 'known');
      const networks = known ? asTexts(known, 'known').map((one) => networkOf(one, known.at)) : [];
      return { kind, groupBy, within: span('within'), known: networks };
    }
    case 'other_host': {
      const known = entry(map, 'known');
      return {
        kind,
        groupBy,
        previous: repeating(asText(needed(map, 'previous'), 'previous'), map, sources),
        field: field(),
        known: known ? asTexts(known, 'known').map((host) => host.toLowerCase()) : [],
      };
    }
    case 'ceased':
      return {
        kind,
        groupBy,
        field: field(),
        value: asText(needed(map, 'value'), 'value'),
        share: share(map, 'share'),
        atLeast: count('at-least'),
        inRow: count('in-row'),
        chance: share(map, 'chance'),
      };
  }
}

function isKind(text: string): text is keyof typeof keys {
  return Object.hasOwn(keys, text);
}

function share(map: MapNode, key: string): number {
  const { value, at } = asScalar(needed(map, key), key);
  const isShare = typeof value === 'number' && value >= 0 && value <= 1;
  return isShare ? value : refuse(at, 'value', key);
}

/** Only fields whose values repeat can be compared with one another. */
function repeating(name: string, map: MapNode, sources: readonly SourceKind[]): FieldRef {
  const field = resolveField(name, sources);
  if (field?.kind !== 'field') return refuse(map.at, 'unknown-field', name);
  return seldom.has(field.ref.name) && field.ref.path === null
    ? refuse(map.at, 'field-use', name)
    : field.ref;
}

const seldom: ReadonlySet<string> = new Set(['id', 'time', 'text', 'content', 'raw', 'details']);
