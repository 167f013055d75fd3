import type { MappedEvent } from '../../../src/shared/event.ts';
import { readRules, type RuleSet } from '../../../src/main/rules/rule-set.ts';
import { detect, type Detected } from '../../../src/main/rules/run/detect.ts';
import type { Evidence } from '../../../src/main/rules/run/evidence.ts';
import { blankEvent } from '../blank-event.ts';
import { IndexedEvents } from '../indexed-events.ts';

/** A session's events as rules see them, held in memory; `owner` is whose token collected Pachca. */
export function evidenceOf(events: readonly MappedEvent[], owner: string | null = null): Evidence {
  const indexed = new IndexedEvents();
  indexed.append(events.map((event) => ({ ...event, findings: null, content: null })));
  indexed.appendDetails(
    events.flatMap(({ findings, content }, row) =>
      findings === null ? [] : [{ row, findings, content }],
    ),
  );
  if (owner !== null) indexed.setOwners('pachca', [owner]);
  const source = 'pachca' as const;
  const collections = owner === null ? [] : [{ owner: { id: owner }, source, windows: [] }];
  const info = { coverage: [], collections, first: null, last: null };
  return { index: indexed.index, info, zone: 'UTC' };
}

export function rulesOf(text: string): RuleSet {
  return readRules([{ file: 'rule.yml', text, origin: 'loaded' }]);
}

export function detectIn(rules: RuleSet, evidence: Evidence): Promise<Detected> {
  return detect(rules, evidence, new AbortController().signal);
}

let made = 0;

/** An event of Pachca, `time` as ISO 8601. */
export function event(
  time: string,
  key: string,
  more: Partial<Omit<MappedEvent, 'time'>> = {},
): MappedEvent {
  made += 1;
  const micros = Date.parse(time) * 1000;
  if (Number.isNaN(micros)) throw new RangeError(time);
  return { ...blankEvent, id: `e${made}`, source: 'pachca', event: key, ...more, time: micros };
}
