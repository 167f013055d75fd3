/**
 * Makes the corpus of hostile bundles and what is to become of each:
 *
 *   node tests/support/bundle/hostile.ts tests/fixtures/bundles
 *
 * What is there already stays as it is. Some are changed after they were sealed; others are sealed properly by somebody who means harm.
 */
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { manifestText } from '../../../src/main/bundle/bag.ts';
import { ZipWriter, type Entry } from '../../../src/main/bundle/container.ts';
import { names, partName } from '../../../src/main/bundle/names.ts';
import { sealSession } from '../../../src/main/bundle/seal.ts';
import {
  envelopeOf,
  newSigningKeyText,
  publicPartOf,
  readSigningKey,
} from '../../../src/main/bundle/signature.ts';
import { createSession } from '../../../src/main/store/open-session.ts';
import {
  bundleFactsSchema,
  type BundleFault,
  mostStated,
  type BundleGroup,
} from '../../../src/shared/bundle.ts';
import { firstWindow, key, nothingSpent, page, readEvent, request } from '../store/events.ts';

/** null: it is as good as any. */
export type Expected = { at: 'verify' | 'unseal'; reason: BundleFault } | null;

type Case = [name: string, bytes: Buffer, expected: Expected];

const privateKey = readSigningKey(newSigningKeyText());
if (!privateKey) throw new Error('a new key can be read');
const stranger = { privateKey, name: 'Stranger' };

const script = `<img src=x onerror=alert(1)><script>alert(1)</script>{{constructor}}`;

/** A proper bundle: two events, one of which says dangerous things, a tag and a note. */
async function sealed(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-hostile-'));
  const path = join(folder, 'good.vestigo.zip');
  const store = await createSession({ path: join(folder, 'a'), key, name: script, version: '1' });
  const windowId = firstWindow(await store.openCollection(request()));
  const events = [readEvent(1, { details: { name: script, ['__proto__']: { admin: true } } })];
  await store.commitPage(page(windowId, [...events, readEvent(2)]));
  await store.finishWindow(windowId, 'complete', null, nothingSpent);
  await store.setMarks([0], { tags: ['<b>'], note: script });
  const choice = { selection: null, masked: false, notes: true };
  const how = { path, choice, key: stranger, encryptTo: null, overwrite: false, program: '1' };
  await sealSession(store, how, { signal: new AbortController().signal });
  await store.close();
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return bytes;
}

/** The entries of a bundle, by what stands before each of them. */
export function entriesOf(bundle: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; bundle.readUInt32LE(at) === 0x04034b50;) {
    const size = bundle.readUInt32LE(at + 18);
    const start = at + 30 + bundle.readUInt16LE(at + 26);
    const name = bundle.toString('latin1', at + 30, start).replace('vestigo-bundle/', '');
    at = start + size;
    entries.push({ name, bytes: bundle.subarray(start, at) });
  }
  return entries;
}

/** A container around them, as good as any. */
export function zipped(entries: readonly Entry[]): Buffer {
  const zip = new ZipWriter();
  return Buffer.concat([...entries.flatMap((entry) => zip.add(entry)), zip.end()]);
}

/** Seals files as a proper bundle is sealed, whatever is in them. */
function resealed(payload: readonly Entry[], good: readonly Entry[]): Buffer {
  const kept = (name: string) =>
    good.find((entry) => entry.name === name) ?? { name, bytes: Buffer.alloc(0) };
  const listed = (entries: readonly Entry[]) =>
    Buffer.from(
      manifestText(new Map(entries.map(({ name, bytes }) => [name, hash('sha256', bytes, 'hex')]))),
    );
  const manifest = { name: names.manifest, bytes: listed(payload) };
  const { pem } = publicPartOf(stranger.privateKey);
  const signer = { name: names.key, bytes: Buffer.from(pem) };
  const tags = [kept(names.bagit), kept(names.info), signer, manifest];
  const tagManifest = { name: names.tagManifest, bytes: listed(tags) };
  const signature = { name: names.signature, bytes: envelopeOf(tagManifest.bytes, stranger) };
  return zipped([kept(names.bagit), ...payload, ...tags.slice(1), tagManifest, signature]);
}

