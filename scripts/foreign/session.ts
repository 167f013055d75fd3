import { join } from 'node:path';
import { startSampleServices } from '../../src/main/sample/start.ts';
import { openSession } from '../../src/main/store/open-session.ts';
import { capture } from '../setup/command.ts';

const passphrase = 'a phrase for samples';

/** Both services' events with details and names, and these notes on the first of them. */
export async function makeSession(
  folder: string,
  events: number,
  notes: readonly string[],
): Promise<string> {
  const session = join(folder, 'sample.vestigo');
  const services = await startSampleServices({ events });
  const { from, to } = services.period;
  for (const kind of ['pachca', 'jayguard'] as const) {
    const { address, token } = services[kind];
    const asked = ['--source', kind, '--base-url', address, '--from', from, '--to', to];
    const more = kind === 'pachca' ? '--with-names' : '--with-details';
    await cli(['collect', '--session', session, ...asked, more], { VESTIGO_TOKEN: token });
  }
  await services.close();
  const store = await openSession({ path: session, key: { passphrase }, version: 'foreign' });
  for (const [row, note] of notes.entries()) await store.setMarks([row], { tags: ['a;b'], note });
  await store.close();
  return session;
}

/** The command line in a process of its own; gives back what it printed. */
export async function cli(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  return capture(process.execPath, ['src/main/cli.ts', ...args], {
    env: { ...process.env, VESTIGO_PASSPHRASE: passphrase, ...env },
  });
}
