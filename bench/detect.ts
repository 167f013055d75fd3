/**
 * How long the whole pack takes over a session of so many events (a million without a word), half of
 * each service, as the sample services would send them over ninety days, details included:
 * `npm run bench:detect -- [EVENTS]`. The target for a million is 5 s.
 *
 * Only the rules are timed, over an index in memory as it is after a session was opened: the first
 * run makes what later ones find made (columns of details that a rule names).
 */
import { readPachcaEvent } from '../src/main/connectors/pachca/event.ts';
import { readJayGuardDetails } from '../src/main/connectors/jayguard/details.ts';
import { readJayGuardEvent } from '../src/main/connectors/jayguard/event.ts';
import { pack } from '../src/main/rules/pack.ts';
import type { RuleSet } from '../src/main/rules/rule-set.ts';
import { appliesTo, detect } from '../src/main/rules/run/detect.ts';
import type { Evidence } from '../src/main/rules/run/evidence.ts';
import { owner } from '../src/main/sample/company.ts';
import { startSampleServices } from '../src/main/sample/start.ts';
import { createEventIndex } from '../src/main/store/engine/index.ts';
import type { EventIndex } from '../src/main/store/event-index.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const batch = 2000;

/** Long texts are not asked for by the pack; nothing else is read from a file. */
const file = {
  mapped: (): never => {
    throw new Error('not kept');
  },
  raw: () => '{}',
};

function* batches<T>(lines: Iterable<string>, read: (line: string) => T): Generator<T[]> {
  let page: T[] = [];
  for (const line of lines) {
    page.push(read(line));
    if (page.length < batch) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function build(): Promise<EventIndex> {
  const services = await startSampleServices({
    events: Math.ceil(count / 2),
    from: '2026-08-03T00:00:00Z',
    end: '2026-11-01T00:00:00Z',
  });
  const index = createEventIndex(file);
  for (const page of batches(services.pachca.events(), readPachcaEvent)) index.append(page);
  const rows = new Map<string, number>();
  for (const page of batches(services.jayguard.events(), readJayGuardEvent)) {
    page.forEach(({ id }, i) => rows.set(id, index.rows + i));
    index.append(page);
  }
  for (const page of batches(services.jayguard.details(), readJayGuardDetails)) {
    index.appendDetails(page.map((one) => ({ ...one, row: rows.get(one.id) ?? 0 })));
  }
  index.setOwners('pachca', [String(owner.id)]);
  await services.close();
  return index;
}

const index = await build();
const info: Evidence['info'] = {
  coverage: [],
  collections: [{ source: 'pachca', owner: { id: String(owner.id) }, windows: [] }],
  first: null,
  last: null,
};
const evidence: Evidence = { index, info, zone: 'Europe/Moscow' };
const rules = pack();
const { signal } = new AbortController();

/** Time of the processor beside that of the clock: on a busy machine they differ. */
async function timed(set: RuleSet) {
  const start = performance.now();
  const before = process.cpuUsage();
  const detected = await detect(set, evidence, signal);
  const { user, system } = process.cpuUsage(before);
  const ms = Math.round(performance.now() - start);
  return { ...detected, ms, cpu: Math.round((user + system) / 1000) };
}

const runs: string[] = [];
let found = 0;
for (let run = 0; run < 3; run += 1) {
  const { findings, problems, ms, cpu } = await timed(rules);
  runs.push(`${ms} ms (${cpu} ms of the processor)`);
  if (problems.length > 0) throw new Error(`${problems.length} rules were refused`);
  if (found > 0 && findings.length !== found) throw new Error('two runs differ');
  found = findings.length;
}
console.log(`${index.rows} events, ${rules.rules.length} rules, ${found} findings`);
console.log(`first run ${runs[0]}, again ${runs.slice(1).join(', ')}`);

console.log('\nrule'.padEnd(53) + 'ms'.padStart(8) + 'cpu'.padStart(8) + 'findings'.padStart(10));
for (const rule of rules.rules.filter((one) => appliesTo(one) && !one.silent)) {
  const { findings, ms, cpu } = await timed({ rules: [rule], problems: [] });
  const cells = [
    String(ms).padStart(8),
    String(cpu).padStart(8),
    String(findings.length).padStart(10),
  ];
  console.log(rule.key.padEnd(52) + cells.join(''));
}
