import { afterEach, expect, test } from 'vitest';
import type { Page } from '../../src/main/connectors/connector.ts';
import { connectors } from '../../src/main/connectors/registry.ts';
import { faulty, passingKinds } from '../../src/main/sample/faults.ts';
import type { Layer } from '../../src/main/sample/server.ts';
import { startSampleServices, type SampleServices } from '../../src/main/sample/start.ts';
import { clientFor, collect, compare, equal, never, windowOf } from './support.ts';

let services: SampleServices | null = null;
afterEach(async () => {
  await services?.close();
  services = null;
});

async function start(layer: Layer, events = 600) {
  const options = { layers: [layer], rateLimit: null };
  services = await startSampleServices({
    events,
    pachca: options,
    jayguard: { ...options, cap: 60 },
  });
  return services;
}

const kinds = ['pachca', 'jayguard'] as const;

test.each(passingKinds.flatMap((fault) => kinds.map((kind) => [fault, kind] as const)))(
  'half of the answers are faults (%s): %s is complete all the same',
  async (fault, kind) => {
    const { period, ...running } = await start(
      faulty({ seed: 5, share: 0.5, kinds: [fault] }).layer,
    );
    const found = await collect(connectors[kind], running[kind], windowOf(period));
    expect(compare(found.raws.values(), running[kind].events())).toEqual(equal);
    expect(found).toMatchObject({ gaps: [], quarantined: [] });
    if (!['stall', 'encodings'].includes(fault)) expect(found.retries).toBeGreaterThan(3);
    expect(found.requests).toBe(running[kind].log.length);
  },
);

test.each([1, 2, 3, 4])('a mixture of all faults, %i', async (seed) => {
  const { period, ...running } = await start(
    faulty({ seed, share: 0.4, kinds: passingKinds }).layer,
  );
  for (const kind of kinds) {
    const found = await collect(connectors[kind], running[kind], windowOf(period));
    expect(compare(found.raws.values(), running[kind].events())).toEqual(equal);
    expect(found.gaps).toEqual([]);
  }
});

test.each(kinds)('a token of %s revoked half-way, and a new one later', async (kind) => {
  let revoked = false;
  const layer: Layer = (request, next) => {
    revoked ||= request.number === 6;
    return next(revoked ? { ...request, token: 'revoked' } : request);
  };
  const { period, ...running } = await start(layer);
  const service = running[kind];
  const pages: Page[] = [];
  async function pull(): Promise<void> {
    const pulled = connectors[kind].pull(clientFor(service), windowOf(period), never);
    for await (const page of pulled) pages.push(page);
  }
  await expect(pull()).rejects.toMatchObject({ failure: { kind: 'service.unauthorized' } });

  revoked = false;
  const position = pages.at(-1)?.position ?? null;
  expect(position).not.toBeNull();
  const rest = await collect(connectors[kind], service, { ...windowOf(period), position });
  const before = pages.flatMap(({ events }) => events.map(({ raw }) => raw));
  expect(compare([...before, ...rest.raws.values()], service.events())).toEqual(equal);
});

test.each(kinds)('one malformed event in a good page of %s', async (kind) => {
  const broken = kind === 'pachca' ? '"created_at"' : '"createdAt"';
  const layer: Layer = async (request, next) => {
    const answer = await next(request);
    if (request.number !== 1 || typeof answer.body !== 'string') return answer;
    return { ...answer, body: answer.body.replace(broken, '"lost"') };
  };
  const { period, ...running } = await start(layer);
  const found = await collect(connectors[kind], running[kind], windowOf(period));
  expect(found.quarantined).toHaveLength(1);
  const whole = found.quarantined.map((raw) => raw.replace('"lost"', broken));
  const all = [...found.raws.values(), ...whole];
  expect(compare(all, running[kind].events())).toEqual(equal);
});
