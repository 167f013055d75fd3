import { expect, type Locator } from '@playwright/test';

/** Chooses a radio button as somebody at the keyboard does: what is drawn is not the input itself. */
export async function choose(radio: Locator): Promise<void> {
  await radio.focus();
  await radio.press('Space');
  await expect(radio).toBeChecked();
}