class Forger {
  readonly #good: readonly Entry[];
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#good = entriesOf(bytes);
  }

  get entries(): Entry[] {
    return [...this.#good];
  }

  linesOf(group: BundleGroup): string[] {
    const found = this.#good.find(({ name }) => name === partName(group, 1));
    return found ? gunzipSync(found.bytes).toString().split('\n').slice(0, -1) : [];
  }

  /** A group with other lines; the facts say what is there unless `claim` says else. */
  withLines(
    group: BundleGroup,
    lines: string[],
    claim?: { lines?: number; bytes?: number },
  ): Buffer {
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    return this.withPart(group, gzipSync(text), {
      lines: lines.length,
      bytes: text.length,
      ...claim,
    });
  }

  /** Another text in a file that is not packed. */
  withText(name: string, change: (text: string) => string): Buffer {
    const good = this.#good.map((entry) =>
      entry.name === name ? { name, bytes: Buffer.from(change(entry.bytes.toString())) } : entry,
    );
    return resealed(
      good.filter((entry) => entry.name.startsWith('data/')),
      good,
    );
  }

  withPart(group: BundleGroup, bytes: Buffer, said: { lines: number; bytes: number }): Buffer {
    const payload = this.#good.filter(({ name }) => name.startsWith('data/'));
    const name = partName(group, 1);
    const changed = payload.map((entry): Entry => {
      if (entry.name === name) return { name, bytes };
      if (entry.name !== names.facts) return entry;
      const facts = bundleFactsSchema.parse(JSON.parse(entry.bytes.toString()));
      const groups = { ...facts.groups, [group]: { files: 1, ...said } };
      return { name: names.facts, bytes: Buffer.from(`${JSON.stringify({ ...facts, groups })}\n`) };
    });
    return resealed(changed, this.#good);
  }
}

/** A copy with other bytes at a place counted from where `mark` stands. */
function poked(bytes: Buffer, mark: Buffer | string, offset: number, values: number[]): Buffer {
  const changed = Buffer.from(bytes);
  changed.set(values, changed.indexOf(mark) + offset);
  return changed;
}

