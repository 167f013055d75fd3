import { expect, type Page } from '@playwright/test';
import type { Texts } from './texts.ts';

/** Masked data: shown with a reason, recorded, locked away. */
export class PrivacyPage {
  readonly #window: Page;
  readonly #texts: Texts;

  constructor(window: Page, texts: Texts) {
    this.#window = window;
    this.#texts = texts;
  }

  get dialog() {
    return this.#window.getByRole('dialog', { name: this.#texts.privacy.reveal.title });
  }

  get record() {
    return this.#window.getByRole('dialog', { name: this.#texts.privacy.record.title });
  }

  /** An entry of the menu beside "More". */
  async choose(entry: string): Promise<void> {
    const states = Object.values(this.#texts.privacy.state);
    await named(this.#window, states).click();
    await this.#window.getByRole('menuitem', { name: entry }).click();
  }

  /** Gives the reason that the dialog in front asks for. */
  async giveReason(reason: string): Promise<void> {
    const { reveal } = this.#texts.privacy;
    await this.dialog.getByRole('textbox', { name: reveal.reason }).fill(reason);
    await this.dialog.getByRole('button', { name: reveal.submit, exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }

  /** Shows all personal data until the window is locked. */
  async revealAll(reason: string): Promise<void> {
    await this.choose(this.#texts.privacy.reveal.all);
    await this.giveReason(reason);
  }

  async lock(): Promise<void> {
    await this.choose(this.#texts.privacy.lock.now);
    await this.seeLocked();
  }

  /** Nothing but the lock: until it has come, there may still be other headings. */
  async seeLocked(): Promise<void> {
    const { title } = this.#texts.privacy.lock;
    await expect(this.#window.getByRole('heading', { name: title, exact: true })).toBeVisible();
    await expect(this.#window.getByRole('heading')).toHaveCount(1);
  }

  async unlock(passphrase: string): Promise<void> {
    const { lock } = this.#texts.privacy;
    await this.#window.getByLabel(lock.passphrase).fill(passphrase);
    await this.#window.getByRole('button', { name: lock.unlock }).click();
  }
}

function named(window: Page, names: readonly string[]) {
  const quoted = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return window.getByRole('button', { name: new RegExp(`^(?:${quoted.join('|')})$`) });
}
