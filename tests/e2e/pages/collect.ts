import { expect, type Page } from '@playwright/test';
import type { Texts } from './texts.ts';

export class CollectPage {
  readonly #window: Page;
  readonly #texts: Texts;

  constructor(window: Page, texts: Texts) {
    this.#window = window;
    this.#texts = texts;
  }

  /** One press for all that both sample services have, details and names included. */
  async collectSamples(): Promise<void> {
    await this.#window.getByRole('button', { name: this.#texts.collect.sample.collect }).click();
  }

  /** How collections ended, a card each. */
  get ended() {
    return this.#window.getByRole('status').filter({ hasText: this.#texts.collect.ended.complete });
  }

  /** Waits until so many collections have ended completely. */
  async waitForComplete(count: number): Promise<void> {
    await expect(this.ended).toHaveCount(count, { timeout: 90_000 });
  }

  async toReview(): Promise<void> {
    const banner = this.#window.getByRole('banner');
    await banner.getByRole('button', { name: this.#texts.common.backToReview }).click();
  }
}
