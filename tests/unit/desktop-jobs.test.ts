import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Failed } from '../../src/shared/errors.ts';
import type { CollectJob, PushPayload } from '../../src/shared/contract.ts';
import { keepJobs } from '../../src/main/desktop/services/jobs/jobs.ts';
import { jobRunner } from '../../src/main/desktop/services/jobs/run-job.ts';
import type { HeldSession } from '../../src/main/desktop/services/sessions.ts';
import {
  fakeRooms,
  fakeSession,
  fakeSources,
  orderOf,
  progressOf,
} from '../support/desktop/fake-rooms.ts';

function desk() {
  const { rooms, running, nudged, told } = fakeRooms();
  const here = fakeSession('here');
  const there = fakeSession('there');
  const elsewhere = fakeSession('elsewhere');
  const screen: { session: HeldSession | null } = { session: here.session };
  const ended: PushPayload<'collect.ended'>[] = [];
  const idle: string[] = [];
  const work: boolean[] = [];
  let lists: CollectJob[][] = [];
  const runner = jobRunner({
    rooms,
    fetch: () => Promise.reject(new Error('no')),
    sources: fakeSources,
  });
  const jobs = keepJobs({
    run: runner.run,
    sources: fakeSources,
    isCurrent: (session) => session === screen.session,
    push(name, payload) {
      if (name === 'collect.ended') ended.push(payload as PushPayload<'collect.ended'>);
      if (name === 'collect.jobs') lists = [...lists, payload as CollectJob[]];
    },
    onChange: () => undefined,
    onIdle: ({ name }) => void idle.push(name),
    onWork: (isAtWork) => void work.push(isAtWork),
  });
  const add = async (sourceId: string, session = here.session, to?: number) => {
    await jobs.add(session, { purpose: 'events', order: orderOf(sourceId, to) });
    await turn();
  };
  /** Every job as "session source state". */
  const list = () =>
    jobs.list().map(({ session, sourceId, state }) => `${session.name} ${sourceId} ${state}`);
  const idOf = (at: number) => jobs.list()[at]?.id ?? '';
  const finish = async (at: number) => {
    running[at]?.finish();
    await turn();
  };
  const addresses = () => running.map(({ order }) => order.address.slice(8, 9));
  return {
    jobs,
    add,
    list,
    idOf,
    finish,
    addresses,
    running,
    nudged,
    told,
    runner,
    here,
    there,
    elsewhere,
    screen,
    ended,
    idle,
    work,
    lastPushed: () => lists.at(-1),
  };
}

describe('turns', () => {
  test('several sources side by side, one job each at a time, in their order', async () => {
    const { add, list, finish, addresses } = desk();
    await add('a');
    await add('b');
    await add('a', undefined, 5);
    await add('a', undefined, 6);
    expect(list()).toEqual(['here a running', 'here b running', 'here a queued', 'here a queued']);
    await finish(0);
    expect(list()).toEqual(['here b running', 'here a running', 'here a queued']);
    expect(addresses()).toEqual(['b', 'a']);
  });

  test('two sources of one address take turns: the ledger would take their collections for one', async () => {
    const { add, list } = desk();
    await add('a1');
    await add('a2');
    expect(list()).toEqual(['here a1 running', 'here a2 queued']);
  });

  test('other sessions one after another, after what is before them; sources side by side in each', async () => {
    const { add, list, finish, there, elsewhere } = desk();
    await add('a');
    await add('b', there.session);
    await add('c', there.session);
    await add('d', elsewhere.session);
    expect(list()).toEqual([
      'here a running',
      'there b queued',
      'there c queued',
      'elsewhere d queued',
    ]);
    await finish(0);
    expect(list()).toEqual(['there b running', 'there c running', 'elsewhere d queued']);
    await finish(0);
    expect(list()).toEqual(['there c running', 'elsewhere d queued']);
    await finish(0);
    expect(list()).toEqual(['elsewhere d running']);
  });

  test('the session on the screen waits for no other session, only for its source', async () => {
    const { add, list, there } = desk();
    await add('a', there.session);
    await add('b', there.session, 5);
    await add('b');
    await add('c');
    expect(list()).toEqual([
      'there a running',
      'there b running',
      'here b queued',
      'here c running',
    ]);
  });

  test('a session that comes onto the screen need not wait any more', async () => {
    const { jobs, add, list, there, screen } = desk();
    await add('a');
    await add('b', there.session);
    screen.session = there.session;
    jobs.advance();
    expect(list()).toEqual(['here a running', 'there b running']);
  });

  test('what is paused holds up nobody', async () => {
    const { jobs, add, list, idOf, here, there } = desk();
    await add('a');
    await add('a', there.session);
    jobs.pause(idOf(0));
    await turn();
    expect(list()).toEqual(['here a paused', 'there a running']);
    // Nor is it worth a question when its session is left.
    expect([here, there].map(({ session }) => jobs.isActive(session))).toEqual([false, true]);
    expect(jobs.isIdle(here.session)).toBe(false);
  });

  test('the same twice is one job; asked for again it goes on', async () => {
    const { jobs, add, list, idOf } = desk();
    await add('a');
    await add('a');
    expect(list()).toEqual(['here a running']);
    jobs.pause(idOf(0));
    await turn();
    await add('a');
    expect(list()).toEqual(['here a running']);
  });
});

