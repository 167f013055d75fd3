/**
 * How long the whole pack takes over a session of so many events (a million without a word), half of
 * each service, as the sample services would send them over ninety days, details included:
 * `npm run bench:detect -- [EVENTS [FOLDER]]`. The target for a million is 5 s.
 *
 * Only the rules are timed, over an index in memory as it is after a session was opened: the first
 * run makes what later ones find made (columns of details that a rule names). With a FOLDER the
 * events are written to an encrypted session there, which is opened anew, as `vestigo detect` does.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readPachcaEvent } from '../src/main/connectors/pachca/event.ts';
import { readJayGuardDetails } from '../src/main/connectors/jayguard/details.ts';
import { readJayGuardEvent } from '../src/main/connectors/jayguard/event.ts';
import { pack } from '../src/main/rules/pack.ts';
import type { RuleSet } from '../src/main/rules/rule-set.ts';
import { appliesTo, detect } from '../src/main/rules/run/detect.ts';
import type { Evidence } from '../src/main/rules/run/evidence.ts';
import { owner } from '../src/main/sample/company.ts';
import { startSampleServices, type SampleServices } from '../src/main/sample/start.ts';
import { createEventIndex } from '../src/main/store/engine/index.ts';
import { createSession, openSession } from '../src/main/store/open-session.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const folder = process.argv[3] ?? null;
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

function start(): Promise<SampleServices> {
  return startSampleServices({
    events: Math.ceil(count / 2),
    from: '2026-08-03T00:00:00Z',
    end: '2026-11-01T00:00:00Z',
  });
}

async function inMemory(): Promise<Omit<Evidence, 'zone'>> {
  const services = await start();
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
  const collections = [{ source: 'pachca' as const, owner: { id: String(owner.id) }, windows: [] }];
  return { index, info: { coverage: [], collections, first: null, last: null } };
}

/** The same events in a session file, read as any session is. */
async function inSession(path: string): Promise<Omit<Evidence, 'zone'>> {
  const options = { path, key: { key: new Uint8Array(32).fill(1) }, version: 'bench' };
  const session = await createSession({ ...options, name: 'bench' });
  const services = await start();
  const detailsOf = new Map<string, string>();
  for (const line of services.jayguard.details()) detailsOf.set(readJayGuardDetails(line).id, line);
  const readGuard = (raw: string) => {
    const event = readJayGuardEvent(raw);
    const rawDetails = detailsOf.get(event.id) ?? null;
    const { findings, content } = rawDetails ? readJayGuardDetails(rawDetails) : event;
    return { event: { ...event, findings, content }, raw, rawDetails, marks: null };
  };
  const readMessenger = (raw: string) => {
    return { event: readPachcaEvent(raw), raw, rawDetails: null, marks: null };
  };
  for (const [source, lines, read] of [
    ['pachca', services.pachca.events(), readMessenger],
    ['jayguard', services.jayguard.events(), readGuard],
  ] as const) {
    const { windows } = await session.openImport(source, 'bench');
    const windowId = windows[0]?.id ?? 0;
    for (const events of batches(lines, read)) {
      const body = `{"data":[${events.map(({ raw }) => raw).join(',')}]}`;
      await session.commitImport({ windowId, body, events, quarantined: [] });
    }
    const meter = { requests: 0, retries: 0, waitedMs: 0 };
    await session.finishWindow(windowId, 'complete', null, meter);
  }
  await services.close();
  await session.close();
  const began = performance.now();
  const before = process.cpuUsage();
  const opened = await openSession(options);
  const evidence = { index: opened.evidence(), info: await opened.info() };
  const { user, system } = process.cpuUsage(before);
  const wall = Math.round(performance.now() - began);
  console.log(`opened in ${wall} ms (${Math.round((user + system) / 1000)} ms of the processor)`);
  return evidence;
}

async function sessionIn(place: string): Promise<Omit<Evidence, 'zone'>> {
  mkdirSync(place, { recursive: true });
  const path = join(place, `bench-detect-${count}.vestigo`);
  rmSync(path, { force: true });
  return inSession(path);
}

const made = await (folder === null ? inMemory() : sessionIn(folder));
const evidence: Evidence = { ...made, zone: 'Europe/Moscow' };
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
console.log(`${evidence.index.rows} events, ${rules.rules.length} rules, ${found} findings`);
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
