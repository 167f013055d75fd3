import type { CDPSession } from '@playwright/test';
import { z } from 'zod';

/** Processor time, ms, of what the window's frames are made of; each kind without what it contains. */
export interface Spent {
  script: number;
  style: number;
  layout: number;
  paint: number;
  raster: number;
  garbage: number;
  /** Longest single task of the window's main thread, of processor time. */
  longest: number;
  /** How many frames the window's main thread handed on. */
  frames: number;
}

const events = z.looseObject({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.unknown(),
});
type TraceEvent = z.infer<typeof events>;
const named = z.object({ name: z.string() });

type Kind = Exclude<keyof Spent, 'longest' | 'frames'>;
const kinds: Readonly<Record<Kind, RegExp>> = {
  script:
    /^(FunctionCall|EvaluateScript|EventDispatch|TimerFire|FireAnimationFrame|RunMicrotasks|v8\.|V8\.(?!GC)|HandlePostMessage)/,
  style: /^(UpdateLayoutTree|RecalculateStyles|ParseAuthorStyleSheet|InvalidateLayout)/,
  layout: /^(Layout|HitTest|IntersectionObserver)/,
  paint: /^(PrePaint|Paint|Layerize|UpdateLayer|UpdateLayerTree|Commit|CompositeLayers)/,
  raster: /^(RasterTask|ImageDecodeTask|GPUTask)/,
  garbage: /^(MinorGC|MajorGC|V8\.GC|BlinkGC|CppGC)/,
};

/** Does the work while the window's processes write down what they do. */
export async function traced(devtools: CDPSession, work: () => Promise<void>): Promise<Spent> {
  const categories = 'devtools.timeline,disabled-by-default-devtools.timeline,v8,__metadata';
  await devtools.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { includedCategories: categories.split(','), excludedCategories: ['*'] },
  });
  await work();
  const complete = new Promise<string>((resolve, reject) => {
    devtools.once('Tracing.tracingComplete', ({ stream }) =>
      stream === undefined ? reject(new Error('no trace')) : resolve(stream),
    );
  });
  await devtools.send('Tracing.end');
  return spentIn(await readStream(devtools, await complete));
}

async function readStream(devtools: CDPSession, handle: string): Promise<TraceEvent[]> {
  const parts: string[] = [];
  for (let eof = false; !eof;) {
    const part = await devtools.send('IO.read', { handle, size: 4_000_000 });
    parts.push(part.base64Encoded ? Buffer.from(part.data, 'base64').toString() : part.data);
    ({ eof } = part);
  }
  await devtools.send('IO.close', { handle });
  return z.object({ traceEvents: z.array(events) }).parse(JSON.parse(parts.join(''))).traceEvents;
}

function spentIn(all: readonly TraceEvent[]): Spent {
  const spent: Spent = {
    script: 0,
    style: 0,
    layout: 0,
    paint: 0,
    raster: 0,
    garbage: 0,
    longest: 0,
    frames: 0,
  };
  const threads = new Map<string, TraceEvent[]>();
  const main = new Set<string>();
  for (const event of all) {
    const thread = `${event.pid}/${event.tid}`;
    if (event.name === 'thread_name' && named.parse(event.args).name === 'CrRendererMain') {
      main.add(thread);
    }
    if (event.ph !== 'X') continue;
    const known = threads.get(thread);
    if (known) known.push(event);
    else threads.set(thread, [event]);
  }
  for (const [thread, its] of threads) addThread(spent, its, main.has(thread));
  return spent;
}

const lengthOf = ({ tdur, dur }: TraceEvent) => (tdur ?? dur ?? 0) / 1000;

/** What an event contains is taken from it, and counted for what it is itself. */
function addThread(spent: Spent, its: TraceEvent[], isMain: boolean): void {
  const open: { end: number; kind: Kind | null }[] = [];
  for (const event of its.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= event.ts) open.pop();
    const length = lengthOf(event);
    if (isMain && event.name === 'Commit') spent.frames += 1;
    if (isMain && open.length === 0) spent.longest = Math.max(spent.longest, length);
    const outer = open.at(-1)?.kind ?? null;
    const own = Object.entries(kinds).find(([, names]) => names.test(event.name))?.[0];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of that very table
    const kind = (own as Kind | undefined) ?? outer;
    if (kind !== outer) {
      if (kind) spent[kind] += length;
      if (outer) spent[outer] -= length;
    }
    open.push({ end: event.ts + (event.dur ?? 0), kind });
  }
}
