import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { create, everything, open, readEvent, sessionPath } from '../../support/store/session.ts';

const program = fileURLToPath(new URL('../../support/store/writing-process.ts', import.meta.url));
const kills = 12;

/** Lets a process write and kills it some time after its first commit. Returns the pages it told of. */
function writeAndKill(path: string, mode: string, after: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, path, mode], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    let complaint = '';
    child.stdout.on('data', (data: Buffer) => {
      if (told === '') setTimeout(() => child.kill('SIGKILL'), after);
      told += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
    child.on('exit', (_code, signal) => {
      const lines = told.split('\n').slice(0, -1);
      if (signal === 'SIGKILL') resolve(Number(lines.at(-1)));
      else reject(new Error(complaint));
    });
  });
}

const survives = `a session survives ${kills} kills while it is %s`;
test.each(['writing', 'merging'])(survives, { timeout: 180_000 }, async (mode) => {
  const path = sessionPath();
  await (await create(path)).close();
  for (let kill = 0; kill < kills; kill++) {
    const told = await writeAndKill(path, mode, Math.random() * 150);
    const store = await open(path);
    const [window] = (await store.info()).collections[0]?.windows ?? [];
    const pages = window?.counts.pages ?? 0;
    // What was reported is there; one more page may have been committed before it could be told.
    expect([told, told + 1]).toContain(pages);
    expect(window).toMatchObject({ status: 'pending', position: String(pages) });
    expect(await store.count(everything)).toBe(pages * 50);
    const last = pages * 50 - 1;
    expect((await store.event(last)).raw).toBe(readEvent(last).raw);
    await store.verify(new AbortController().signal);
    await store.close();
  }
});
