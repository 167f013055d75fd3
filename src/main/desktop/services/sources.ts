import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ChannelInput, Source } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import { sourceKindSchema, type SourceKind } from '../../../shared/event.ts';
import type { Connector } from '../../connectors/connector.ts';
import type { KeychainState } from '../../secrets/keychain.ts';
import type { Tokens } from '../../secrets/tokens.ts';
import type { RecordFile } from '../record-file.ts';

/** What is written down about a source. Its token lies in the keychain, under its address. */
const savedSourceSchema = z.object({
  id: z.string(),
  kind: sourceKindSchema,
  name: z.string(),
  address: z.string(),
  addedAt: z.string(),
  /** A token was put into the keychain. */
  kept: z.boolean(),
  /** As in `Source`; files of before do not have it. */
  owner: z.string().nullable().default(null),
});
type SavedSource = z.infer<typeof savedSourceSchema>;

export const sourcesSchema = z.object({ sources: z.array(savedSourceSchema) });

export interface SourcesOptions {
  file: RecordFile<z.infer<typeof sourcesSchema>>;
  connectors: Readonly<Record<SourceKind, Connector>>;
  /** Tokens in the keychain, and those of this run. */
  keptTokens: Tokens;
  runTokens: Tokens;
  keychainState: () => KeychainState;
}

/** A source ready to be spoken to. */
export interface Reachable {
  id: string;
  address: string;
  connector: Connector;
  token: string;
}

export type Sources = ReturnType<typeof keepSources>;

/** The configured accounts. Their tokens come in here and leave to a connector's requests alone. */
export function keepSources(options: SourcesOptions) {
  const { file, connectors, keptTokens, runTokens, keychainState } = options;
  /** Sources of the sample services, gone with this run. */
  const samples: SavedSource[] = [];

  const all = () => [...file.get().sources, ...samples];

  function find(id: string): SavedSource {
    const source = all().find((one) => one.id === id);
    if (!source) throw new Failed('source.unknown');
    return source;
  }

  function write(source: SavedSource): void {
    const { sources } = file.get();
    const isNew = !sources.some((one) => one.id === source.id);
    file.set({
      sources: isNew
        ? [...sources, source]
        : sources.map((one) => (one.id === source.id ? source : one)),
    });
  }

  /** Two sources may share an address: whose token is whose tells which one a collection is of. */
  function noteOwner(id: string, owner: string): void {
    const source = all().find((one) => one.id === id);
    if (!source || source.owner === owner) return;
    if (samples.includes(source)) source.owner = owner;
    else write({ ...source, owner });
  }

  /** Whenever somebody asks whose the token of a source is, the source remembers. */
  function noting(id: string, connector: Connector): Connector {
    if (!connector.owner) return connector;
    return {
      ...connector,
      async owner(http, signal) {
        const owner = (await connector.owner?.(http, signal)) ?? null;
        if (owner) noteOwner(id, owner.id);
        return owner;
      },
    };
  }

  async function tokenState(source: SavedSource): Promise<Source['token']> {
    if ((await runTokens.get(source)) !== null) return 'run';
    if (!source.kept) return 'missing';
    const state = keychainState();
    if (state !== 'available') return state;
    try {
      return (await keptTokens.get(source)) === null ? 'missing' : 'stored';
    } catch {
      return keychainState() === 'locked' ? 'locked' : 'absent';
    }
  }

  async function describe(source: SavedSource): Promise<Source> {
    const { kept: _, ...known } = source;
    return { ...known, token: await tokenState(source), sample: samples.includes(source) };
  }

  /** An absent keychain holds nothing any more; a locked one still does, and that must be said. */
  async function forget(source: SavedSource): Promise<void> {
    await runTokens.delete(source);
    if (!source.kept) return;
    await keptTokens.delete(source).catch((error: unknown) => {
      if (!(error instanceof Failed && error.failure.kind === 'keychain.absent')) throw error;
    });
  }

  return {
    async list(): Promise<Source[]> {
      const listed: Source[] = [];
      // One after another: a locked keychain asks to be opened once, not once for each.
      for (const source of all()) listed.push(await describe(source));
      return listed;
    },

    /** The token is stored before the rest, so that a keychain that refuses leaves all as it was. */
    async save(input: ChannelInput<'sources.save'>): Promise<Source> {
      const { id, kind, name, token, keep } = input;
      const before = id === undefined ? null : find(id);
      if (before && samples.includes(before)) throw new Failed('source.unknown');
      const address = connectors[kind].normalizeAddress(input.address);
      const moved = before !== null && (before.kind !== kind || before.address !== address);
      const source: SavedSource = {
        id: before?.id ?? randomUUID(),
        kind,
        name,
        address,
        addedAt: before?.addedAt ?? new Date().toISOString(),
        kept: before !== null && !moved && before.kept,
        owner: before === null || moved || token !== undefined ? null : before.owner,
      };
      if (token !== undefined && keep === 'keychain') {
        await keptTokens.set(source, token);
        await runTokens.delete(source);
        source.kept = true;
      } else if (token !== undefined) {
        await runTokens.set(source, token);
        if (source.kept) {
          // The one in the keychain is out of date; where it cannot be reached it is overruled.
          await keptTokens.delete(source).then(
            () => (source.kept = false),
            () => undefined,
          );
        }
      }
      if (moved) await forget(before);
      write(source);
      return describe(source);
    },

    async remove(id: string): Promise<void> {
      const source = find(id);
      await forget(source);
      const at = samples.indexOf(source);
      if (at >= 0) samples.splice(at, 1);
      else file.set({ sources: file.get().sources.filter((one) => one.id !== id) });
    },

    async addSample(kind: SourceKind, name: string, at: string, token: string): Promise<Source> {
      const address = connectors[kind].normalizeAddress(at);
      const addedAt = new Date().toISOString();
      const source = { id: randomUUID(), kind, name, address, addedAt, kept: false, owner: null };
      await runTokens.set(source, token);
      samples.push(source);
      return describe(source);
    },

    /** Returns their ids: nothing more can come from them. */
    async dropSamples(): Promise<string[]> {
      const dropped = samples.splice(0);
      for (const source of dropped) await runTokens.delete(source);
      return dropped.map(({ id }) => id);
    },

    /** Throws `source.unknown`, `source.no-token` and what the keychain throws. */
    async reach(id: string): Promise<Reachable> {
      const source = find(id);
      const { address, kind } = source;
      const ofRun = await runTokens.get(source);
      const token = ofRun ?? (source.kept ? await keptTokens.get(source) : null);
      if (token === null) throw new Failed('source.no-token');
      return { id, address, connector: noting(id, connectors[kind]), token };
    },
  };
}
