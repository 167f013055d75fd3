import { utilityProcess } from 'electron';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import type { SampleServices } from './services/sample.ts';

const serviceSchema = z.object({ address: z.string(), token: z.string() });
const reportSchema = z.object({
  pachca: serviceSchema,
  jayguard: serviceSchema,
  period: z.object({ from: z.string(), to: z.string() }),
});

/**
 * Starts the sample services in a process beside the window's, which they would slow down. What
 * they print first, as JSON, is where they are.
 */
export function launchSample(entry: string, events: number): Promise<SampleServices> {
  const child = utilityProcess.fork(entry, ['--events', String(events)], {
    serviceName: 'Vestigo sample services',
    stdio: ['ignore', 'pipe', 'ignore'],
    // Sockets need it on Windows; nothing else of this program's environment is handed on.
    env: process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {},
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Failed('internal', { type: 'SampleServicesEnded' })));
    child.stdout?.on('data', (piece: Buffer) => {
      text += piece.toString('utf8');
      const report = reportSchema.safeParse(parse(text));
      if (report.success) resolve({ ...report.data, stop: () => void child.kill() });
    });
  });
}

/** Undefined until all of it has come. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
