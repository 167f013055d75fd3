import { mkdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { textsOf } from '../src/shared/locales/index.ts';
import { CollectPage } from '../tests/e2e/pages/collect.ts';
import { ExportDialog } from '../tests/e2e/pages/export.ts';
import { ReviewPage } from '../tests/e2e/pages/review.ts';
import { WelcomePage } from '../tests/e2e/pages/welcome.ts';
import { openLaptop } from '../tests/support/desktop/app.ts';
import { answerFileDialog } from '../tests/support/desktop/dialogs.ts';
import { runMain } from './setup/machine.ts';

/**
 * What `npm start` shows where nobody can look at a window: drives the real one through "try it
 * with sample services" and leaves pictures and the export in demo-output/. Run inside the desktop
 * session that scripts/start.ts opens.
 */
const FOLDER = resolve('demo-output');
const QUERY = 'ПОСЫЛКА';

await runMain(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER);
  const laptop = await openLaptop();
  try {
    const { app, window } = await laptop.start({ locale: 'ru' });
    const texts = textsOf('ru');
    const review = new ReviewPage(window, texts);
    const collect = new CollectPage(window, texts);
    const welcome = new WelcomePage(window, texts);
    const exporting = new ExportDialog(window, texts);

    let pictures = 0;
    const tell = async (what: string) => {
      const file = `${++pictures}.png`;
      await window.screenshot({ path: join(FOLDER, file) });
      console.log(`  ${what}  (demo-output/${file})`);
    };

    await welcome.heading.waitFor();
    await tell('Opened the window');
    await welcome.startSamples();
    await collect.collectSamples();
    await collect.waitForComplete(2);
    await tell('Collected everything from both sample services');
    await collect.toReview();
    await tell(`Reviewing: ${await review.count.innerText()}`);
    await review.search(QUERY);
    await review.openEvent(0);
    await tell(`Searched for ${QUERY}: ${await review.count.innerText()}`);
    const file = join(FOLDER, 'export.csv');
    await answerFileDialog(app, 'save', file);
    await review.openExport();
    await exporting.export('CSV');
    const { size } = await stat(file);
    await tell(`Exported what was found: demo-output/export.csv, ${size} bytes`);
    await exporting.close();
  } finally {
    await laptop.close();
  }
  console.log('\nThe demonstration is done.');
  return 0;
});
