import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e/specs',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each test has a laptop of its own, and waits half of its time: four keep two cores busy.
  workers: 4,
  retries: 0,
  forbidOnly: true,
  // The longest first, or one of them is left alone at the end.
  projects: [
    { name: 'screens', testMatch: 'screens*.spec.ts' },
    { name: 'work', testIgnore: 'screens*.spec.ts' },
  ],
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
});
