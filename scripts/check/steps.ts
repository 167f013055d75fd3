import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runInDesktop } from '../desktop/session.ts';
import { buildApp } from '../setup/build.ts';
import { capture, CommandFailed, show } from '../setup/command.ts';
import type { ElectronRuntime } from '../setup/electron.ts';
import { ROOT } from '../setup/machine.ts';
import { openScratch } from '../setup/scratch.ts';
import { outcomeOf, readPlaywright, readVitest, type Outcome } from './reports.ts';

/** Where the test runners leave their reports, and the tests what they want looked at. */
export const RESULTS = 'test-results';

/** The longest first: they are run side by side. On several threads they would do some of it twice. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  'lint and import fences': ['oxlint/bin/oxlint', '--threads=1'],
  'types of the tests': ['typescript/bin/tsc', '--checkers', '1', '-p', 'tests'],
  'types of the window': ['typescript/bin/tsc', '--checkers', '1', '-p', 'src/renderer'],
  'types of what runs in Node': ['typescript/bin/tsc', '--checkers', '1', '-p', 'tsconfig.json'],
  format: ['oxfmt/bin/oxfmt', '--check'],
  'unused code': ['knip/bin/knip.js', '--no-progress'],
};

/** Looks at the code without running it; every tool counts as one check. */
export async function checkCode(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = Object.entries(TOOLS);
  // The type-aware part of the linter is told its threads by its language.
  const options = { cwd: ROOT, env: { ...process.env, GOMAXPROCS: '1' } };
  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, [tool = '', ...words]] = next;
      const script = join(ROOT, 'node_modules', tool);
      outcomes.push(
        await asCheck(name, () => capture(process.execPath, [script, ...words], options)),
      );
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return outcomes;
}

/** Bundles the app; one check. */
export function checkBuild(): Promise<Outcome> {
  return asCheck('build', buildApp);
}

/** Runs vitest: unit, contract and migration tests. */
export async function checkUnits(): Promise<Outcome> {
  const report = join(ROOT, RESULTS, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const script = join(ROOT, 'node_modules/vitest/vitest.mjs');
  // Tests start the command line hundreds of times: what Node made of its files is kept between them.
  const compiled = join(ROOT, 'node_modules/.cache/compiled');
  const scratch = await openScratch('unit');
  try {
    const env = { ...process.env, NODE_COMPILE_CACHE: compiled, TMPDIR: scratch.path };
    const status = await show(process.execPath, [script, 'run', ...reporters], { cwd: ROOT, env });
    return outcomeOf('vitest', status, report, readVitest);
  } finally {
    await scratch.remove();
  }
}

/** Runs Playwright against the built app in a desktop session of its own. */
export async function checkWindow(runtime: ElectronRuntime): Promise<Outcome> {
  const status = await runWindowTests(runtime, []);
  return outcomeOf('playwright', status, join(ROOT, RESULTS, 'e2e.json'), readPlaywright);
}

/** @param words further words for `playwright test`, such as a file or `--grep` */
export function runWindowTests(
  runtime: ElectronRuntime,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const script = ['node_modules/@playwright/test/cli.js', 'test', ...words];
  return runInDesktop({ runtime, script, outputs: [RESULTS], env });
}

async function asCheck(name: string, work: () => Promise<unknown>): Promise<Outcome> {
  try {
    await work();
    console.log(`passed  ${name}`);
    return { passed: 1, failures: [] };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.log(`FAILED  ${name}\n${error.output}\n`);
    return { passed: 0, failures: [name] };
  }
}
