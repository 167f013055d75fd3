import type { Page } from '@playwright/test';
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
}
