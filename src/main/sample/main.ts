import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { startElsewhere } from './elsewhere.ts';
import { faulty, faultKinds, passingKinds, type FaultKind } from './faults.ts';
import { startSampleServices, type SampleOptions } from './start.ts';

/**
 * `npm run sample -- [OPTION…]`: starts both sample services and prints where they are and which
 * tokens they take, as JSON. docs/sample-services.md tells the options. `--dump FOLDER` writes every
 * vendor object as NDJSON instead, and ends.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string' },
    end: { type: 'string' },
    port: { type: 'string', default: '0' },
    dump: { type: 'string' },
    latency: { type: 'string', default: '0' },
    rate: { type: 'string', default: '50' },
    'clock-off': { type: 'string', default: '0' },
    faults: { type: 'string', default: '' },
    share: { type: 'string', default: '0.2' },
    stall: { type: 'string', default: '30000' },
    'records-reads': { type: 'boolean', default: false },
    'ignores-time': { type: 'boolean', default: false },
    'no-offset': { type: 'boolean', default: false },
    cap: { type: 'string', default: '1000' },
  },
});

const port = Number(values.port);
const seed = Number(values.seed);
const kinds = kindsOf(values.faults);
const elsewhere = kinds.includes('redirect') ? await startElsewhere() : null;
const common = {
  latencyMs: Number(values.latency),
  clockOffMs: Number(values['clock-off']) * 1000,
};
const options: SampleOptions = {
  events: Number(values.events),
  seed,
  ports: { pachca: port, jayguard: port === 0 ? 0 : port + 1 },
  pachca: {
    ...common,
    rateLimit: Number(values.rate),
    ignoresTime: values['ignores-time'],
    recordsReads: values['records-reads'],
    layers: faultLayers(),
  },
  jayguard: {
    ...common,
    ignoresTime: values['ignores-time'],
    offset: !values['no-offset'],
    cap: Number(values.cap),
    layers: faultLayers(),
  },
  ...(values.from === undefined ? {} : { from: values.from }),
  ...(values.end === undefined ? {} : { end: values.end }),
};
const services = await startSampleServices(options);

if (values.dump === undefined) {
  const { pachca, jayguard, period } = services;
  const report = {
    pachca: { address: pachca.address, token: pachca.token },
    jayguard: { address: jayguard.address, token: jayguard.token },
    period,
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void Promise.all([services.close(), elsewhere?.close()]));
  }
} else {
  await dump(join(values.dump, 'pachca.ndjson'), services.pachca.events());
  await dump(join(values.dump, 'jayguard.ndjson'), services.jayguard.events());
  await dump(join(values.dump, 'jayguard-details.ndjson'), services.jayguard.details());
  await services.close();
}

/** `all` are those that a collection gets over; others have to be named. */
function kindsOf(words: string): FaultKind[] {
  if (words === 'all') return passingKinds;
  const wanted = words.split(',').filter((word) => word !== '');
  const unknown = wanted.find((word) => !faultKinds.some((kind) => kind === word));
  if (unknown !== undefined) {
    process.stderr.write(`${unknown} is none of: all, ${faultKinds.join(', ')}\n`);
    process.exit(2);
  }
  return faultKinds.filter((kind) => wanted.includes(kind));
}

function faultLayers() {
  if (kinds.length === 0) return [];
  const { origin } = elsewhere ?? {};
  const times = { share: Number(values.share), stallMs: Number(values.stall), retryAfter: 1 };
  return [faulty({ seed, kinds, ...times, ...(origin && { elsewhere: origin }) }).layer];
}

async function dump(path: string, lines: Iterable<string>): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx' });
  for (const line of lines) if (!file.write(`${line}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}