describe('stopping', () => {
  test('paused it stays in the list with how far it came, and the ledger says paused', async () => {
    const { jobs, add, list, idOf, running, ended, lastPushed, work } = desk();
    await add('a');
    const [run] = running;
    run?.context.onProgress?.(progressOf({ received: 50, rate: 9, secondsLeft: 3 }));
    jobs.pause(idOf(0));
    expect(list()).toEqual(['here a pausing']);
    await turn();
    expect(list()).toEqual(['here a paused']);
    expect(lastPushed()?.[0]?.progress).toMatchObject({ received: 50, rate: 0, secondsLeft: null });
    expect(run?.context.stopReason?.()).toBe('paused');
    expect(ended).toEqual([]);
    expect(work.at(-1)).toBe(false);

    jobs.resume(idOf(0));
    await turn();
    expect(list()).toEqual(['here a running']);
    expect(running).toHaveLength(1);
  });

  test('asked to go on while it is still stopping it goes on; asked to pause again it stays', async () => {
    const { jobs, add, list, idOf } = desk();
    await add('a');
    jobs.pause(idOf(0));
    jobs.resume(idOf(0));
    await turn();
    expect(list()).toEqual(['here a running']);
    jobs.pause(idOf(0));
    jobs.resume(idOf(0));
    jobs.pause(idOf(0));
    await turn();
    expect(list()).toEqual(['here a paused']);
  });

  test('one that ends before it hears of the pause has ended', async () => {
    const { jobs, add, list, idOf, running, ended } = desk();
    await add('a');
    running[0]?.finish();
    jobs.pause(idOf(0));
    await turn();
    expect(list()).toEqual([]);
    expect(ended).toMatchObject([{ sourceId: 'a', failure: null }]);
  });

  test('a job that waits is paused and cancelled without having begun', async () => {
    const { jobs, add, list, idOf, finish, running, ended, here } = desk();
    await add('a');
    await add('a', undefined, 5);
    jobs.pause(idOf(1));
    await finish(0);
    expect(list()).toEqual(['here a paused']);
    await jobs.cancel(idOf(0));
    expect(list()).toEqual([]);
    expect(running).toEqual([]);
    expect(here.told).toEqual([]);
    expect(ended.at(-1)).toMatchObject({ collection: null, failure: { kind: 'cancelled' } });
  });

  test('cancelled: running, pausing or paused, its ledger says so in the end', async () => {
    const { jobs, add, idOf, running, ended, here } = desk();
    const progress = () => running[0]?.context.onProgress?.(progressOf());
    await add('a');
    progress();
    await jobs.cancel(idOf(0));
    expect(ended.at(-1)?.collection?.stop).toBe('cancelled');

    await add('a');
    progress();
    jobs.pause(idOf(0));
    await jobs.cancel(idOf(0));
    expect(ended.at(-1)?.collection?.stop).toBe('cancelled');
    expect(here.told).toEqual([[7, 'cancelled']]);

    await add('a');
    progress();
    jobs.pause(idOf(0));
    await turn();
    await jobs.cancel(idOf(0));
    expect(here.told).toEqual([
      [7, 'cancelled'],
      [7, 'cancelled'],
    ]);
    expect(jobs.list()).toEqual([]);
    expect(ended).toHaveLength(3);
  });

  test('closing a session ends its jobs and no other: what ran goes on, what was paused stays so', async () => {
    const { jobs, add, list, idOf, running, ended, here, there, idle } = desk();
    await add('a');
    await add('b');
    running[1]?.context.onProgress?.(progressOf({ collectionId: 8 }));
    jobs.pause(idOf(1));
    await turn();
    await add('c', there.session);
    await jobs.close(here.session);
    expect(list()).toEqual(['there c running']);
    expect(ended.map(({ sourceId, collection }) => [sourceId, collection?.stop])).toEqual([
      ['b', undefined],
      ['a', 'closed'],
    ]);
    expect(here.told).toEqual([]);
    expect(idle).toEqual(['here']);
  });

  test('what waits when all is closed is written down, so that it goes on next time', async () => {
    const { jobs, add, idOf, running, told, ended } = desk();
    await add('a');
    running[0]?.context.onProgress?.(progressOf());
    jobs.pause(idOf(0));
    await turn();
    told.length = 0;
    await add('a', undefined, 5);
    // One that had begun waits again, one never began, one was paused before it began.
    jobs.resume(idOf(0));
    await add('b');
    await add('b', undefined, 5);
    await add('b', undefined, 6);
    jobs.pause(idOf(4));
    const states = () => jobs.list().map(({ state }) => state);
    expect(states()).toEqual(['queued', 'running', 'running', 'queued', 'paused']);
    await jobs.close(null);
    expect(told.map((words) => words.join(' ')).toSorted()).toEqual([
      'https://a.example closed',
      'https://a.example closed',
      'https://b.example closed',
      'https://b.example closed',
      'https://b.example paused',
    ]);
    expect(running).toEqual([]);
    expect(states()).toEqual([]);
    expect(ended).toHaveLength(5);
  });

  test('removing a source ends its jobs in every session', async () => {
    const { jobs, add, list, there } = desk();
    await add('a');
    await add('a', there.session);
    await add('b');
    await jobs.cancelSource('a');
    expect(list()).toEqual(['here b running']);
  });

  test('a session whose process died: what waits is gone, what runs tells of it', async () => {
    const { jobs, add, list, running, ended, here } = desk();
    await add('a');
    await add('a', undefined, 5);
    jobs.forget(here.session);
    expect(list()).toEqual(['here a running']);
    running[0]?.fail(new Failed('internal', { type: 'session-process-ended' }));
    await turn();
    expect(list()).toEqual([]);
    expect(ended).toMatchObject([{ collection: null, failure: { kind: 'internal' } }]);
  });
});

