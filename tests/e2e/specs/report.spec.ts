import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { report as words } from '../../../src/shared/locales/report.ts';
import { openLaptop, type Laptop } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollected } from '../../support/desktop/collected.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { ExportDialog } from '../pages/export.ts';
import { ReviewPage } from '../pages/review.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { ru } = words;

let laptop: Laptop;
let services: SampleServices;
test.beforeEach(async () => {
  services = await startSampleServices({ events: { pachca: 60, jayguard: 20 } });
  laptop = await openLaptop();
});
test.afterEach(async () => {
  await services.close();
  await laptop.close();
});

/** Shows a file in a window of its own, which runs nothing of what the file may say. */
async function show(app: ElectronApplication, path: string): Promise<Page> {
  const opened = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow }, url) => {
    const webPreferences = { partition: 'reader', sandbox: true };
    void new BrowserWindow({ width: 900, height: 1200, webPreferences }).loadURL(url);
  }, pathToFileURL(path).href);
  const page = await opened;
  await page.waitForLoadState();
  return page;
}

test('a report is read in a browser and printed as pages', async () => {
  const { app, window } = await startCollected(laptop, services, {
    name: 'INC-2026-114',
    from: { pachca: {}, jayguard: { withDetails: true } },
  });
  await get(window, 'marks.tag', { target: { rows: [0, 1, 2] }, tag: 'вход', on: true });
  await get(window, 'marks.note', { row: 1, note: '<script>alert(1)</script> в отпуске' });
  const review = new ReviewPage(window, texts);
  const dialog = new ExportDialog(window, texts);
  const shown = async (format: 'html' | 'pdf') => {
    const path = join(laptop.userData, `report.${format}`);
    await answerFileDialog(app, 'save', path);
    await review.openExport();
    await dialog.exportReport(format, { question: 'Кто входил ночью?', author: 'И. Смирнова' });
    await dialog.close();
    const bytes = await readFile(path);
    const manifest: unknown = JSON.parse(await readFile(`${path}.manifest.json`, 'utf8'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(manifest).toMatchObject({ file: `report.${format}`, format, sha256, rows: 80 });
    return { path, bytes };
  };

  await visit(window, {
    'export-report': async () => {
      await review.openExport();
      await dialog.pick('html');
    },
  });
  await window.keyboard.press('Escape');
  const html = await shown('html');
  const page = await show(app, html.path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('INC-2026-114');
  const sections = page.getByRole('heading', { level: 2 });
  for (const part of [ru.summary, ru.coverage, ru.charts, ru.findings, ru.ledger, ru.integrity]) {
    await expect(sections.filter({ hasText: part.title })).toBeVisible();
  }
  await expect(page.getByRole('img', { name: /Всего 80/ })).toBeVisible();
  await expect(page.getByText('<script>alert(1)</script> в отпуске')).toHaveCount(2);
  expect(await page.evaluate(() => document.scripts.length)).toBe(0);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.close();

  const pdf = await shown('pdf');
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const pages = pdf.bytes.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThan(5);
  // What the pages were printed from is gone.
  expect((await readdir(laptop.userData)).filter((name) => name.endsWith('.part'))).toEqual([]);
});
