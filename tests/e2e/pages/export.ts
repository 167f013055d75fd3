import { expect, type Page } from '@playwright/test';
import { choose } from './choose.ts';
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
  async export(format: 'CSV' | 'NDJSON', columns: 'shown' | 'all' = 'shown'): Promise<void> {
    const all = this.dialog.getByRole('radio', {
      name: this.#texts.export.columns.all,
      exact: true,
    });
    await choose(this.dialog.getByRole('radio', { name: new RegExp(`^${format}`) }));
    if (columns === 'all') await choose(all);
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
