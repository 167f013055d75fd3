/** Keeps texts under account names. Throws `Failed`: `keychain.absent`, `keychain.locked`. */
export interface SecretStore {
  /** null: there is no such entry. */
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  /** Also fine when there is no such entry. */
  delete(account: string): Promise<void>;
}
