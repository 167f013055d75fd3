import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from './check/reports.ts';
import { checkBuild, checkCode, checkUnits, checkWindow, RESULTS } from './check/steps.ts';
import { Interrupted } from './setup/command.ts';
import { ensureElectron } from './setup/electron.ts';
import { ROOT, runMain, SetupError } from './setup/machine.ts';
import { ensureSystemPackages } from './setup/system-packages.ts';

/** `npm test`: everything is run whatever failed before it; the last line is the count. */
await runMain(async () => {
  await rm(join(ROOT, RESULTS), { recursive: true, force: true });
  // Waits for the network while the code is looked at; what goes wrong is told where it is needed.
  const runtime = ensureSystemPackages('virtual').then(ensureElectron);
  const installed = runtime.catch(() => undefined);
  const outcomes = [
    ...(await checkCode()),
    await checkBuild(),
    await attempt('unit tests', async () => {
      await installed;
      return checkUnits();
    }),
    await attempt('window tests', async () => checkWindow(await runtime)),
  ];
  return report(outcomes);
});

/** A machine that lacks something is a failure to be counted, not the end of the count. */
async function attempt(name: string, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    console.error(error instanceof SetupError ? error.message : error);
    return { passed: 0, failures: [`${name} could not be run`] };
  }
}

function report(outcomes: readonly Outcome[]): number {
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  if (failures.length > 0) {
    console.log(`\nFailed:\n${failures.map((one) => `  ${one}`).join('\n')}`);
  }
  console.log(`\n${passed} passed, ${failures.length} failed`);
  return failures.length > 0 ? 1 : 0;
}
