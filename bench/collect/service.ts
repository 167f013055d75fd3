/** The sample Pachca in a process of its own, which counts what arrives. Told by messages. */
import { startSampleServices } from '../../src/main/sample/start.ts';
import { densest } from './densest.ts';
import { orderSchema, type Arrivals } from './messages.ts';

const { events, from, end, latencyMs } = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const services = await startSampleServices({
  events: { pachca: events, jayguard: 1 },
  from,
  end,
  pachca: { latencyMs },
});
const { address, token, log } = services.pachca;

/** What arrived since the last time this was asked. */
function report(): Arrivals {
  const lines = log.splice(0);
  const times = lines.map(({ at }) => at);
  const { user, system } = process.cpuUsage();
  return {
    requests: lines.length,
    refused: lines.filter(({ status }) => status === 429).length,
    densest: densest(times),
    seconds: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000,
    cpu: (user + system) / 1e6,
  };
}

process.on('message', () => process.send?.(report()));
process.on('disconnect', () => void services.close());
process.send?.({ address, token });
