import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { startSampleServices, type SampleOptions } from './start.ts';

/**
 * `npm run sample -- [--events N] [--seed N] [--from T] [--end T] [--port N] [--dump FOLDER]`:
 * starts both sample services and prints where they are and which tokens they take, as JSON. With
 * `--port` Pachca listens there and Jay Guard at the next one. `--dump` writes every vendor object
 * as NDJSON instead, and ends.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string' },
    end: { type: 'string' },
    port: { type: 'string', default: '0' },
    dump: { type: 'string' },
  },
});
const port = Number(values.port);
const options: SampleOptions = {
  events: Number(values.events),
  seed: Number(values.seed),
  ports: { pachca: port, jayguard: port === 0 ? 0 : port + 1 },
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
  process.once('SIGINT', () => void services.close());
  process.once('SIGTERM', () => void services.close());
} else {
  await dump(join(values.dump, 'pachca.ndjson'), services.pachca.events());
  await dump(join(values.dump, 'jayguard.ndjson'), services.jayguard.events());
  await dump(join(values.dump, 'jayguard-details.ndjson'), services.jayguard.details());
  await services.close();
}

async function dump(path: string, lines: Iterable<string>): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx' });
  for (const line of lines) if (!file.write(`${line}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}
