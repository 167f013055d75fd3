import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportSession } from '../../../src/main/exporters/export-session.ts';
import { escaped, html } from '../../../src/main/exporters/report/markup.ts';
import { pageMargins } from '../../../src/main/exporters/report/style.ts';
import { maskedView } from '../../../src/main/store/masked-view.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import type { SessionStore } from '../../../src/main/store/session-store.ts';
import type { ReportStyle } from '../../../src/shared/export.ts';
import {
  create,
  everything,
  filled,
  firstWindow,
  folder,
  guardEvent,
  nothingSpent,
  page,
  readEvent,
  request,
  sessionPath,
  start,
} from '../../support/store/session.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { goldenFinding } from '../../support/store/golden.ts';
import { structureOf, textOf } from '../../support/report-page.ts';

const signal = new AbortController().signal;
const plain: ReportStyle = { question: '', author: '', language: 'en', listed: 5000 };

async function report(
  store: SessionStore,
  style: Partial<ReportStyle> = {},
  { query = '', masked = false } = {},
) {
  const path = join(folder(), 'report.html');
  const done = await exportSession(
    masked ? maskedView(store) : store,
    {
      selection: { ...everything, query },
      sort: [],
      format: 'html',
      columns: ['time', 'event'],
      masked,
      path,
      csv: { separator: ',', bom: false },
      partitioned: false,
      syslog: false,
      overwrite: false,
      program: '9.9.9',
      report: { ...plain, ...style },
    },
    { signal },
  );
  const written = await readFile(path, 'utf8');
  const manifest: unknown = JSON.parse(await readFile(`${path}.manifest.json`, 'utf8'));
  return { html: written, text: textOf(written), manifest, done };
}

