import { promisify } from 'node:util';
import { gunzip, gzip, type InputType, type ZlibOptions } from 'node:zlib';
import type { BundleGroup } from '../../shared/bundle.ts';
import { endOfString } from '../../shared/json-text.ts';
import type { Entry } from './container.ts';
import { refused } from './fault.ts';
import { partName } from './names.ts';

/**
 * Lines of JSON in files of some megabytes, each compressed as a whole: so much is held at a time,
 * however large the session is.
 */

/** A file is closed when it has so many characters. */
const partCharacters = 4 * 2 ** 20;
/** One line may be longer than that: a body is one. */
const longestLine = 160 * 2 ** 20;
const mostPartBytes = longestLine + 8 * 2 ** 20;
/** What would be compressed further is kept as it is: nothing in a bundle unpacks to more. */
const mostRatio = 200;
/** Objects of the services are at most 100 deep; around them are two more. */
const mostDepth = 120;

const compress: (bytes: InputType, options?: ZlibOptions) => Promise<Buffer> = promisify(gzip);
const decompress: (bytes: InputType, options?: ZlibOptions) => Promise<Buffer> = promisify(gunzip);

export interface GroupSize {
  files: number;
  lines: number;
  bytes: number;
}

/** Files of a group, made of its lines while the next ones are read. `size` is told when it ends. */
export async function* writeParts(
  group: BundleGroup,
  lines: AsyncIterable<string[]>,
  size: GroupSize,
): AsyncIterable<Entry> {
  let held: string[] = [];
  let characters = 0;
  /** Compressed in another thread. */
  let ready: Promise<Entry> | null = null;
  const close = (): Promise<Entry> => {
    const text = Buffer.from(held.join(''));
    size.files += 1;
    size.lines += held.length;
    size.bytes += text.length;
    held = [];
    characters = 0;
    const entry = pack(partName(group, size.files), text);
    // Whoever awaits it later is told; until then it is nobody's.
    entry.catch(() => undefined);
    return entry;
  };
  for await (const some of lines) {
    for (const line of some) {
      held.push(line);
      characters += line.length;
      if (characters < partCharacters) continue;
      const next = close();
      if (ready) yield await ready;
      ready = next;
    }
  }
  const last = held.length > 0 ? close() : null;
  if (ready) yield await ready;
  if (last) yield await last;
}

async function pack(name: string, text: Buffer): Promise<Entry> {
  const bytes = await compress(text, { level: 5 });
  if (bytes.length * mostRatio >= text.length) return { name, bytes };
  return { name, bytes: await compress(text, { level: 0 }) };
}

/**
 * The lines of a file in a bundle, without their ends. Throws `bundle.refused` for what cannot be
 * unpacked or is more than it may be.
 */
export async function readPart({
  name,
  bytes,
}: Entry): Promise<{ lines: string[]; bytes: number }> {
  const most = Math.min(mostPartBytes, bytes.length * mostRatio);
  const text = await decompress(bytes, { maxOutputLength: most }).catch((error: unknown) => {
    const isMore =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw refused(isMore ? 'ratio' : 'packing', name);
  });
  const lines: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf(0x0a, at);
    if (end < 0) throw refused('packing', name);
    if (end - at > longestLine) throw refused('line-too-long', name);
    lines.push(text.toString('utf8', at, end));
    at = end + 1;
  }
  return { lines, bytes: text.length };
}

/** A line of JSON; nothing in it is run or looked up, whatever it says. Throws `bundle.refused`. */
export function parseLine(line: string, name: string): unknown {
  if (depthOf(line) > mostDepth) throw refused('too-deep', name);
  try {
    return JSON.parse(line);
  } catch {
    throw refused('not-json', name);
  }
}

/** How deep brackets are nested outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at) - 1;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}
