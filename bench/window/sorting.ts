import { get } from '../../tests/support/desktop/bridge.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import { knownColumns, sortField } from '../../src/renderer/features/review/columns.ts';
import { everything, type Stage } from './stage.ts';

/** Asked for anywhere under an order. */
const pages = 12;
/** Beside the known columns one of the vendors' own fields. */
const fields = [...knownColumns.filter((field) => sortField(field) !== null), 'details.chat_id'];

/** A click on the header of every column there is. */
export async function sort(stage: Stage): Promise<void> {
  const { report, window } = stage;
  report.title(
    'Sorting by a click on a header: first · other way round · again · a page anywhere, median and longest',
  );
  const usual = defaultSettings.columns;
  const isUsual = (field: string) => usual.some((column) => column.field === field);
  for (const field of fields) {
    // The window listens to settings that anybody changes.
    const shown = isUsual(field) ? usual : [...usual.slice(0, 2), { field, width: 300 }];
    await get(window, 'settings.set', { columns: shown });
    const at = shown.findIndex((column) => column.field === field);
    const head = stage.grid.locator(`[role="columnheader"][data-column="${at}"]`);
    await stage.grid.locator(`[role="columnheader"][aria-colindex="${shown.length}"]`).waitFor();
    await stage.settle();
    const click = () => head.click({ position: { x: 12, y: 8 } });
    const first = await stage.time('round', click);
    report.check(`sorted by ${field}`, (await head.getAttribute('aria-sort')) !== null, true);
    const other = await stage.time('round', click);
    await stage.time('round', click);
    const again = await stage.time('round', click);
    const { median, longest } = await pageTimes(stage, sortField(field) ?? field);
    await stage.time('round', click);
    await stage.time('round', click);
    const value = [first.rows, other.rows, again.rows, median, longest].map((ms) => ms.toFixed(0));
    const beside = [
      report.against(`${field}, first time`, first.rows, 500, 'ms'),
      report.against(`${field}, again`, again.rows, 100, 'ms'),
      report.against(`${field}, a page`, median, 20, 'ms'),
    ];
    report.line(field, `${value.join(' · ')} ms`, beside.join(' · '));
  }
  await get(window, 'settings.set', { columns: usual });
  await stage.settle();
}

/** From the window's question to its answer: the table asks for pages like these while it is scrolled. */
async function pageTimes({ window, made }: Stage, field: string) {
  const asked = Array.from({ length: pages }, (_, at) => ({
    selection: everything,
    sort: [{ field, descending: false }],
    offset: Math.floor((((at * 7919) % 997) / 997) * made.expected.total),
    limit: 100,
    // As the table asks: only what was said to the model needs the whole event.
    brief: field !== 'content',
  }));
  const times = await window.evaluate(async (inputs) => {
    const spent: number[] = [];
    for (const input of inputs) {
      const start = performance.now();
      await globalThis.window.vestigo.invoke('review.rows', input);
      spent.push(performance.now() - start);
    }
    return spent.toSorted((a, b) => a - b);
  }, asked);
  return { median: times[Math.floor(times.length / 2)] ?? 0, longest: times.at(-1) ?? 0 };
}
