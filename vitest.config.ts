import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,contract,migrations}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 30_000,
    allowOnly: false,
  },
});
