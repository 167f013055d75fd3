import { readdirSync, readFileSync } from 'node:fs';

export interface Share {
  process: string;
  /** MB; what two processes share counts by halves. Where that may not be read, all it has resident. */
  pss: number;
  /** MB resident that no file backs: what the process itself has put there. */
  own: number;
}

/** The memory of a program and of all processes that it started (Linux). */
export function memoryOf(root: number): Share[] {
  return familyOf(root).map(({ pid, role }) => {
    const status = (name: string) => field(pid, 'status', name) ?? 0;
    return {
      process: role,
      pss: (field(pid, 'smaps_rollup', 'Pss') ?? status('VmRSS')) / 1024,
      own: (status('RssAnon') + status('RssShmem')) / 1024,
    };
  });
}

/** Processor time that each kind of process of a program has taken so far, ms. */
export function processorTimeOf(root: number): Map<string, number> {
  const spent = new Map<string, number>();
  for (const { pid, role } of familyOf(root)) {
    spent.set(role, (spent.get(role) ?? 0) + threadsTime(pid));
  }
  return spent;
}

function familyOf(root: number): { pid: number; role: string }[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? field(name, 'status', 'PPid') : null;
    if (parent !== null) parents.set(Number(name), parent);
  }
  const belongs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || belongs(parents.get(pid)));
  return [...parents.keys()]
    .filter(belongs)
    .map((pid) => ({ pid, role: pid === root ? 'main' : roleOf(pid) }));
}

function roleOf(pid: number): string {
  const words = read(`${pid}/cmdline`).split(/[\0 ]/);
  if (words.some((word) => word.endsWith('session-process.js'))) return 'session';
  const type = words.find((word) => word.startsWith('--type='))?.slice('--type='.length);
  const service = words.find((word) => word.startsWith('--utility-sub-type='));
  return service?.slice('--utility-sub-type='.length) ?? type ?? 'other';
}

/** Nanoseconds on a processor stand first in a thread's schedstat. */
function threadsTime(pid: number): number {
  let spent = 0;
  for (const thread of list(`/proc/${pid}/task`)) {
    spent += Number(read(`${pid}/task/${thread}/schedstat`).split(' ')[0]) / 1e6;
  }
  return spent;
}

/** A number of a `Name: 123 kB` file under /proc; null where there is none or it may not be read. */
function field(pid: number | string, file: string, name: string): number | null {
  const found = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(`${pid}/${file}`));
  return found ? Number(found[1]) : null;
}

function read(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    // Gone meanwhile, or another user's.
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
