import { checkBuild, runWindowTests } from './check/steps.ts';
import { ensureElectron } from './setup/electron.ts';
import { runMain } from './setup/machine.ts';
import { ensureSystemPackages } from './setup/system-packages.ts';

/** `npm run e2e -- WORDS`: the window's tests alone, with any words of `playwright test`. */
await runMain(async () => {
  await ensureSystemPackages('virtual');
  const runtime = await ensureElectron();
  const built = await checkBuild();
  return built.failures.length > 0 ? 1 : runWindowTests(runtime, process.argv.slice(2));
});
