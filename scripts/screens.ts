import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBuild, RESULTS, runWindowTests } from './check/steps.ts';
import { shrink } from './screens/png.ts';
import { ensureElectron } from './setup/electron.ts';
import { ROOT, runMain } from './setup/machine.ts';
import { ensureSystemPackages } from './setup/system-packages.ts';

const TAKEN = `${RESULTS}/screens`;
const SPECS = join(ROOT, 'tests/e2e/specs');
const KEPT = join(ROOT, 'docs/screens');
const LOOKS = ['ru-light', 'ru-dark', 'en-light', 'en-dark'] as const;

/** `npm run screens`: has the tests take a picture of every screen and keeps them in docs/screens. */
await runMain(async () => {
  await ensureSystemPackages('virtual');
  const runtime = await ensureElectron();
  const built = await checkBuild();
  if (built.failures.length > 0) return 1;
  const taken = join(ROOT, TAKEN);
  await rm(taken, { recursive: true, force: true });
  const status = await runWindowTests(runtime, await visiting(), { VESTIGO_PICTURES: TAKEN });
  if (status !== 0) return status;
  const files = (await readdir(taken)).toSorted();
  await rm(KEPT, { recursive: true, force: true });
  await mkdir(KEPT, { recursive: true });
  for (const file of files) {
    await writeFile(join(KEPT, file), shrink(await readFile(join(taken, file))));
  }
  await writeFile(join(KEPT, 'README.md'), indexOf(files));
  console.log(`${files.length} pictures in docs/screens`);
  return 0;
});

/** The specs that go from screen to screen, or show some of their own on their way. */
async function visiting(): Promise<string[]> {
  const specs = (await readdir(SPECS)).filter((file) => file.endsWith('.spec.ts'));
  const texts = await Promise.all(specs.map((file) => readFile(join(SPECS, file), 'utf8')));
  return specs.filter((_, at) => texts[at]?.includes('screens/looks.ts'));
}

/** A page that shows every screen in its four looks, two by two. */
function indexOf(files: readonly string[]): string {
  const suffix = `-${LOOKS[0]}.png`;
  const names = files.filter((file) => file.endsWith(suffix));
  const picture = (name: string, look: string) =>
    `[![${name}, ${look}](${name}-${look}.png)](${name}-${look}.png)`;
  const sections = names.map((file) => {
    const name = file.slice(0, -suffix.length);
    const [a, b, c, d] = LOOKS.map((look) => picture(name, look));
    return `## ${name}\n\n| | |\n| --- | --- |\n| ${a} | ${b} |\n| ${c} | ${d} |\n`;
  });
  return [
    '# Every screen\n',
    'Taken by `npm run screens` in the real window, 1280 × 800, with data of the sample services.',
    'The names are those given to `visit` in `tests/e2e/specs`, where axe looks at each.',
    'Where a bar says so on top, they were taken in a runtime for development, not in the product’s.\n',
    ...sections,
  ].join('\n');
}
