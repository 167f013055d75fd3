import { z } from 'zod';
import {
  mostStated,
  statedOriginSchema,
  type StatedOrigin,
  type StatedOrigins,
} from '../../shared/bundle.ts';
import { changed } from './fault.ts';
import { names } from './names.ts';

/** The text files of a bag (RFC 8493), each in one form only. */

export const bagitText = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** What is said of a bundle in `bag-info.txt`, for people and for other programs. */
export interface BagInfo {
  program: string;
  sealedAt: string;
  sessionId: string;
  sessionName: string;
  signer: string;
  fingerprint: string;
  contents: string;
  events: number;
  stated: StatedOrigins;
  /** Bytes and files under `data/`. */
  payload: { bytes: number; files: number };
}

export function bagInfoText(info: BagInfo): string {
  const lines = [
    ['Source-Organization', 'Vestigo'],
    ['Bagging-Date', info.sealedAt.slice(0, 10)],
    ['External-Identifier', info.sessionId],
    ['External-Description', info.sessionName],
    ['Payload-Oxum', `${info.payload.bytes}.${info.payload.files}`],
    ['Bag-Software-Agent', `Vestigo ${info.program}`],
    ['Vestigo-Format', '1'],
    ['Vestigo-Sealed-At', info.sealedAt],
    ['Vestigo-Signer', info.signer],
    ['Vestigo-Signer-Fingerprint', info.fingerprint],
    ['Vestigo-Contents', info.contents],
    ['Vestigo-Events', String(info.events)],
    ['Vestigo-Origins-Complete', info.stated.isWhole ? 'yes' : 'no'],
    ...info.stated.origins.map((origin) => ['Vestigo-Origin', JSON.stringify(origin)]),
  ];
  return lines.map(([label = '', value = '']) => `${label}: ${oneLine(value)}\n`).join('');
}

/** Names may hold anything, a tag file one line for each. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Who sealed, as a bag's `bag-info.txt` says. Throws `bundle.changed`. */
export function signerNameIn(info: string): string {
  const found = /^Vestigo-Signer: (.*)$/m.exec(info)?.[1];
  if (found === undefined || found !== oneLine(found)) throw changed('facts', names.info);
  return found;
}

/** No line of an origin is longer: escaped, a character of its name has six. */
const longestOrigin = 2000;

/** What its signer states of the bundles before it; null: it does not say. Throws `bundle.changed`. */
export function statedOriginsIn(info: string): StatedOrigins | null {
  const complete = /^Vestigo-Origins-Complete: (.*)$/m.exec(info)?.[1];
  if (complete === undefined) return null;
  const origins = [];
  for (const [, text = ''] of info.matchAll(/^Vestigo-Origin: (.*)$/gm)) {
    if (origins.length === mostStated.origins) throw changed('too-many', names.info);
    const origin = text.length > longestOrigin ? null : readOrigin(text);
    if (!origin) throw changed('facts', names.info);
    origins.push(origin);
  }
  if (complete !== 'yes' && complete !== 'no') throw changed('facts', names.info);
  return { isWhole: complete === 'yes', origins };
}

function readOrigin(text: string): StatedOrigin | null {
  try {
    return statedOriginSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** As `sha256sum` writes it. */
export function manifestText(files: ReadonlyMap<string, string>): string {
  return [...files].map(([name, sha256]) => `${sha256}  ${name}\n`).join('');
}

const manifestLine = z.string().regex(/^[\da-f]{64} {2}\S+$/);

/** Throws `bundle.changed` for a text that {@link manifestText} would not have written. */
export function readManifest(text: string, name: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const line of text.split('\n').slice(0, -1)) {
    if (!manifestLine.safeParse(line).success) throw changed('manifest', name);
    files.set(line.slice(66), line.slice(0, 64));
  }
  if (manifestText(files) !== text) throw changed('manifest', name);
  return files;
}
