/**
 * A passphrase is worked through for half a second on purpose, for every command that opens its
 * session. A process that runs hundreds of them does it once for each file; what comes out is the same.
 */
import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

type Derivation = [secret: BinaryLike, salt: BinaryLike, length: number, cost: ScryptOptions];
type Told = (error: Error | null, key: Buffer) => void;

const derive: (...asked: Derivation) => Promise<Buffer> = promisify(crypto.scrypt);
const known = new Map<string, Promise<Buffer>>();

function remembered(...[secret, salt, length, cost, told]: [...Derivation, Told]): void {
  const from = [secret, salt].map((part) => crypto.hash('sha256', part));
  const asked = JSON.stringify([from, length, cost]);
  const derived = known.get(asked) ?? derive(secret, salt, length, cost);
  known.set(asked, derived);
  // Who asked wipes what it is given.
  derived.then(
    (key) => told(null, Buffer.from(key)),
    (error: Error) => told(error, Buffer.of()),
  );
}

Object.assign(crypto, { scrypt: remembered });
syncBuiltinESMExports();
