/**
 * Brings a bundle into a session and kills itself before a step of that (`finish` or a group's name),
 * or `afterwards`: what the test of kills starts.
 */
import { bundleAt } from '../../../src/main/bundle/bundle-file.ts';
import { unsealBundle } from '../../../src/main/bundle/unseal.ts';
import { verifyBundle } from '../../../src/main/bundle/verify.ts';
import { openSession } from '../../../src/main/store/open-session.ts';
import type { Incoming } from '../../../src/main/store/transfer/incoming.ts';
import { key } from '../store/events.ts';

const [path = '', bundle = '', step = ''] = process.argv.slice(2);
const keys = { identities: [], passphrases: [] };
const { signal } = new AbortController();
const store = await openSession({ path, key, version: '0.1.0' });

function deadly(incoming: Incoming): Incoming {
  return new Proxy(incoming, {
    get(target, name) {
      if (name === step) process.kill(process.pid, 'SIGKILL');
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const file = await bundleAt(bundle);
const intact = await verifyBundle(file, keys, { signal });
const into = { ...store, incoming: () => deadly(store.incoming()) };
await unsealBundle(into, { file, intact }, { signal });
process.kill(process.pid, 'SIGKILL');
