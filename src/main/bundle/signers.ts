import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { knownSignerSchema, type KnownSigner } from '../../shared/bundle.ts';
import { writeFailure } from '../exporters/file-failure.ts';

const fileSchema = z.object({ signers: z.array(knownSignerSchema) });

/**
 * Whose bundles the analyst knows, by the fingerprints of their keys: public facts in a plain file.
 * One that cannot be read knows nobody.
 */
export interface Signers {
  list(): Promise<KnownSigner[]>;
  find(fingerprint: string): Promise<KnownSigner | null>;
  /** Adds a signer, or replaces what was known of the same key. Throws `file.*`. */
  confirm(signer: Omit<KnownSigner, 'confirmedAt'>): Promise<void>;
  forget(fingerprint: string): Promise<void>;
}

export function signersIn(path: string): Signers {
  async function list(): Promise<KnownSigner[]> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).signers;
    } catch {
      return [];
    }
  }
  async function save(signers: KnownSigner[]): Promise<void> {
    const draft = `${path}.new`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(draft, `${JSON.stringify({ signers }, null, 2)}\n`);
      await rename(draft, path);
    } catch (error) {
      throw writeFailure(error);
    }
  }
  return {
    list,
    async find(fingerprint) {
      return (await list()).find((signer) => signer.fingerprint === fingerprint) ?? null;
    },
    async confirm(signer) {
      const others = (await list()).filter(({ fingerprint }) => fingerprint !== signer.fingerprint);
      await save([...others, { ...signer, confirmedAt: new Date().toISOString() }]);
    },
    async forget(fingerprint) {
      await save((await list()).filter((signer) => signer.fingerprint !== fingerprint));
    },
  };
}
