import { expect, type Page } from '@playwright/test';
import { choose } from './choose.ts';
import type { Texts } from './texts.ts';

type Format = 'CSV' | 'NDJSON' | 'Excel' | 'Parquet' | 'CEF';

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

  /**
   * Exports what is shown, unmasked for the sake of the test unless told otherwise; where to is what
   * the file dialog has been told to answer.
   */
  async export(
    format: Format,
    columns: 'shown' | 'all' = 'shown',
    mask: 'unmasked' | 'masked' = 'unmasked',
  ): Promise<void> {
    await choose(this.#radio(format));
    if (columns === 'all') await choose(this.#radio(this.#texts.export.columns.all));
    await this.#write(mask);
  }

  /** Shows what can be said of a report. */
  async pick(format: 'html' | 'pdf'): Promise<void> {
    await choose(this.#radio(this.#texts.export.formats[format].name));
  }

  /** Exports a report, unmasked. */
  async exportReport(
    format: 'html' | 'pdf',
    { question, author }: { question: string; author: string },
  ): Promise<void> {
    const { report } = this.#texts.export;
    await this.pick(format);
    await this.dialog.getByRole('textbox', { name: report.question }).fill(question);
    await this.dialog.getByRole('textbox', { name: report.author }).fill(author);
    await this.#write('unmasked');
  }

  async #write(mask: 'unmasked' | 'masked'): Promise<void> {
    const { privacy } = this.#texts;
    await choose(this.#radio(privacy.choice[mask]));
    if (mask === 'unmasked') {
      await this.dialog.getByRole('textbox', { name: privacy.reveal.reason }).fill('test');
    }
    await this.dialog.getByRole('button', { name: this.#texts.export.start }).click();
    const done = this.dialog.getByRole('status').filter({ hasText: this.#texts.export.done });
    await expect(done).toBeVisible({ timeout: 60_000 });
  }

  async close(): Promise<void> {
    const foot = this.dialog.getByRole('button', { name: this.#texts.common.close });
    await foot.last().click();
    await expect(this.dialog).toBeHidden();
  }

  #radio(name: string) {
    return this.dialog.getByRole('radio', { name, exact: true });
  }
}