function changedOnes(forger: Forger): Case[] {
  const { bytes, entries } = forger;
  const central = Buffer.from([0x50, 0x4b, 1, 2]);
  const end = Buffer.from([0x50, 0x4b, 5, 6]);
  const evil = (name: string) =>
    zipped([...entries.slice(0, 1), { name, bytes: Buffer.from('x') }, ...entries.slice(1)]);
  const raw = (name: string) => {
    const made = evil('x'.repeat(name.length - 'vestigo-bundle/'.length));
    const place = 'vestigo-bundle/' + 'x'.repeat(name.length - 'vestigo-bundle/'.length);
    return Buffer.from(made.toString('latin1').replaceAll(place, name), 'latin1');
  };
  /** The same bytes but for a name, wherever it stands outside of files. */
  const renamed = (old: string, other: string) => {
    const wanted = Buffer.from(other);
    if (wanted.length !== old.length) throw new Error('a name of the same length');
    return Buffer.from(
      bytes.toString('latin1').replaceAll(old, wanted.toString('latin1')),
      'latin1',
    );
  };
  const part = entries.find(({ name }) => name === partName('events', 1)) ?? entries[0];
  if (!part) throw new Error('a bundle has entries');
  const second = { name: partName('events', 2), bytes: part.bytes };
  const at = entries.indexOf(part);
  const verifying = (reason: BundleFault): Expected => ({ at: 'verify', reason });
  return [
    ['path-up', evil('../../evil.sh'), verifying('foreign-name')],
    ['path-absolute', raw('/etc/cron.d/evil-and-more'), verifying('foreign-name')],
    ['path-windows', raw('C:\\Windows\\evil-and-more.exe'), verifying('foreign-name')],
    ['path-inside', evil('data/../../../evil.sh'), verifying('foreign-name')],
    ['name-unknown', evil('data/run-me.sh'), verifying('foreign-name')],
    ['name-control', evil('data/\u001b[2Jevil'), verifying('foreign-name')],
    ['name-twice', zipped(entries.toSpliced(at, 0, part)), verifying('duplicate-name')],
    ['entry-link', poked(bytes, central, 38, [0, 0, 0xff, 0xa1]), verifying('directory')],
    ['entry-encrypted', poked(bytes, 'PK', 6, [1, 0]), verifying('encrypted-entry')],
    ['entry-compressed', poked(bytes, 'PK', 8, [8, 0]), verifying('header')],
    ['entry-streamed', poked(bytes, 'PK', 6, [8, 0]), verifying('header')],
    ['entry-huge', poked(bytes, 'PK', 18, [0, 0, 0, 0xf0, 0, 0, 0, 0xf0]), verifying('too-large')],
    ['entry-zip64', poked(bytes, 'PK', 18, Array(8).fill(0xff)), verifying('too-large')],
    ['entry-extra', poked(bytes, 'PK', 28, [4, 0]), verifying('header')],
    [
      'entry-order',
      zipped([...entries.slice(1, 3).toReversed(), ...entries]),
      verifying('out-of-order'),
    ],
    ['entry-more', zipped(entries.toSpliced(at + 1, 0, second)), verifying('not-listed')],
    ['entry-fewer', zipped(entries.toSpliced(at, 1)), verifying('missing')],
    ['list-overlap', poked(bytes, central, 42, [1]), verifying('directory')],
    ['list-zip64', poked(bytes, end, 8, [0xff, 0xff, 0xff, 0xff]), verifying('directory')],
    [
      'list-comment',
      Buffer.concat([poked(bytes, end, 20, [4, 0]), Buffer.from('evil')]),
      verifying('directory'),
    ],
    ['file-after', Buffer.concat([bytes, bytes]), verifying('surplus')],
    ['file-before', Buffer.concat([Buffer.from('#!/bin/sh\n'), bytes]), verifying('not-a-bundle')],
    ['file-cut', bytes.subarray(0, bytes.indexOf(central) + 10), verifying('truncated')],
    ['name-case', renamed('bagit.txt', 'BAGIT.TXT'), verifying('foreign-name')],
    ['name-homoglyph', renamed('data/session', 'data/s\u0435ssio'), verifying('foreign-name')],
    ['name-composed', renamed('data/events', 'data/e\u0301ven'), verifying('foreign-name')],
    ['name-nul', renamed('.ndjson.gz', '.ndjson\0gz'), verifying('foreign-name')],
    ['name-folder', renamed('vestigo-bundle/d', 'vestigo-bundlE/d'), verifying('foreign-name')],
    ['name-backslash', renamed('data/session', 'data\\session'), verifying('foreign-name')],
    ['name-long', evil('x'.repeat(3000)), verifying('header')],
    ['path-share', raw('\\\\server\\share\\evil-and-more'), verifying('foreign-name')],
    ['entry-aes', poked(bytes, 'PK', 8, [99, 0]), verifying('header')],
    ['entry-utf8', poked(bytes, 'PK', 6, [0, 8]), verifying('header')],
    ['entry-time', poked(bytes, 'PK', 10, [1]), verifying('header')],
    ['entry-sizes', poked(bytes, 'PK', 22, [1, 0, 0, 0]), verifying('header')],
    [
      'list-name',
      poked(bytes, central, 46 + 'vestigo-bundle/'.length, [0x2e]),
      verifying('directory'),
    ],
    ['list-sizes', poked(bytes, central, 20, [1, 0, 0, 0]), verifying('directory')],
    ['list-entry-comment', poked(bytes, central, 32, [8, 0]), verifying('directory')],
    ['list-fewer', poked(bytes, end, 8, [1, 0, 1, 0]), verifying('directory')],
    ['list-disks', poked(bytes, end, 4, [1, 0, 1, 0]), verifying('directory')],
    ['list-start', poked(bytes, end, 16, [0, 0, 0, 0]), verifying('directory')],
    ['list-gap', gapped(bytes, central), verifying('directory')],
    [
      'list-twice',
      Buffer.concat([bytes, bytes.subarray(bytes.indexOf(central))]),
      verifying('surplus'),
    ],
    ['manifest-up', zipped(manifestWith(entries, '../../evil.sh')), verifying('checksum')],
    ['manifest-other', zipped(withManifest(entries)), verifying('checksum')],
    ['signature-other', zipped(withSignature(entries)), verifying('signature')],
  ];
}

