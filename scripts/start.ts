import { hasScreen } from './desktop/display.ts';
import { runInDesktop } from './desktop/session.ts';
import { buildApp } from './setup/build.ts';
import { show } from './setup/command.ts';
import { ensureElectron, runtimeEnvironment } from './setup/electron.ts';
import { isRoot, ROOT, runMain } from './setup/machine.ts';
import { ensureSystemPackages } from './setup/system-packages.ts';

/** `npm start`: the app in a window; where no window can open, a demonstration of it in a virtual one. */
await runMain(async () => {
  const screen = hasScreen() && !isRoot() ? 'own' : 'virtual';
  await ensureSystemPackages(screen);
  const runtime = await ensureElectron();
  console.log('Building …');
  await buildApp();
  if (screen === 'own') {
    const env = { ...process.env, ...runtimeEnvironment(runtime) };
    return show(runtime.execPath, [ROOT], { env });
  }
  console.log(
    hasScreen()
      ? "Root's windows have no sandbox, so none is opened. As an ordinary user npm start opens the app; here is a demonstration in a virtual display."
      : 'There is no display here: a demonstration in a virtual one.',
  );
  return runInDesktop({ runtime, script: ['scripts/demo.ts'], outputs: ['demo-output'] });
});
