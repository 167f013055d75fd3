import { expect, test } from 'vitest';
import { json, type Layer } from '../../../src/main/sample/server.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { cli } from '../../support/command-line.ts';
import { collectFrom, patience, summaryOf, useFolder } from './support.ts';

const folder = useFolder();
const week = { from: '2026-10-01T00:00:00Z', end: '2026-10-08T00:00:00Z' };
const others = 'token-of-another-workspace';

/** At the address of the first workspace, whoever has the other token is in the second. */
function doorTo(second: SampleServices, isMute: () => boolean): Layer {
  return async (request, next) => {
    const isWho = /\/(profile|oauth\/token\/info)$/.test(request.url.pathname);
    if (isWho && isMute()) return json(500, { error: 'who knows' });
    if (request.token !== others) return next(request);
    if (isWho) return json(200, { data: { id: 9001, user_id: 9001, first_name: 'Другая' } });
    const { origin, token } = second.pachca;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(origin + request.url.pathname + request.url.search, { headers });
    return { status: answer.status, body: await answer.text() };
  };
}

async function workspaces(isMute: () => boolean = () => false) {
  const second = await startSampleServices({
    ...week,
    seed: 77,
    events: { pachca: 300, jayguard: 1 },
  });
  const layers = [doorTo(second, isMute)];
  const events = { pachca: 400, jayguard: 1 };
  const first = await startSampleServices({ ...week, events, pachca: { layers } });
  const { address, token, archive } = first.pachca;
  const end = async () => void (await Promise.all([first.close(), second.close()]));
  return { anna: { address, token }, other: { address, token: others }, archive, end };
}

interface Info {
  total: number;
  flags: Record<string, number>;
  coverage: object[];
  collections: { owner: { id: string } | null; status: string }[];
}

async function infoOf(session: string): Promise<Info> {
  return JSON.parse((await cli(['info', '--session', session])).stdout) as Info;
}

async function coverageOf(session: string): Promise<Set<unknown>> {
  const { stdout } = await cli(['histogram', '--session', session, '--interval', 'day']);
  const lines = stdout.trimEnd().split('\n');
  return new Set(lines.map((line) => (JSON.parse(line) as { coverage: string }).coverage));
}

test(
  'two workspaces at one address: each is asked for all of it, and neither is gone for the other',
  { timeout: patience },
  async () => {
    const { anna, other, archive, end } = await workspaces();
    const session = folder.path('both.vestigo');
    expect(summaryOf(await collectFrom('pachca', anna, session))).toMatchObject({ newEvents: 400 });
    expect(await coverageOf(session)).toEqual(new Set(['complete']));

    // The same period: nothing of it is complete for the other one.
    const theirs = await collectFrom('pachca', other, session);
    expect(theirs.code, theirs.stderr).toBe(0);
    expect(summaryOf(theirs)).toMatchObject({ newEvents: 300, status: 'complete' });
    expect(theirs.stderr).not.toContain('late');
    const again = summaryOf(await collectFrom('pachca', other, session));
    expect(again).toMatchObject({ newEvents: 0, duplicates: 300 });
    expect((await infoOf(session)).collections).toHaveLength(2);

    const refreshed = await collectFrom('pachca', other, session, '--refresh');
    expect(refreshed.stderr).not.toContain('no longer');
    archive.vanish(7);
    const missed = await collectFrom('pachca', anna, session, '--refresh');
    expect(missed.stderr).toContain('1 events are no longer at the source');
    const { total, flags, collections, coverage } = await infoOf(session);
    expect({ total, ...flags }).toMatchObject({ total: 700, late: 0, gone: 1 });
    expect(new Set(collections.map(({ owner }) => owner?.id)).size).toBe(2);
    for (const one of coverage)
      expect(Object.keys(one)).toEqual(['source', 'from', 'to', 'status']);
    expect(await coverageOf(session)).toEqual(new Set(['complete']));
    await end();
  },
);

test(
  'what one workspace lacks is not hidden by the other, whether or not it is known who asks',
  { timeout: patience },
  async () => {
    let isMute = false;
    const { anna, other, end } = await workspaces(() => isMute);
    const session = folder.path('part.vestigo');
    await collectFrom('pachca', anna, session);
    await collectFrom('pachca', other, session, '--to', '2026-10-03');
    expect(await coverageOf(session)).toEqual(new Set(['complete', 'partial']));

    isMute = true;
    const unknown = await collectFrom('pachca', other, session);
    expect(summaryOf(unknown)).toMatchObject({ status: 'complete', events: 300 });
    const { collections } = await infoOf(session);
    expect(collections.map(({ owner }) => owner === null)).toEqual([false, false, true]);
    await end();
  },
);
