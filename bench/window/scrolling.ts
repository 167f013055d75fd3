import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './stage.ts';
import { traced } from './trace.ts';

/** To the last row and back by keys. */
export async function jump(stage: Stage): Promise<void> {
  const { report, window } = stage;
  report.title('To the last row and back: to its text');
  const end = stage.made.expected.total - 1;
  await stage.grid.focus();
  const press = (key: string) => window.keyboard.press(key);
  const down = await stage.time({ row: end }, () => press('ControlOrMeta+End'));
  report.ms('Ctrl+End', down.rows, 100);
  await stage.checkEnd();
  report.ms(
    'Ctrl+Home',
    (await stage.time({ row: 0 }, () => press('ControlOrMeta+Home'))).rows,
    100,
  );
}

/** A way to scroll. */
interface Way {
  what: string;
  work: () => Promise<void>;
  /** Whether the last row is in sight when it is done. */
  reachesEnd?: boolean;
}

/** From end to end by scroll bar, wheel and keys. */
export async function scroll(stage: Stage): Promise<void> {
  const { report, window } = stage;
  report.title(
    'Scrolling: frames · 95 % within · longest · over 50 ms · with rows not yet filled · with other rows',
  );
  await each(stage, async ({ what, work, reachesEnd = false }) => {
    await window.evaluate(() => benchClock.startFrames());
    await work();
    const { count, p95, max, over50, unfilled, moved } = await window.evaluate(() =>
      benchClock.stopFrames(),
    );
    await stage.settle();
    if (reachesEnd) await stage.checkEnd();
    const longest = report.against(`${what}, longest frame`, max, 50, 'ms');
    const value = `${count} · ${p95.toFixed(0)} ms · ${max.toFixed(0)} ms`;
    report.line(what, value, `${over50} · ${unfilled} · ${moved}   ${longest}`);
  });
}

/** The same ways again, for where the time of their frames goes. */
export async function trace(stage: Stage): Promise<void> {
  const { report, devtools } = stage;
  report.title('Processor time of a frame of the same, ms');
  await each(stage, async ({ what, work }) => {
    const { frames, longest, ...kinds } = await traced(devtools, work);
    const shown = Object.entries(kinds).map(([kind, ms]) => `${kind} ${(ms / frames).toFixed(1)}`);
    report.line(what, `${frames}`, `${shown.join(' · ')}   longest task ${longest.toFixed(0)} ms`);
  });
}

/** Takes each way from the first row on. */
async function each(stage: Stage, measure: (way: Way) => Promise<void>): Promise<void> {
  const { window, grid } = stage;
  const toTop = async () => {
    await grid.focus();
    await window.keyboard.press('ControlOrMeta+Home');
    await stage.settle();
  };
  // With the cursor comes its event's pane, beside which the table is narrower.
  await toTop();
  const box = await grid.boundingBox();
  if (!box) throw new Error('no table');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const screen = box.height - 60;
  const wheel = async (notches: number, px: number) => {
    for (let notch = 0; notch < notches; notch += 1) {
      await window.mouse.wheel(0, px);
      await delay(8);
    }
  };
  const hold = async (key: string, times: number) => {
    for (let time = 0; time < times; time += 1) {
      // Down and down again: a key that repeats itself.
      await window.keyboard.down(key);
      await delay(25);
    }
    await window.keyboard.up(key);
  };
  const far = (stage.made.expected.total * 30) / 250;
  const ways: Way[] = [
    { what: 'wheel, 250 notches of 120 px', work: () => wheel(250, 120) },
    { what: 'wheel, 250 notches of a screen', work: () => wheel(250, screen) },
    { what: 'arrow down held, 250 times', work: () => hold('ArrowDown', 250) },
    { what: 'page down held, 250 times', work: () => hold('PageDown', 250) },
    { what: 'wheel to the end, 250 leaps', work: () => wheel(250, far), reachesEnd: true },
    {
      what: 'thumb dragged to the end, 300 steps',
      work: () => drag(stage, box, 300),
      reachesEnd: true,
    },
  ];
  for (const way of ways) {
    await window.mouse.move(middle.x, middle.y);
    await toTop();
    await measure(way);
  }
}

/** Takes the scroll bar's thumb with the mouse, at the top, and goes down with it. */
async function drag(
  stage: Stage,
  box: { x: number; y: number; width: number; height: number },
  steps: number,
): Promise<void> {
  const { window, grid } = stage;
  const bar = await grid.evaluate((table: HTMLElement) => table.offsetWidth - table.clientWidth);
  const x = box.x + box.width - Math.max(3, bar / 2);
  const top = await grab(stage, x, box.y);
  for (let step = 1; step <= steps; step += 1) {
    await window.mouse.move(x, top + (box.height * step) / steps);
    await delay(8);
  }
  await window.mouse.up();
}

/** Some themes have a button above the thumb. @returns where the mouse holds the thumb, px */
async function grab({ window, grid }: Stage, x: number, y: number): Promise<number> {
  for (const below of [6, 14, 20, 28]) {
    await window.mouse.move(x, y + below);
    await window.mouse.down();
    await window.mouse.move(x, y + below + 12);
    await delay(60);
    if ((await grid.evaluate((table) => table.scrollTop)) > 20_000) return y + below;
    await window.mouse.up();
  }
  throw new Error('the thumb of the scroll bar was not found');
}
