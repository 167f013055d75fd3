import { expect, test } from 'vitest';
import { readPachcaEvent } from '../../../src/main/connectors/pachca/event.ts';
import { readJayGuardDetails } from '../../../src/main/connectors/jayguard/details.ts';
import { readJayGuardEvent } from '../../../src/main/connectors/jayguard/event.ts';
import { owner } from '../../../src/main/sample/company.ts';
import { startSampleServices } from '../../../src/main/sample/start.ts';
import { topics, type Topic } from '../../../src/main/sample/story.ts';
import { pack } from '../../../src/main/rules/pack.ts';
import { detectIn, evidenceOf } from '../../support/rules/evidence.ts';

/** The rule that is about each kind of incident; others may find parts of it as well. */
const ruleOf: Record<Topic, string> = {
  'second-factor': 'pachca-second-factor-failures-then-success',
  'new-place': 'pachca-sign-in-new-place',
  'impossible-travel': 'pachca-sign-in-far-apart',
  'mass-deletion': 'pachca-deletion-burst',
  'mass-search': 'pachca-api-search-burst',
  'role-raised-lowered': 'pachca-role-raised-lowered',
  'token-created': 'pachca-token-created',
  'scopes-widened': 'pachca-bot-scopes-widened',
  'webhook-outside': 'pachca-webhook-outside',
  'opened-to-public': 'pachca-chat-opened',
  'oauth-grant': 'pachca-oauth-new-client',
  'dlp-row': 'pachca-dlp-row',
  'audit-read': 'pachca-audit-log-read',
  'guard-refusals': 'jayguard-refusals',
  'guard-new-application': 'jayguard-new-application',
  'guard-new-finding': 'jayguard-new-finding',
  'guard-no-redaction': 'jayguard-redaction-ceased',
};

async function sample(seed: number) {
  const services = await startSampleServices({ seed, events: 6000 });
  try {
    const details = new Map(
      [...services.jayguard.details()].map(readJayGuardDetails).map((one) => [one.id, one]),
    );
    const events = [
      ...[...services.pachca.events()].map(readPachcaEvent),
      ...[...services.jayguard.events()].map(readJayGuardEvent).map((event) => ({
        ...event,
        findings: details.get(event.id)?.findings ?? null,
        content: details.get(event.id)?.content ?? null,
      })),
    ];
    return { events, planted: services.planted };
  } finally {
    await services.close();
  }
}

test('the pack finds what was planted, and none of what only looks like it', async () => {
  const { events, planted } = await sample(1);
  const { findings, problems } = await detectIn(pack(), evidenceOf(events, String(owner.id)));
  expect(problems).toEqual([]);
  const ids = new Map<string, Set<string>>();
  for (const { rule, rows } of findings) {
    const known = ids.get(rule) ?? new Set();
    ids.set(rule, known);
    for (const row of rows) known.add(events[row]?.id ?? '');
  }
  const found = ({ topic, ids: of }: (typeof planted)[number]) =>
    of.filter((id) => ids.get(ruleOf[topic])?.has(id)).length;
  const table = topics.map((topic) => {
    const of = (quiet: boolean) =>
      planted.filter((one) => one.topic === topic && one.quiet === quiet);
    return {
      incident: topic,
      rule: ruleOf[topic],
      planted: of(false).length,
      found: of(false).filter((one) => found(one) > 0).length,
      alike: of(true).length,
      mistaken: of(true).filter((one) => found(one) > 0).length,
      findings: findings.filter(({ rule }) => rule === ruleOf[topic]).length,
    };
  });
  if (process.env['VESTIGO_TABLE'] === '1') console.table(table);
  expect(table.filter((line) => line.planted === 0 || line.alike === 0)).toEqual([]);
  expect(table.filter((line) => line.found < line.planted)).toEqual([]);
  expect(table.filter((line) => line.mistaken > 0)).toEqual([]);
  // No rule of the pack, whatever it is about, takes the whole of a look-alike for something grave.
  const grave = findings.filter(({ severity }) => severity === 'high' || severity === 'critical');
  const graveIds = new Set(
    grave.flatMap(({ rows }) => [...rows].map((row) => events[row]?.id ?? '')),
  );
  const mistaken = planted.filter(
    ({ quiet, ids: of }) => quiet && of.every((id) => graveIds.has(id)),
  );
  expect(mistaken.map(({ topic }) => topic)).toEqual([]);
});
