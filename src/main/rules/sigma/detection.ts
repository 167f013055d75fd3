import type { SourceKind } from '../../../shared/event.ts';
import type { FieldRef } from '../../../shared/query/query.ts';
import { resolveField } from '../mapping/fields.ts';
import { readCondition } from './condition.ts';
import { all, any, everything, type Match, type Test } from './match.ts';
import { readKeyword, readModifiers, readTests } from './modifiers.ts';
import { refuse, type At, type Faults } from './refused.ts';
import { asMap, asText, needed } from './shape.ts';
import type { MapNode, Yaml } from './yaml.ts';

/**
 * Reads `detection` of a rule about these sources: its selections and what its condition makes of
 * them. Everything that is wrong goes to `faults`; null when something was.
 */
export function readDetection(
  node: Yaml,
  sources: readonly SourceKind[],
  faults: Faults,
): Match | null {
  const detection = faults.try(() => asMap(node, 'detection'));
  if (!detection) return null;
  const before = faults.found.length;
  const selections = new Map<string, Match>();
  for (const { key, at, value } of detection.entries) {
    if (key === 'condition') continue;
    const read = () =>
      key === 'timeframe'
        ? refuse(at, 'unsupported', 'timeframe')
        : readSelection(value, sources, faults);
    selections.set(key, faults.try(read) ?? everything);
  }
  const match = faults.try(() => readConditions(detection, selections));
  return faults.found.length > before ? null : match;
}

/** Several conditions: one of them has to hold. */
function readConditions(detection: MapNode, selections: ReadonlyMap<string, Match>): Match {
  const node = needed(detection, 'condition');
  const conditions = node.kind === 'list' ? node.items : [node];
  if (conditions.length === 0) refuse(node.at, 'missing', 'condition');
  return any(conditions.map((one) => readCondition(asText(one, 'condition'), one.at, selections)));
}

/** A map: all of it; a list: one of it, maps and keywords. */
function readSelection(node: Yaml, sources: readonly SourceKind[], faults: Faults): Match {
  if (node.kind === 'map') {
    if (node.entries.length === 0) refuse(node.at, 'value', '{}');
    const parts = node.entries.map(
      (entry) => faults.try(() => readField(entry, sources)) ?? everything,
    );
    return all(parts);
  }
  if (node.kind === 'scalar') return readKeyword(node);
  if (node.items.length === 0) refuse(node.at, 'value', '[]');
  return any(node.items.map((item) => readSelection(item, sources, faults)));
}

function readField({ key, at, value }: MapNode['entries'][number], sources: readonly SourceKind[]) {
  const [name = '', ...names] = key.split('|');
  const modifiers = readModifiers(names, at);
  if (name === '') return keywords(value, modifiers, at);
  const field = resolveField(name, sources);
  if (!field) return refuse(at, 'unknown-field', name);
  if (field.kind === 'own') return readOwn(value, modifiers.operator, at);
  const { ref } = field;
  return readTests(value, modifiers, (test, testAt) => {
    if (!canAsk(ref, test)) refuse(testAt, 'field-use', key);
    return { type: 'field', field: ref, test };
  });
}

/** `'|all': [word, word]`: keywords of which every one has to be there. */
function keywords(value: Yaml, modifiers: ReturnType<typeof readModifiers>, at: At): Match {
  const { operator, cased, negated } = modifiers;
  if (operator !== 'equals' || cased || negated) refuse(at, 'modifiers', operator);
  const items = value.kind === 'list' ? value.items : [value];
  if (items.length === 0) refuse(value.at, 'value', '[]');
  const parts = items.map(readKeyword);
  return modifiers.all ? all(parts) : any(parts);
}

function readOwn(value: Yaml, operator: string, at: At): Match {
  if (operator !== 'equals') refuse(at, 'modifiers', operator);
  const wanted = value.kind === 'scalar' ? value.value : null;
  if (typeof wanted !== 'boolean') return refuse(value.at, 'value', 'own');
  return wanted ? { type: 'own' } : { type: 'not', part: { type: 'own' } };
}

/** Time has ranges of its own, which Sigma has no words for; `raw` is searched as the query language does. */
function canAsk({ name, path }: FieldRef, test: Test): boolean {
  if (name === 'time') return false;
  if (name !== 'raw' && (name !== 'details' || path !== null)) return true;
  if (test.kind === 'glob') return !test.cased && !test.glob.includes('one');
  return test.kind === 'exists';
}