const some = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => readEvent(from + n));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a report', () => {
  test('says what the query, the ledger and the chain say, and its manifest has its hash', async () => {
    const store = await filled(sessionPath(), some(0, 30));
    await store.tagEvents({ rows: [3, 9] }, 'new key', true);
    await store.setNote(9, 'She was on leave.');
    const {
      html: written,
      text,
      manifest,
      done,
    } = await report(
      store,
      { question: 'Who came in?', author: 'I. Smirnova' },
      { query: 'event:user_login' },
    );
    expect(done.rows).toBe(10);
    expect(manifest).toMatchObject({
      format: 'html',
      rows: 10,
      sha256: sha256(written),
      html: { question: 'Who came in?', marked: 2, listed: 10, answersIntact: true },
    });
    expect(text).toContain('Who came in?');
    expect(text).toContain('I. Smirnova');
    expect(text).toMatch(/Events 10 of 30 in the session/);
    expect(text).toContain('All 10 events that match, newest first.');
    expect(text).toContain('She was on leave.');
    expect(text).toMatch(/new key – \S+, \d\d \w+ \d{4}/);
    // The ledger, and the chain as the session itself computes it.
    expect(text).toContain('https://example.test/v1');
    expect(text).toContain('30 new events');
    expect(text).toContain(await store.verify(signal));
    expect(text).toContain('All 1 answers that are here agree');
    for (const id of ['e0', 'e27']) expect(text).toContain(id);
    expect(text).not.toContain('e28');
  });

  test('never cuts without saying by how much', async () => {
    const store = await filled(sessionPath(), some(0, 30));
    await store.tagEvents({ rows: [1, 2, 3, 4, 5] }, 'seen', true);
    await store.setNote(4, 'the one that matters');
    const { text, manifest } = await report(store, { listed: 3 });
    expect(text).toContain('The first 3 of 30 events that match');
    expect(text).toContain('27 more are not listed here');
    expect(text).toMatch(/More events are marked .* Listed are 1 .* 4 more are counted by tag/);
    expect(text).toContain('the one that matters');
    expect(text).toContain('seen × 5');
    expect(manifest).toMatchObject({ rows: 30, html: { listed: 3, marked: 5 } });
  });

  test('has what rules found and a person confirmed, where it touches these events', async () => {
    const store = await filled(sessionPath(), some(0, 6));
    const finding = { ...goldenFinding, rows: [3], query: 'actor:3' };
    await store.judge({ finding, state: 'confirmed', reason: 'She says it was not her.' });
    const about = await report(store, {}, { query: 'event:user_login' });
    expect(about.text).toContain('Findings by rules');
    expect(about.text).toMatch(
      /second-factor Actor \(ID\): 2 She says it was not her. confirmed by \S+/,
    );
    expect(about.manifest).toMatchObject({ html: { confirmed: 1 } });
    const other = await report(store, {}, { query: 'event:message_deleted' });
    expect(other.text).toContain('1 more confirmed finding is about other events.');
    expect(other.text).not.toContain('She says');
  });

  test('says that other marked events are not in it', async () => {
    const store = await filled(sessionPath(), some(0, 6));
    await store.tagEvents({ rows: [0, 1] }, 'seen', true);
    const { text } = await report(store, {}, { query: 'event:user_login' });
    expect(text).toContain('1 more marked event of the session does not match');
  });

  test('tells what was never collected from what did not happen', async () => {
    const store = await create(sessionPath());
    const [from, to] = [start, start + 2 * 3600e6 - 1];
    const half = start + 3600e6;
    const windows = [
      { from, to: half - 1 },
      { from: half, to },
    ];
    const collection = await store.openCollection(request({ from, to, windows }));
    await store.commitPage(page(firstWindow(collection), some(0, 3)));
    await store.finishWindow(firstWindow(collection), 'complete', null, nothingSpent);
    await store.finishCollection(
      collection.id,
      { kind: 'network.unreachable', params: {} },
      'cancelled',
    );
    const { text, html: drawn } = await report(store);
    expect(text).toContain('Do not rely on this as a whole');
    expect(text).toMatch(/Pachca 01 Mar 2026, 00:00 UTC 01 Mar 2026, 00:59:59 UTC complete/);
    expect(text).toContain('Hatched intervals were not collected completely.');
    expect(drawn).toContain('class="hatch');
    const nothing = await report(await create(sessionPath()));
    expect(nothing.text).toContain(
      'Nothing has been collected here: the absence of events proves nothing.',
    );
  });

  test('in Russian is Russian, with plurals and the zone of each date', async () => {
    const store = await filled(sessionPath(), some(0, 4));
    await store.tagEvents({ rows: [0, 1, 2] }, 'важно', true);
    const { html: russian, text } = await report(store, { language: 'ru' });
    expect(russian).toContain('<html lang="ru">');
    expect(text).toContain('3 события, которые аналитик отметил');
    expect(text).toContain('01.03.2026, 00:00:03 UTC');
    expect(text).not.toMatch(/\{\{|undefined|NaN/);
  });

  test('follows the mask, and says so', async () => {
    const store = await create(sessionPath());
    const windowId = firstWindow(await store.openCollection(request({ source: 'jayguard' })));
    await store.commitPage(page(windowId, [guardEvent('9007199254740993', 5)]));
    await store.finishWindow(windowId, 'complete', null, nothingSpent);
    await store.setNote(0, 'look here');
    const open = await report(store);
    expect(open.text).toContain('4510 123456');
    expect(open.text).not.toContain('Personal data is masked');
    const masked = await report(store, {}, { masked: true });
    expect(masked.html).not.toContain('4510');
    expect(masked.text).toContain('Personal data is masked.');
    expect(masked.text).toContain('‹masked·');
    expect(masked.manifest).toMatchObject({ masked: true });
  });
});

