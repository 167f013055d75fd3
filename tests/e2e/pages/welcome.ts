import { expect, type Page } from '@playwright/test';
import type { Texts } from './texts.ts';

export class WelcomePage {
  readonly #window: Page;
  readonly #texts: Texts;

  constructor(window: Page, texts: Texts) {
    this.#window = window;
    this.#texts = texts;
  }

  get heading() {
    return this.#window.getByRole('heading', { name: this.#texts.welcome.title });
  }

  /** Starts both sample services with 5,000 events each; the collect screen follows. */
  async startSamples(): Promise<void> {
    await this.#window.getByRole('button', { name: this.#texts.welcome.sample.start }).click();
  }

  /** Makes a session; where to is what the file dialog has been told to answer. */
  async createSession(name: string): Promise<void> {
    const words = this.#texts.welcome.new;
    await this.#window.getByRole('button', { name: words.action }).click();
    const dialog = this.#window.getByRole('dialog', { name: words.title });
    await dialog.getByLabel(words.name, { exact: true }).fill(name);
    await dialog.getByRole('button', { name: words.create }).click();
    await expect(dialog).toBeHidden();
  }

  /** Opens a session from the list of recent ones. */
  async openRecent(name: string): Promise<void> {
    await this.#window.getByRole('listitem').getByRole('button', { name }).first().click();
  }

  /** Answers the question for the passphrase of a session. */
  async enterPassphrase(passphrase: string): Promise<void> {
    const words = this.#texts.welcome.passphrase;
    const dialog = this.#window.getByRole('dialog');
    await dialog.getByLabel(words.label, { exact: true }).fill(passphrase);
    await dialog.getByRole('button', { name: words.open }).click();
  }
}
