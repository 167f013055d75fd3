import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { get } from '../../support/desktop/bridge.ts';

/** Where `npm run screens` wants the pictures: `NAME-LANGUAGE-THEME.png`. */
const pictures = process.env['VESTIGO_PICTURES'];

/** Each follows the one before with one change; the first is the one in which screens are reached. */
const looks = [
  { language: 'ru', theme: 'light' },
  { language: 'ru', theme: 'dark' },
  { language: 'en', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const;
type Look = (typeof looks)[number];

/** Axe looks at everything once; what the other theme can change are the contrasts. */
const examined = new Map<Look, readonly string[]>([
  [looks[0], []],
  [looks[1], ['color-contrast']],
]);

/** Pictures are wanted in every look; for a verdict those looks are enough that axe looks at. */
const shown: readonly Look[] = pictures === undefined ? [...examined.keys()] : looks;

/** How each screen is reached, from the one before it. */
export type Screens = Readonly<Record<string, () => Promise<void>>>;

/** Goes from screen to screen; shows each in its looks, lets axe look at it, and takes its picture if wanted. */
export async function visit(window: Page, screens: Screens): Promise<void> {
  await window.emulateMedia({ reducedMotion: 'reduce' });
  // Before that it may not listen yet.
  await window.locator('footer').waitFor();
  let current: Look = looks[0];
  await put(window, current);
  for (const [name, reach] of Object.entries(screens)) {
    await test.step(name, async () => {
      // Screens are reached in the first language; there and back between themes would cost twice.
      if (current.language !== looks[0].language) await put(window, (current = looks[0]));
      await reach();
      const order = current === shown.at(-1) ? shown.toReversed() : shown;
      for (const look of order) {
        if (look !== current) await put(window, look);
        current = look;
        if (pictures !== undefined) {
          await window.screenshot({
            path: `${pictures}/${name}-${look.language}-${look.theme}.png`,
            animations: 'disabled',
            caret: 'hide',
            // A picture wants a frame drawn, which takes its time on a machine that does much else.
            timeout: 120_000,
          });
        }
        const rules = examined.get(look);
        if (rules) await examine(window, `${name}, ${look.theme}`, rules);
      }
    });
  }
  await put(window, looks[0]);
}

async function put(window: Page, { language, theme }: Look): Promise<void> {
  await get(window, 'settings.set', { language, theme });
  const root = window.locator('html');
  await expect(root).toHaveAttribute('lang', language);
  await expect(root).toHaveAttribute('data-theme', theme);
  const { actions } = textsOf(language).common;
  await expect(window.locator('header > nav')).toHaveAttribute('aria-label', actions);
  await window.evaluate(settle);
}

/** Runs in the page: what still changes into the new look has its colours between two looks. */
async function settle(): Promise<void> {
  await new Promise(requestAnimationFrame);
  for (const change of document.getAnimations()) {
    if (Number.isFinite(Number(change.effect?.getComputedTiming().endTime))) change.finish();
  }
  await new Promise(requestAnimationFrame);
}

/** Fails the test softly, so that one run tells everything there is to mend. No rules: all of them. */
export async function examine(
  window: Page,
  where: string,
  rules: readonly string[] = [],
): Promise<void> {
  // A second page, in which axe would put the frames together, cannot be opened here.
  const isThere = await window.evaluate(() => 'axe' in globalThis);
  // Half a megabyte is read by a page once; of what holds, nothing is to be told.
  const axe = new AxeBuilder({ page: window, ...(isThere && { axeSource: 'void 0' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  // What React Aria has a screen reader say: there for seconds, and not part of the page.
  axe.exclude('[data-live-announcer]');
  // Rows are alike, and they are many: the first ones stand for all.
  axe.exclude('[role="gridcell"]:is([role="row"]:nth-child(n+6) *)');
  // Popovers lie beside the landmarks on purpose.
  axe.disableRules(['region']);
  if (rules.length > 0) axe.withRules([...rules]);
  const { violations } = await axe.analyze();
  expect.soft(await window.evaluate(cutButtons), `${where}: buttons that are cut off`).toEqual([]);
  const reach = await window.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  expect.soft(reach, `${where}: px that something unseen reaches beyond the window`).toBe(0);
  for (const { id, impact, nodes } of violations) {
    const told = nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`);
    expect.soft(told.join('\n'), `${where}: ${impact} ${id}`).toBe('');
  }
}

/** Runs in the page: what is to be pressed in a dialog and does not lie wholly in it. */
function cutButtons(): string[] {
  const cut = ({ dialog, button }: { dialog: Element; button: Element }) => {
    const [outer, inner] = [dialog.getBoundingClientRect(), button.getBoundingClientRect()];
    return inner.width > 0 && (inner.left < outer.left || inner.right > outer.right);
  };
  return [...document.querySelectorAll('[role="dialog"]')].flatMap((dialog) =>
    [...dialog.querySelectorAll('button')]
      .filter((button) => cut({ dialog, button }))
      .map((button) => button.textContent ?? ''),
  );
}
