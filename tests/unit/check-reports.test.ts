import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outcomeOf, readPlaywright, readVitest } from '../../scripts/check/reports.ts';

const file = (name: string, status: string, tests: Record<string, string>, message = '') => ({
  name,
  status,
  message,
  assertionResults: Object.entries(tests).map(([fullName, ending]) => ({
    fullName,
    status: ending,
  })),
});

describe('what the count is made of', () => {
  it('counts passed, failed and skipped tests of vitest; skipped is failed', () => {
    const report = {
      testResults: [file('a.ts', 'failed', { one: 'passed', two: 'failed', three: 'skipped' })],
    };
    expect(readVitest(report)).toEqual({
      passed: 1,
      failures: ['a.ts › two (failed)', 'a.ts › three (skipped)'],
    });
  });

  it('counts a file of tests that cannot be loaded', () => {
    const report = {
      testResults: [file('a.ts', 'passed', { one: 'passed' }), file('b.ts', 'failed', {}, 'no!')],
    };
    expect(readVitest(report)).toEqual({ passed: 1, failures: ['b.ts (no!)'] });
  });

  it('counts tests of Playwright in suites in suites, and what failed outside of them', () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
    const report = {
      errors: [{ message: 'a worker died\nsomewhere' }],
      suites: [
        {
          title: 'a.spec.ts',
          specs: [spec('one', 'expected')],
          suites: [{ title: 'inner', specs: [spec('two', 'flaky'), spec('three', 'skipped')] }],
        },
      ],
    };
    expect(readPlaywright(report)).toEqual({
      passed: 1,
      failures: [
        'a.spec.ts › inner › two (flaky)',
        'a.spec.ts › inner › three (skipped)',
        'outside of a test (a worker died)',
      ],
    });
  });
});

describe('a runner', () => {
  let folder: string;
  const written = async (report: unknown) => {
    const path = join(folder, 'report.json');
    await writeFile(path, JSON.stringify(report));
    return path;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vestigo-reports-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('that leaves no report has failed', async () => {
    const outcome = await outcomeOf('vitest', 0, join(folder, 'none.json'), readVitest);
    expect(outcome.failures).toEqual([expect.stringMatching(/^vitest: no readable report/)]);
  });

  it('that ran nothing has failed', async () => {
    const path = await written({ testResults: [] });
    const outcome = await outcomeOf('vitest', 0, path, readVitest);
    expect(outcome.failures).toEqual(['vitest ran no tests']);
  });

  it('that ends badly though every test passed has failed', async () => {
    const path = await written({ testResults: [file('a.ts', 'passed', { one: 'passed' })] });
    const outcome = await outcomeOf('vitest', 1, path, readVitest);
    expect(outcome).toEqual({ passed: 1, failures: ['vitest ended with 1'] });
  });
});