/** Bytes that nobody accounts for, between the last entry and the list. */
function gapped(bytes: Buffer, central: Buffer): Buffer {
  const at = bytes.indexOf(central);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from('evil'), bytes.subarray(at)]);
}

/** The manifest names one file more. */
function manifestWith(entries: readonly Entry[], path: string): Entry[] {
  return entries.map((entry) =>
    entry.name === names.manifest
      ? {
          ...entry,
          bytes: Buffer.concat([entry.bytes, Buffer.from(`${'0'.repeat(64)}  ${path}\n`)]),
        }
      : entry,
  );
}

function withManifest(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) =>
    entry.name === names.manifest
      ? {
          ...entry,
          bytes: Buffer.from(
            entry.bytes.toString().replace(/[\da-f]/, (digit) => (digit === '0' ? '1' : '0')),
          ),
        }
      : entry,
  );
}

/** Signed again by somebody else, whose key is not the one in the bundle. */
function withSignature(entries: readonly Entry[]): Entry[] {
  const other = readSigningKey(newSigningKeyText());
  const tagManifest = entries.find(({ name }) => name === names.tagManifest)?.bytes;
  if (!other || !tagManifest) throw new Error('a bundle has a tag manifest');
  return entries.map((entry) =>
    entry.name === names.signature
      ? { ...entry, bytes: envelopeOf(tagManifest, { privateKey: other }) }
      : entry,
  );
}

/** What a stranger may state of bundles that came before. */
function statedOnes(forger: Forger): Case[] {
  const hex = 'ab'.repeat(32);
  const good = {
    sha256: hex,
    sealedAt: '2026-11-20T16:20:00.000Z',
    signer: { name: script, fingerprint: hex },
    through: null,
  };
  const stating = (...lines: string[]) =>
    forger.withText(
      names.info,
      (info) => info + lines.map((line) => `Vestigo-Origin: ${line}\n`).join(''),
    );
  const named = (name: string) =>
    stating(JSON.stringify({ ...good, signer: { ...good.signer, name } }));
  const facts: Expected = { at: 'verify', reason: 'facts' };
  const line = JSON.stringify(good);
  const most = mostStated.origins;
  return [
    ['origin-harmless', stating(...Array<string>(most).fill(line)), null],
    [
      'origin-flood',
      stating(...Array<string>(most + 1).fill(line)),
      { at: 'verify', reason: 'too-many' },
    ],
    ['origin-line-long', stating(line.replace('{', `{${' '.repeat(2000)}`)), facts],
    ['origin-name-long', named('x'.repeat(mostStated.name + 1)), facts],
    ['origin-name-control', named('\u001b[2Jevil'), facts],
    ['origin-no-json', stating(line.slice(1)), facts],
    ['origin-time', stating(JSON.stringify({ ...good, sealedAt: 'once' })), facts],
    [
      'origin-complete',
      forger.withText(names.info, (info) => info.replace(/(?<=Complete: ).*/, 'perhaps')),
      facts,
    ],
    [
      'facts-time',
      forger.withText(names.facts, (text) => text.replace(/(?<="sealedAt":")[^"]*/, 'once')),
      facts,
    ],
  ];
}

