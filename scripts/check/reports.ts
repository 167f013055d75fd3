import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What a step of the check came to: how many passed, and each failure by name. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly string[];
}

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Counts from vitest's JSON report; a file that cannot be loaded is a failure of its own. */
export function readVitest(report: unknown): Outcome {
  const results: Result[] = VitestReport.parse(report).testResults.flatMap((file) => {
    const tests = file.assertionResults.map((test) => ({
      name: `${file.name} › ${test.fullName}`,
      passed: test.status === 'passed',
      ending: test.status,
    }));
    const broken = file.status === 'failed' && tests.every((test) => test.passed);
    return broken
      ? [...tests, { name: file.name, passed: false, ending: file.message ?? 'not loaded' }]
      : tests;
  });
  return count(results);
}

interface Suite {
  readonly title: string;
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
}

const Suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z.array(
      z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) }),
    ),
    suites: z.array(Suite).optional(),
  }),
);
const PlaywrightReport = z.object({
  suites: z.array(Suite),
  errors: z.array(z.object({ message: z.string().optional() })),
});

/** Counts from Playwright's JSON report; what failed outside of every test counts once each. */
export function readPlaywright(report: unknown): Outcome {
  const { suites, errors } = PlaywrightReport.parse(report);
  const outside = errors.map(({ message = 'unknown' }) => ({
    name: 'outside of a test',
    passed: false,
    ending: message,
  }));
  return count([...suites.flatMap((suite) => testsOf(suite, [])), ...outside]);
}

function testsOf(suite: Suite, path: readonly string[]): Result[] {
  const here = [...path, suite.title];
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map(({ status }) => ({
      name: [...here, spec.title].join(' › '),
      passed: status === 'expected',
      ending: status,
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, here))];
}

interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly ending: string;
}

/** A skipped test is a failure: it says that something works which nobody looked at. */
function count(results: readonly Result[]): Outcome {
  const failed = results.filter((result) => !result.passed);
  return {
    passed: results.length - failed.length,
    failures: failed.map(({ name, ending }) => `${name} (${ending.split('\n', 1)[0]})`),
  };
}

/**
 * The outcome of a test runner: what its report says, and a failure more where the runner itself
 * failed, wrote no report or ran nothing.
 */
export async function outcomeOf(
  runner: string,
  exitStatus: number,
  file: string,
  read: (report: unknown) => Outcome,
): Promise<Outcome> {
  let outcome: Outcome;
  try {
    const report: unknown = JSON.parse(await readFile(file, 'utf8'));
    outcome = read(report);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { passed: 0, failures: [`${runner}: no readable report (${reason})`] };
  }
  if (outcome.failures.length > 0) return outcome;
  if (exitStatus !== 0) return { ...outcome, failures: [`${runner} ended with ${exitStatus}`] };
  if (outcome.passed === 0) return { ...outcome, failures: [`${runner} ran no tests`] };
  return outcome;
}
