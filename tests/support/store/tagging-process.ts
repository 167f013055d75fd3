/**
 * Tags every event of a session with one word: what the test of kills starts, and kills. Says
 * `tagging` before and `tagged` after, and then waits for its end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession } from '../../../src/main/store/open-session.ts';
import { everything, key } from './events.ts';

const [path = '', tag = ''] = process.argv.slice(2);
const session = await openSession({ path, key, version: '0.1.0' });
process.stdout.write('tagging\n');
await session.tagEvents({ selection: everything }, tag, true);
process.stdout.write('tagged\n');
await sleep(60_000);
