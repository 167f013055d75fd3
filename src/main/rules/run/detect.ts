import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Failed } from '../../../shared/errors.ts';
import type { Reason, RuleProblem, Severity } from '../../../shared/rules.ts';
import { resolveField } from '../mapping/fields.ts';
import { problemOf, type LoadedRule, type RuleSet } from '../rule-set.ts';
import type { Match } from '../sigma/match.ts';
import { Refused, refuse } from '../sigma/refused.ts';
import { baselineHits, runs } from './baselines.ts';
import { Budget } from './budget.ts';
import { compile } from './compile.ts';
import { correlate, eventPoints, type Correlated, type Hit, type Points } from './correlate.ts';
import { Timeline, type Evidence } from './evidence.ts';
import { byGroup, Groups, nowhere, type GroupField } from './groups.ts';
import { uncollected } from './not-collected.ts';
import { findingQuery } from './query-text.ts';

/** What was found, with the rows of its events; instants µs, both inclusive. */
export interface Found {
  key: string;
  rule: string;
  title: string;
  severity: Severity;
  from: number;
  to: number;
  rows: Uint32Array;
  group: Record<string, string>;
  reason: Reason | null;
  query: string | null;
}

export interface Detected {
  /** In order of time. */
  findings: Found[];
  /** What turned out while running: rules whose expressions take too long, fields that do not serve. */
  problems: RuleProblem[];
}

/**
 * Runs the rules that apply over a session. The same events and rules give the same findings in the
 * same order. Other requests get their turn between two rules; throws `Failed('cancelled')`.
 */
export async function detect(
  { rules }: RuleSet,
  evidence: Evidence,
  signal: AbortSignal,
): Promise<Detected> {
  const run = new Run(evidence);
  const findings: Found[] = [];
  const problems: RuleProblem[] = [];
  for (const rule of rules) {
    if (!appliesTo(rule) || rule.silent) continue;
    if (signal.aborted) throw new Failed('cancelled');
    try {
      findings.push(...run.findings(rule));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problems.push(problemOf(error.fault, rule.file, rule.en.title));
    }
    await setImmediate();
  }
  const inOrder = findings.toSorted(
    (a, b) => a.from - b.from || a.to - b.to || compare(a.rule, b.rule) || compare(a.key, b.key),
  );
  return { findings: inOrder, problems };
}

/** Whether a rule is about these sources at all. */
export function appliesTo({ sources }: LoadedRule): boolean {
  return sources.length > 0;
}

/** How many events match what a rule selects, all its rules together; null for what rests on none. */
export function matchesOf(rule: LoadedRule, evidence: Evidence): number {
  const timeline = new Timeline(evidence);
  const budget = new Budget();
  const rows = new Set<number>();
  const visit = (one: LoadedRule): void => {
    if (one.body.kind === 'correlation') one.parts.forEach(visit);
    else for (const row of selected(one, one.body.match, timeline, budget)) rows.add(row);
  };
  visit(rule);
  return rows.size;
}

class Run {
  private readonly evidence: Evidence;
  private readonly timeline: Timeline;
  private readonly budget = new Budget();
  private readonly rows = new Map<LoadedRule, Uint32Array>();
  private readonly correlated = new Map<LoadedRule, Correlated>();

  constructor(evidence: Evidence) {
    this.evidence = evidence;
    this.timeline = new Timeline(evidence);
  }

  findings(rule: LoadedRule): Found[] {
    const { body } = rule;
    if (body.kind === 'baseline' && body.baseline.kind === 'not_collected') {
      return uncollected(this.evidence.info).map(({ source, state, from, to }) => ({
        ...this.found(rule, {
          rows: new Uint32Array(0),
          group: { source, state },
          reason: { kind: 'not-collected', figures: { source, state } },
        }),
        key: keyOf([rule.key, source, state, String(from)]),
        from,
        to,
      }));
    }
    return this.hits(rule).map((hit) => this.found(rule, hit));
  }

  private hits(rule: LoadedRule): Hit[] {
    const { body } = rule;
    if (body.kind === 'correlation') return this.correlation(rule).hits;
    const rows = this.select(rule, body.match);
    if (body.kind === 'detection') return this.grouped(rule, rows, body);
    if (body.baseline.kind === 'not_collected') return [];
    const { zone } = this.evidence;
    return baselineHits(body.baseline, { timeline: this.timeline, zone, rows });
  }

  /** Events of one group that lie close together are one finding; so are those of no group. */
  private grouped(
    rule: LoadedRule,
    rows: Uint32Array,
    { groupBy, quiet }: { groupBy: readonly string[]; quiet: number },
  ): Hit[] {
    const names = rule.sources.length > 1 ? [...new Set(['source', ...groupBy])] : groupBy;
    const fields = names.map((name): GroupField => {
      const field = resolveField(name, rule.sources);
      return field?.kind === 'field'
        ? { name, field: field.ref, at: rule.at }
        : refuse(rule.at, 'unknown-field', name);
    });
    const groups = new Groups(this.timeline);
    const hits: Hit[] = [];
    for (const { group, rows: of } of byGroup(rows, groups.of(fields))) {
      const values = group === nowhere ? null : groups.values[group];
      const record = Object.fromEntries(values?.map((value, i) => [names[i] ?? '', value]) ?? []);
      for (const found of runs(of, this.timeline, quiet)) {
        hits.push({ rows: found, group: record, reason: null });
      }
    }
    return hits;
  }

  private select(rule: LoadedRule, match: Match): Uint32Array {
    const known = this.rows.get(rule);
    if (known) return known;
    const rows = selected(rule, match, this.timeline, this.budget);
    this.rows.set(rule, rows);
    return rows;
  }

  private correlation(rule: LoadedRule): Correlated {
    const known = this.correlated.get(rule);
    if (known) return known;
    if (rule.body.kind !== 'correlation') throw new TypeError('not a correlation');
    const { correlation } = rule.body;
    const made = correlate(rule, correlation, this.timeline, (part) => this.points(part));
    this.correlated.set(rule, made);
    return made;
  }

  private points(rule: LoadedRule): Points {
    const { body } = rule;
    if (body.kind === 'correlation') return this.correlation(rule).points();
    if (body.kind === 'detection') return eventPoints(this.select(rule, body.match));
    const rows = this.hits(rule).flatMap((hit) => [...hit.rows]);
    const inTime = rows.toSorted((a, b) => this.timeline.place(a) - this.timeline.place(b));
    return eventPoints(Uint32Array.from(new Set(inTime)));
  }

  private found(rule: LoadedRule, { rows, group, reason }: Hit): Found {
    const times = [rows[0], rows.at(-1)].map((row) =>
      row === undefined ? 0 : this.timeline.time(row),
    );
    const [from = 0, to = 0] = times;
    const { index } = this.evidence;
    const first = rows[0] === undefined ? '' : `${index.source(rows[0])} ${index.id(rows[0])}`;
    const { key, en, severity } = rule;
    return {
      key: keyOf([key, JSON.stringify(group), first, String(reason?.figures['value'] ?? '')]),
      rule: key,
      title: en.title,
      severity,
      from,
      to,
      rows,
      group,
      reason,
      query: findingQuery(rule, { group, from, to }),
    };
  }
}

function selected(
  { sources }: LoadedRule,
  match: Match,
  timeline: Timeline,
  budget: Budget,
): Uint32Array {
  const set = budget.watch(match, timeline.index.rows, () =>
    timeline.index.sift(compile(match, sources, timeline.knowsOwners)),
  );
  return timeline.rowsOf(set);
}

function keyOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
