import { expect, type Page } from '@playwright/test';
import type { Texts } from './texts.ts';

export class ReviewPage {
  readonly #window: Page;
  readonly #texts: Texts;

  constructor(window: Page, texts: Texts) {
    this.#window = window;
    this.#texts = texts;
  }

  get table() {
    return this.#window.getByRole('grid', { name: this.#texts.review.table.label });
  }

  get rows() {
    return this.table.getByRole('row').filter({ has: this.#window.getByRole('gridcell') });
  }

  get event() {
    return this.#window.getByRole('region', { name: this.#texts.review.detail.label });
  }

  /** "12 of 10,000 · 3 ms": how many match, of how many. */
  get count() {
    return this.#window.getByRole('search').locator('output');
  }

  /** Why the query cannot be read. */
  get problem() {
    return this.#window.getByRole('search').locator('[role="status"] > *');
  }

  /** The topmost row of which anything is seen, and how many px of it are above the edge; null without rows. */
  firstInSight(): Promise<{ row: string; above: number; index: number } | null> {
    return this.table.evaluate((grid) => {
      const edge = grid.querySelector('[role="rowgroup"]')?.getBoundingClientRect().bottom ?? 0;
      const rows = [...grid.querySelectorAll('[data-row]')];
      const places = rows.map((row) => ({ row, box: row.getBoundingClientRect() }));
      const seen = places
        .filter(({ box }) => box.bottom > edge + 0.5)
        .toSorted((a, b) => a.box.top - b.box.top)[0];
      if (!seen) return null;
      const said = (name: string) => seen.row.getAttribute(name) ?? '';
      return {
        row: said('data-row'),
        index: Number(said('data-index')),
        above: edge - seen.box.top,
      };
    });
  }

  /** Turns the wheel over the table by so many px. */
  async wheel(by: number): Promise<void> {
    await this.table.hover();
    await this.#window.mouse.wheel(0, by);
  }

  /** Types a query in place of the one there, as a person does. */
  async type(query: string): Promise<void> {
    const editor = this.#window.getByRole('textbox', { name: this.#texts.review.query.label });
    await editor.click();
    await editor.press('ControlOrMeta+a');
    await editor.pressSequentially(query);
    await editor.press('Enter');
  }

  /** Types a query and waits until it is answered. */
  async search(query: string): Promise<void> {
    const before = await this.count.textContent();
    await this.type(query);
    // As many events in as many milliseconds read the same: by then the table tells that it is busy.
    await expect(this.count)
      .not.toHaveText(before ?? '', { timeout: 3000 })
      .catch(() => undefined);
    await expect(this.table).toHaveAttribute('aria-busy', 'false');
  }

  async clear(): Promise<void> {
    // Where nothing matches, there is a second button of that name.
    const search = this.#window.getByRole('search');
    await search.getByRole('button', { name: this.#texts.review.query.clear }).click();
    await expect(this.table).toHaveAttribute('aria-busy', 'false');
  }

  /** Opens the event in the row so far down, counted from 0, in the pane on the right. */
  async openEvent(at: number): Promise<void> {
    await this.rows.nth(at).getByRole('gridcell').first().click();
    await expect(this.event).toBeVisible();
  }

  async openExport(): Promise<void> {
    const banner = this.#window.getByRole('banner');
    await banner.getByRole('button', { name: this.#texts.common.export }).click();
  }
}