test('the end of a job tells all that is worth telling, with its session and its purpose', async () => {
  const { jobs, add, running, ended, here, idle, work } = desk();
  const namesFailure = { kind: 'service.scope', params: { scope: 'users:read' } } as const;
  await add('a');
  running[0]?.finish({
    alreadyComplete: true,
    details: { collection: null, fetched: 12, leftOut: 0, failure: null },
    filterIgnored: true,
    namesFailure,
  });
  await turn();
  expect(ended).toMatchObject([
    {
      sourceId: 'a',
      purpose: 'events',
      session: { id: 'here', name: 'here', current: true },
      failure: null,
      alreadyComplete: true,
      filterIgnored: true,
      detailsFetched: 12,
      namesFailure,
    },
  ]);
  expect(idle).toEqual(['here']);

  const selection = { query: '', zone: 'UTC', period: null };
  await jobs.add(here.session, { purpose: 'details', order: { sourceId: 'a', selection } });
  await turn();
  expect(ended.at(-1)).toMatchObject({
    purpose: 'details',
    collection: { purpose: 'details' },
    detailsFetched: 3,
  });
  expect(work).toContain(true);
  expect(work.at(-1)).toBe(false);
});

test('when the network is back, everything that runs tries again', async () => {
  const { jobs, add, runner, nudged, idOf } = desk();
  await add('a');
  await add('b');
  await add('c');
  jobs.pause(idOf(1));
  await turn();
  runner.nudge();
  expect(nudged).toEqual(['https://a.example', 'https://c.example']);
});
