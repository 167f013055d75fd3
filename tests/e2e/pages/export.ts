import { expect, type Page } from '@playwright/test';
import type { Texts } from './texts.ts';

export class ExportDialog {
  readonly #window: Page;
  readonly #texts: Texts;

  constructor(window: Page, texts: Texts) {
    this.#window = window;
    this.#texts = texts;
  }

  get dialog() {
    return this.#window.getByRole('dialog', { name: this.#texts.export.title });
  }

  /** Exports what is shown; where to is what the file dialog has been told to answer. */
  async export(format: 'CSV' | 'NDJSON'): Promise<void> {
    await this.dialog.getByRole('radio', { name: format, exact: false }).check({ force: true });
    await this.dialog.getByRole('button', { name: this.#texts.export.start }).click();
    const done = this.dialog.getByRole('status').filter({ hasText: this.#texts.export.done });
    await expect(done).toBeVisible({ timeout: 60_000 });
  }

  async close(): Promise<void> {
    const foot = this.dialog.getByRole('button', { name: this.#texts.common.close });
    await foot.last().click();
    await expect(this.dialog).toBeHidden();
  }
}
