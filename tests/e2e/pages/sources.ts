import { expect, type Page } from '@playwright/test';
import { choose } from './choose.ts';
import type { SourceKind } from '../../../src/shared/event.ts';
import type { Texts } from './texts.ts';

export class SourcesPage {
  readonly #window: Page;
  readonly #texts: Texts;

  constructor(window: Page, texts: Texts) {
    this.#window = window;
    this.#texts = texts;
  }

  get dialog() {
    return this.#window.getByRole('dialog', { name: this.#texts.sources.add.title });
  }

  get token() {
    return this.dialog.getByLabel(this.#texts.sources.token.pachca);
  }

  card(name: string) {
    return this.#window.getByRole('listitem', { name });
  }

  async open(): Promise<void> {
    await this.#window.getByRole('button', { name: this.#texts.common.more, exact: true }).click();
    await this.#window.getByRole('menuitem', { name: this.#texts.common.sources }).click();
    await expect(
      this.#window.getByRole('heading', { name: this.#texts.sources.title }),
    ).toBeVisible();
  }

  /** Adds a source and waits for the report on its token. */
  async add(kind: SourceKind, name: string, address: string, token: string): Promise<void> {
    const { sources, common } = this.#texts;
    await this.#window.getByRole('button', { name: sources.add.action }).click();
    await choose(this.dialog.getByRole('radio', { name: common[kind] }));
    await this.dialog.getByLabel(sources.name).fill(name);
    await this.dialog.getByLabel(sources.address).fill(address);
    await this.dialog.getByLabel(sources.token[kind]).fill(token);
    await this.dialog.getByRole('button', { name: sources.saveAndTest }).click();
    await expect(this.dialog).toBeHidden();
    const told = kind === 'pachca' ? sources.report.good : sources.report.accepted;
    await expect(this.card(name)).toContainText(told);
  }
}