describe('nothing in a report acts', () => {
  const hostile =
    `</style></title><script>alert(1)</script><img src=x onerror="alert(1)">'"` +
    '&lt;\u202Egnp.exe\u2066\u200B\u0000]]>-->{{query}}';

  /** Every text that somebody else can choose. */
  async function withTexts(text: string): Promise<string> {
    const store = await create(sessionPath());
    const event = readEvent(0);
    const windowId = firstWindow(await store.openCollection(request({ address: text })));
    const told = {
      event: text,
      actor: text,
      target: text,
      targetType: text,
      ip: text,
      userAgent: text,
      application: text,
      filter: text,
      rules: [text],
      text,
      details: { [text]: [text] },
    };
    const mapped = { ...event.event, ...told };
    await store.commitPage(page(windowId, [{ event: mapped, raw: event.raw }]));
    await store.finishWindow(windowId, 'complete', null, nothingSpent);
    await store.setNames('pachca', { [text]: text });
    await store.tagEvents({ rows: [0] }, text, true);
    await store.setNote(0, text);
    await store.changePeople({
      kind: 'link',
      name: text,
      actors: [{ source: 'pachca', actor: text }],
    });
    await store.rememberQuery(text);
    await store.saveSearch(null, { name: text, query: text, period: null });
    return (await report(store, { question: text, author: text })).html;
  }

  test('hostile texts are texts, and what cannot be seen is shown', async () => {
    const made = await withTexts(hostile);
    expect(structureOf(made)).toEqual(structureOf(await withTexts('harmless')));
    expect(made).not.toContain('<script');
    expect(made).not.toMatch(/[\p{Cf}\p{Cs}]/u);
    expect(made).not.toContain('\u0000');
    expect(made).toContain('[U+202E]gnp.exe[U+2066][U+200B][U+0000]');
    expect(made).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('of any text nothing is left that could act, in a text or a quoted attribute', () => {
    const signs = constantFrom('<', '>', '&', '"', "'", '\u202E', '\uD800', '\u0000', '😀', 'ж');
    assert(
      property(string({ unit: oneof(signs, anyCharacter) }), (text) => {
        const made = html`<p title="${text}">${text}</p>`.text;
        expect(structureOf(made)).toEqual({ tags: ['p', '/p'], attributes: ['title'] });
        expect(escaped(text)).toMatch(/^(?:[^<>"'&]|&(?:amp|lt|gt|quot|#39);)*$/);
        expect(escaped(text)).not.toMatch(/[\p{Surrogate}\u202E]/u);
        expect(escaped(text)).not.toContain('\u0000');
      }),
    );
  });

  test('a title acts no more in the style of page margins', () => {
    const title = `a' } @import url(//x); </style>\n\\`;
    const [, written = ''] = /@top-left \{ content: '([^']*)'/.exec(pageMargins(title)) ?? [];
    expect(written).toMatch(/^(?:[\p{L}\p{N} ]|\\[\da-f]+ )*$/u);
  });

  test('the policy allows one style by its hash, and nothing else is asked for', async () => {
    const { html: made } = await report(await filled(sessionPath(), some(0, 20)));
    const [, policy = ''] =
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(made) ?? [];
    const style = /<style>([^]*?)<\/style>/.exec(made)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    const { tags, attributes } = structureOf(made);
    for (const tag of ['script', 'link', 'img', 'iframe', 'object', 'base', 'form', 'use']) {
      expect(tags).not.toContain(tag);
    }
    const acting = attributes.filter((name) => /^(?:on|src|style|action|data$|xlink)/.test(name));
    expect(acting).toEqual([]);
    expect(made.match(/href="(?!#)/g)).toBeNull();
    expect(style).not.toMatch(/url\(|@import|expression/);
  });
});

test('what was done to a mark and taken back again is not told of it', async () => {
  const store: LocalSession = await filled(sessionPath(), some(0, 3));
  await store.tagEvents({ rows: [0, 1] }, 'a', true);
  await store.tagEvents({ rows: [1] }, 'b', true);
  await store.undoMarks();
  const told = (await store.marksOf([1, 2, 0])).map((all) =>
    all.map(({ kind, tag }) => kind + tag),
  );
  expect(told).toEqual([['taga'], [], ['taga']]);
});
