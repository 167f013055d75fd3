import { flush, say, stopWhenNobodyReads } from './cli/output.ts';
import { run } from './cli/run.ts';
import { words } from './cli/words.ts';

stopWhenNobodyReads();

/** The first signal ends the work after its page, the second one at once. */
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(130);
    say(words.stopping);
    stop.abort();
  });
}

const code = await run(process.argv.slice(2), stop.signal);
await flush();
// Idle connections to a service would hold the program open.
process.exit(code);
