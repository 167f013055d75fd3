import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,contract,migrations}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 30_000,
    // Vitest leaves a core alone, which on two is half; much of the time here is waiting for services.
    maxWorkers: 4,
    // No test changes what others see; a worker for each of 150 files would cost a third of the time.
    isolate: false,
    allowOnly: false,
  },
});
