import type { SourceKind } from '../../shared/event.ts';

/** Under this service name everything of the program lies in the keychain. */
export const SERVICE = 'Vestigo';

/** Written and removed at once to learn whether the keychain can be written to. */
export const PROBE = 'probe';

/** Tokens for one address: the address is part of the name, so a token is not found for another. */
export function tokensAt(kind: SourceKind, address: string): string {
  return `token:${kind}:${address}`;
}

/** `fileId` is the session file's own id, not its name: a moved or renamed file finds its key. */
export function sessionKeyOf(fileId: string): string {
  return `session:${fileId}`;
}
