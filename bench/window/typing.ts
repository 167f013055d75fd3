import { setTimeout as delay } from 'node:timers/promises';
import { get } from '../../tests/support/desktop/bridge.ts';
import type { Watched } from './clock.ts';
import { everything, type Stage } from './stage.ts';
import { otherQueries, words } from './tally.ts';

/** Russian words, key by key. */
export async function type(stage: Stage): Promise<void> {
  const { report, window } = stage;
  for (const [kind, word] of Object.entries(words)) {
    report.title(
      `"${word}" (${kind}) key by key: to rows · to their count · to histogram and facets`,
    );
    await stage.clear();
    await stage.editor.click();
    await stage.costs('a key', word.length, async () => {
      for (let letters = 1; letters <= word.length; letters += 1) {
        const typed = word.slice(0, letters);
        const watched = await stage.time('round', () => stage.letter(typed.slice(-1)));
        await stage.checkCount(typed);
        const counted = stage.expectedOf(typed).toLocaleString('en');
        both(stage, `${typed} (${counted})`, watched);
      }
    });
  }
  await stage.clear();
  await stage.editor.click();
  const hasty = await stage.time('round', async () => {
    for (const letter of words.frequent) {
      await stage.letter(letter);
      await delay(80);
    }
    // The last letter is what is measured.
    await window.keyboard.press('Backspace');
    await window.evaluate(() => benchClock.arm('round'));
    await stage.letter(words.frequent.slice(-1));
  });
  both(stage, 'the last letter, typed without a pause', hasty);
}

/** Whole queries, those of one letter among them. */
export async function search(stage: Stage): Promise<void> {
  const { report } = stage;
  report.title('A whole query at once: to rows · to their count · to histogram and facets');
  await stage.costs('a query', otherQueries.length + 1, async () => {
    for (const query of otherQueries) {
      const counted = stage.expectedOf(query).toLocaleString('en');
      both(stage, `${query} (${counted})`, await stage.query(query));
    }
    both(stage, 'everything again', await stage.query(''));
  });
}

function both({ report }: Stage, what: string, { rows, count, all }: Watched): void {
  const beside = [
    report.against(`${what}, rows`, rows, 100, 'ms'),
    report.against(`${what}, the rest`, Math.max(0, (all ?? count) - count), 100, 'ms'),
  ];
  const value = [rows, count, all].map((ms) => ms?.toFixed(0) ?? '–').join(' · ');
  report.line(what, `${value} ms`, beside.join(' · '));
}

/** What is counted beside the table, against the generators. */
export async function facts({ report, window, made }: Stage): Promise<void> {
  const { keys, total } = made.expected;
  const asked = { selection: everything, field: 'event', limit: 1000 };
  const facet = await get(window, 'review.facet', asked);
  const found = facet.values.map(({ value, count }) => `${value} ${count}`);
  const expected = Object.entries(keys).map(([value, count]) => `${value} ${count}`);
  report.check('facet of events', found.toSorted(), expected.toSorted());
  const { buckets } = await get(window, 'review.histogram', {
    selection: everything,
    interval: 'auto',
  });
  const inBuckets = buckets.reduce((sum, { count }) => sum + count, 0);
  report.check('events in the histogram', inBuckets, total);
}
