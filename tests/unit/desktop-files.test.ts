import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultSettings, settingsSchema } from '../../src/shared/settings.ts';
import { fileNameFrom } from '../../src/main/desktop/file-name.ts';
import { readByKey } from '../../src/main/desktop/kept.ts';
import { servePages } from '../../src/main/desktop/pages.ts';
import { scrub } from '../../src/main/desktop/scrub.ts';
import { anyCharacter } from '../support/any-character.ts';

describe('settings from a file', () => {
  const read = (stored: Record<string, unknown>) =>
    readByKey(settingsSchema, defaultSettings, stored);

  test('a value that does not fit gives way to its default, the others stay', () => {
    const stored = {
      language: 'ru',
      theme: 'pink',
      zone: 'Mars/Base',
      density: 'comfortable',
      columns: 5,
    };
    expect(read(stored)).toEqual({ ...defaultSettings, language: 'ru', density: 'comfortable' });
  });

  test('what a later version added is left out', () => {
    expect(read({ ...defaultSettings, zone: 'Asia/Tokyo', future: 1 })).toEqual({
      ...defaultSettings,
      zone: 'Asia/Tokyo',
    });
  });

  test('whatever the file holds, settings come out', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(defaultSettings)), fc.jsonValue()),
        (stored) => {
          expect(settingsSchema.safeParse(read(stored)).success).toBe(true);
        },
      ),
    );
  });
});

describe('file names', () => {
  test.each([
    ['Инцидент 12', 'Инцидент 12'],
    ['../../etc/passwd', 'etc passwd'],
    ['a:b\\c*?"<>|\u0000', 'a b c'],
    ['...', 'Session'],
    ['con', 'Session'],
    [' x. ', 'x'],
  ])('«%s» becomes «%s»', (name, wanted) => expect(fileNameFrom(name, 'Session')).toBe(wanted));

  test('no name leads out of its folder', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (name) => {
        expect(fileNameFrom(name, 'Session')).toMatch(/^[^/\\\p{Cc}.][^/\\\p{Cc}]*$/u);
      }),
    );
  });
});

describe('pages', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'pages-'));
    await mkdir(join(root, 'site'));
    await writeFile(join(root, 'site/index.html'), '<html><head></head></html>');
    await writeFile(join(root, 'site/a.js'), 'a');
    await writeFile(join(root, 'site/notes.txt'), 'not served');
    await writeFile(join(root, 'secret.js'), 'secret');
  });
  afterAll(() => rm(root, { recursive: true }));
  const get = (url: string, method = 'GET') =>
    servePages(join(root, 'site'))(new Request(url, { method }));

  test('files of the folder come with their type and the policy', async () => {
    const page = await get('app://vestigo/');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toContain('unsafe');
    const script = await get('app://vestigo/a.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await script.text()).toBe('a');
  });

  test.each([
    'app://vestigo/../secret.js',
    'app://vestigo/%2e%2e/secret.js',
    'app://vestigo/..%2fsecret.js',
    'app://vestigo/..%5csecret.js',
    'app://vestigo//etc/passwd',
    'app://vestigo/%00',
    'app://vestigo/%E0%A4%A',
    'app://vestigo/notes.txt',
    'app://vestigo/none.js',
    'app://elsewhere/a.js',
    'app://me@vestigo/a.js',
  ])('%s is not found', async (url) => {
    const request = { url, method: 'GET' } as Request;
    const answer = await servePages(join(root, 'site'))(request);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  test('only GET', async () => expect((await get('app://vestigo/a.js', 'POST')).status).toBe(404));
});

test('the log keeps no path, token or key', () => {
  expect(scrub('failed /home/анна/дело 5/session.vestigo')).not.toContain('анна');
  expect(scrub('C:\\Users\\anna\\x.vestigo')).toBe('…/x.vestigo');
  expect(scrub('Authorization: Bearer abc')).toBe('Authorization: […]');
  expect(scrub(`key ${'a1B2'.repeat(8)}`)).toBe('key […]');
  expect(scrub(new Error('secret message'))).toBe('Error');
  expect(scrub({ token: 'x' })).toBe('object');
  expect(scrub('{"kind":"service.rate-limited"}')).toBe('{"kind":"service.rate-limited"}');
});
