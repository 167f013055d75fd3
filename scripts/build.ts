import { buildApp } from './setup/build.ts';
import { runMain } from './setup/machine.ts';

await runMain(async () => {
  await buildApp();
  return 0;
});