function sealedOnes(forger: Forger): Case[] {
  const events = forger.linesOf('events');
  const [first = '', second = ''] = events;
  const ledger = forger.linesOf('ledger');
  const marks = forger.linesOf('marks');
  const [response = ''] = forger.linesOf('responses');
  const because = (reason: BundleFault): Expected => ({ at: 'unseal', reason });
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  const inEvents = (...lines: string[]) => forger.withLines('events', lines);
  const zeros = Buffer.alloc(20 * 2 ** 20);
  return [
    ['harmless', forger.bytes, null],
    [
      'json-deep',
      inEvents(first, second.replace('"raw":{', `"raw":{"x":${deep},`)),
      because('too-deep'),
    ],
    ['json-none', inEvents(first, second.slice(0, -1)), because('not-json')],
    [
      'json-proto',
      inEvents(first, second.replace('{', '{"__proto__":{"admin":true},')),
      because('wrong-shape'),
    ],
    [
      'json-shape',
      inEvents(first, second.replace('"time":', '"time":{},"time_":')),
      because('wrong-shape'),
    ],
    [
      'part-bomb',
      forger.withPart('events', gzipSync(zeros), { lines: 2, bytes: zeros.length }),
      because('ratio'),
    ],
    [
      'part-no-gzip',
      forger.withPart('events', Buffer.from('no gzip'), { lines: 2, bytes: 7 }),
      because('packing'),
    ],
    [
      'part-no-end',
      forger.withPart('events', gzipSync('{}'), { lines: 1, bytes: 2 }),
      because('packing'),
    ],
    ['count-more', forger.withLines('events', events, { lines: 1 }), because('count')],
    ['count-fewer', forger.withLines('events', events, { lines: 3 }), because('count')],
    ['count-endless', forger.withLines('events', events, { bytes: 2 ** 50 }), because('too-large')],
    [
      'body-other',
      forger.withLines('responses', [response.replace('"body":"', '"body":" ')]),
      because('chain'),
    ],
    [
      'chain-other',
      forger.withLines(
        'ledger',
        ledger.map((line) => line.replace(/"chain":"../, '"chain":"00')),
      ),
      because('chain'),
    ],
    [
      'answer-none',
      inEvents(
        first.replace('"answer":1', '"answer":9'),
        second.replace('"answer":1', '"answer":9'),
      ),
      because('reference'),
    ],
    [
      'window-none',
      forger.withLines(
        'ledger',
        ledger.map((line) => line.replace(/"window":\d+/, '"window":77')),
      ),
      because('reference'),
    ],
    [
      'answer-twice',
      forger.withLines('ledger', [...ledger, ...ledger.slice(0, 1)]),
      because('reference'),
    ],
    [
      'marks-beyond',
      forger.withLines(
        'marks',
        marks.map((line) => line.replace('"rows":[0]', '"rows":[4000000000]')),
      ),
      because('reference'),
    ],
    [
      'marks-orphan',
      forger.withLines(
        'marks',
        marks.filter((line) => !line.includes('"kind":"tag"')),
      ),
      because('reference'),
    ],
  ];
}

async function make(folder: string): Promise<void> {
  const forger = new Forger(await sealed());
  mkdirSync(folder, { recursive: true });
  const expected: Record<string, Expected> = {};
  for (const [name, bytes, why] of [
    ...sealedOnes(forger),
    ...statedOnes(forger),
    ...changedOnes(forger),
  ]) {
    const path = join(folder, `${name}.vestigo.zip`);
    if (!existsSync(path)) writeFileSync(path, bytes);
    expected[name] = why;
  }
  writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
}

if (import.meta.main) await make(process.argv[2] ?? '');
