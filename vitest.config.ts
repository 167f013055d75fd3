import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Contract tests wait for services and processes: begun last, they would leave cores without work. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = ({ moduleId }: TestSpecification) => moduleId.includes('/tests/contract/');
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
  }
}

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
    sequence: { sequencer: WaitingFirst },
  },
});
