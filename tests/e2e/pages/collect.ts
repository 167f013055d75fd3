import { expect, type Page } from '@playwright/test';
import { choose } from './choose.ts';
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

  /** Asks one source for the last 90 days. */
  async collectLastMonths(sourceName: string): Promise<void> {
    const { period, new: form } = this.#texts.collect;
    await this.chooseSources(sourceName);
    await choose(this.#window.getByRole('radio', { name: period.quarter }));
    await this.#window.getByRole('button', { name: form.start, exact: true }).click();
  }

  /** These sources and no others. */
  async chooseSources(...names: string[]): Promise<void> {
    const group = this.#window.getByRole('group', { name: this.#texts.collect.sources });
    for (const box of await group.getByRole('checkbox').all()) {
      if (await box.isDisabled()) continue;
      const label = await box.locator('xpath=ancestor::label').innerText();
      const wanted = names.some((name) => label.trim().startsWith(name));
      if ((await box.isChecked()) !== wanted) await box.press('Space');
    }
  }

  /** What runs now, a card each. */
  progress(sourceName: string) {
    const label = this.#texts.collect.progressOf.replace('{{name}}', sourceName);
    return this.#window.getByRole('progressbar', { name: label });
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
