import { array, assert, asyncProperty, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { cef } from '../../../src/main/exporters/cef.ts';
import { nastyText } from '../../support/nasty-texts.ts';
import { batches, exported, gather, layout } from './sample-events.ts';

async function write(events: ReturnType<typeof exported>[], syslog = false): Promise<string[]> {
  const lines = (await gather(cef.encode(batches(events), layout({ syslog })))).split('\n');
  expect(lines.pop()).toBe('');
  return lines;
}

/**
 * A reader after the rules of the CEF Implementation Standard: seven fields of a header divided by
 * pipes, where backslash and pipe are escaped; then `key=value` divided by spaces, where a value
 * lasts to the next key and backslash, equal sign, \n and \r are escaped.
 */
function parse(line: string) {
  const header = /^CEF:0((?:\|(?:[^|\\\r\n]|\\[\\|])*){6})\|(.*)$/su.exec(line);
  if (!header) throw new Error(`no CEF: ${line.slice(0, 80)}`);
  const [, fields = '', extension = ''] = header;
  const parts = [...fields.matchAll(/\|((?:[^|\\]|\\[\\|])*)/gsu)];
  const pairs = /(?:^| )([\w.]+)=((?:[^\\=\r\n]|\\[\\=nr])*?)(?=$| [\w.]+=)/gsu;
  const found = [...extension.matchAll(pairs)];
  // Nothing is left over between the pairs.
  expect(found.map(([pair]) => pair).join('')).toBe(extension);
  const unescaped = (text: string) =>
    text.replaceAll(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one === 'r' ? '\r' : one));
  return {
    header: parts.map(([, text = '']) => unescaped(text)),
    extension: Object.fromEntries(found.map(([, key = '', value = '']) => [key, unescaped(value)])),
  };
}

test('an event is a line with the dictionary’s keys', async () => {
  const [line = ''] = await write([
    exported({
      event: 'user|login\\x',
      actorName: 'Анна = admin',
      target: '17',
      rules: ['ПДн'],
      text: 'a\r\nb|c',
      details: { k: 'v' },
    }),
  ]);
  expect(
    line.startsWith(String.raw`CEF:0|Vestigo|pachca|0.1.0|user\|login\\x|user\|login\\x|3|rt=`),
  ).toBe(true);
  const { header, extension } = parse(line);
  expect(header).toEqual(['Vestigo', 'pachca', '0.1.0', 'user|login\\x', 'user|login\\x', '3']);
  expect(extension).toEqual({
    rt: String(Date.parse('2026-01-02T03:04:05.678Z')),
    externalId: 'a1',
    act: 'user|login\\x',
    suid: '17',
    suser: 'Анна = admin',
    src: '10.0.0.1',
    requestClientApplication: 'Mozilla/5.0 (X11; Linux)',
    msg: 'a\r\nb|c',
    cs1Label: 'target',
    cs1: '17',
    cs4Label: 'rules',
    cs4: '["ПДн"]',
    VestigoActorType: 'User',
    VestigoDetails: '{"k":"v"}',
  });
});

test('addresses go where their kind belongs', async () => {
  const lines = await write(['2001:db8::1', 'unknown'].map((ip) => exported({ ip })));
  expect(parse(lines[0] ?? '').extension).toMatchObject({
    c6a2: '2001:db8::1',
    c6a2Label: 'Source IPv6 Address',
  });
  expect(parse(lines[1] ?? '').extension).toMatchObject({ VestigoIp: 'unknown' });
});

test('a frame of RFC 5424 holds the line', async () => {
  const [plain = ''] = await write([exported()]);
  const [line = ''] = await write([exported({ event: 'user_login' })], true);
  const frame =
    /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([!-~]{1,255}) vestigo - ([!-~]{1,32}) - (.*)$/.exec(
      line,
    );
  expect(frame?.slice(1)).toEqual([
    '110',
    '2026-01-02T03:04:05.678Z',
    expect.any(String),
    'user_login',
    plain,
  ]);
  const [odd = ''] = await write([exported({ event: 'вход в систему' })], true);
  expect(odd).toContain(' vestigo - - - CEF:0|');
});

test('any texts come back, a line each', async () => {
  await assert(
    asyncProperty(array(tuple(nastyText, nastyText), { minLength: 1 }), async (rows) => {
      const lines = await write(
        rows.map(([text, event]) =>
          exported({ text: `x${text}`, note: `x${text}`, event: `e${event}` }),
        ),
      );
      expect(lines).toHaveLength(rows.length);
      // Halves of characters have no form in UTF-8.
      const written = rows.map((row) => row.map((one) => Buffer.from(one).toString()));
      for (const [index, [text = '', event = '']] of written.entries()) {
        const { header, extension } = parse(lines[index] ?? '');
        expect(extension).toMatchObject({ msg: `x${text}`, cs6: `x${text}`, act: `e${event}` });
        expect(header[3]).toBe(`e${event}`.replaceAll(/[\r\n]+/g, ' '));
      }
    }),
    { numRuns: 60 },
  );
});
