import { z } from 'zod';
import type { SourceKind } from '../../shared/event.ts';
import { tokensAt } from './accounts.ts';
import type { SecretStore } from './secret-store.ts';

/** Whose token it is: two sources may share an address and still have a token each. */
export interface TokenOwner {
  id: string;
  kind: SourceKind;
  /** The connector's normalised base URL. */
  address: string;
}

/** Source ids and their tokens: one entry holds those of one address, so that a listing, which keychains do badly, is never needed. */
const entrySchema = z.record(z.string(), z.string());

/** Tokens in a keychain, or in memory for this run. Throws what the store throws. */
export interface Tokens {
  get(owner: TokenOwner): Promise<string | null>;
  set(owner: TokenOwner, token: string): Promise<void>;
  delete(owner: TokenOwner): Promise<void>;
}

export function tokensIn(store: SecretStore): Tokens {
  async function change(owner: TokenOwner, alter: (tokens: Map<string, string>) => void) {
    const account = tokensAt(owner.kind, owner.address);
    const tokens = await read(store, account);
    alter(tokens);
    if (tokens.size === 0) await store.delete(account);
    else await store.set(account, JSON.stringify(Object.fromEntries(tokens)));
  }
  return {
    async get(owner) {
      const tokens = await read(store, tokensAt(owner.kind, owner.address));
      return tokens.get(owner.id) ?? null;
    },
    set: (owner, token) => change(owner, (tokens) => tokens.set(owner.id, token)),
    delete: (owner) => change(owner, (tokens) => tokens.delete(owner.id)),
  };
}

/**
 * The token for an address when no source is named, as on the command line: null when there is
 * none or more than one, because guessing would send somebody's token.
 */
export async function tokenFor(
  store: SecretStore,
  kind: SourceKind,
  address: string,
): Promise<string | null> {
  const tokens = [...new Set((await read(store, tokensAt(kind, address))).values())];
  return tokens.length === 1 ? (tokens[0] ?? null) : null;
}

async function read(store: SecretStore, account: string): Promise<Map<string, string>> {
  const text = await store.get(account);
  if (text === null) return new Map();
  return new Map(Object.entries(parse(text) ?? {}));
}

/** An entry somebody else wrote is no entry. */
function parse(text: string): Record<string, string> | null {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
