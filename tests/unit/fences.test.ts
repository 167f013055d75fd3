import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Each file breaks one rule; the linter has to name it. `null`: an arrow that is allowed. */
const CASES: readonly (readonly [name: string, file: string, code: string, rule: string | null])[] =
  [
    ['shared uses zod', 'src/shared/a1.ts', `export { z } from 'zod';`, null],
    ['shared uses another package', 'src/shared/a2.ts', `import 'ky';`, 'fences'],
    ['shared uses Node', 'src/shared/a3.ts', `import 'node:fs';`, 'fences'],
    ['shared uses main', 'src/shared/a4.ts', `import '../main/store/x.ts';`, 'fences'],
    ['the window uses shared', 'src/renderer/b1.ts', `import '../shared/x.ts';`, null],
    ['the window uses main', 'src/renderer/b2.ts', `import '../main/x.ts';`, 'fences'],
    [
      'the window takes a type of main',
      'src/renderer/b3.ts',
      `export type { A } from '../main/store/x.ts';`,
      'fences',
    ],
    ['the window uses electron', 'src/renderer/b4.ts', `import 'electron';`, 'fences'],
    ['the window uses Node', 'src/renderer/b5.tsx', `import 'node:path';`, 'fences'],
    ['the preload uses electron', 'src/preload/c1.ts', `import 'electron';`, null],
    ['the preload uses a package', 'src/preload/c2.ts', `import 'zod';`, 'fences'],
    ['a connector uses the kit', 'src/main/connectors/pachca/d1.ts', `import '../kit/x.ts';`, null],
    [
      'a connector uses another',
      'src/main/connectors/pachca/d2.ts',
      `import '../jayguard/x.ts';`,
      'fences',
    ],
    [
      'a connector uses the store',
      'src/main/connectors/pachca/d3.ts',
      `export const x = import('../../store/x.ts');`,
      'fences',
    ],
    [
      'the collection takes a type of the store',
      'src/main/collection/e1.ts',
      `export type { A } from '../store/x.ts';`,
      null,
    ],
    [
      'the collection uses the store itself',
      'src/main/collection/e2.ts',
      `export { a } from '../store/x.ts';`,
      'fences',
    ],
    [
      'the store uses a connector',
      'src/main/store/f1.ts',
      `import '../connectors/x.ts';`,
      'fences',
    ],
    ['an exporter uses the store', 'src/main/exporters/f2.ts', `import '../store/x.ts';`, 'fences'],
    [
      'a bundle uses the collection',
      'src/main/bundle/f3.ts',
      `import '../collection/x.ts';`,
      'fences',
    ],
    ['the store uses electron', 'src/main/store/f4.ts', `import 'electron';`, 'fences'],
    ['the keychain outside of secrets', 'src/main/desktop/g1.ts', `import 'keytar';`, 'fences'],
    [
      'raw IPC in the window room of main',
      'src/main/desktop/g2.ts',
      `export { ipcMain } from 'electron';`,
      null,
    ],
    [
      'raw IPC in the composition root',
      'src/main/index.ts',
      `import { ipcMain } from 'electron';\nexport const x = ipcMain;`,
      'fences',
    ],
    ['a file in no room', 'src/elsewhere/h1.ts', `import 'zod';`, 'fences'],
    ['any', 'src/shared/i1.ts', `export const x = (y: any): unknown => y;`, 'no-explicit-any'],
    ['a default export', 'src/shared/i2.ts', `export default 1;`, 'no-default-export'],
    [
      'a promise nobody waits for',
      'src/main/store/i3.ts',
      `export function x(y: () => Promise<void>): void {\n  y();\n}`,
      'no-floating-promises',
    ],
    ['talk to the console', 'src/main/store/i4.ts', `console.log('x');`, 'no-console'],
    [
      'the command line talks',
      'src/main/cli/i5.ts',
      `export const x = () => console.log('x');`,
      null,
    ],
  ];

describe('the linter', () => {
  let project: string;
  let found: Map<string, string[]>;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'vestigo-fences-'));
    for (const [, file, code] of CASES) {
      await mkdir(dirname(join(project, file)), { recursive: true });
      await writeFile(join(project, file), `${code}\n`);
    }
    for (const name of ['.oxlintrc.json', 'tsconfig.json', 'tsconfig.base.json', 'scripts']) {
      await cp(join(ROOT, name), join(project, name), { recursive: true });
    }
    await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
    found = await lint(project);
  });

  afterAll(() => rm(project, { recursive: true, force: true }));

  it.each(CASES)('%s', (_name, file, _code, rule) => {
    const rules = found.get(file) ?? [];
    if (rule === null) expect(rules).toEqual([]);
    else expect(rules).toContainEqual(expect.stringContaining(`(${rule})`));
  });
});

/** Runs oxlint as `npm run lint` does; the rules broken, by file. */
async function lint(project: string): Promise<Map<string, string[]>> {
  const tool = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [tool, '--format=json', 'src'],
      { cwd: project },
      // It ends with 1, having found what it should find.
      (_error, stdout) => resolve(stdout),
    );
  });
  const { diagnostics } = JSON.parse(output) as {
    diagnostics: { filename: string; code: string }[];
  };
  const found = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) {
    found.set(filename, [...(found.get(filename) ?? []), code]);
  }
  return found;
}
