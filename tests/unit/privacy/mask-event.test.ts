import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../../src/main/byte-text.ts';
import { readJayGuardDetails } from '../../../src/main/connectors/jayguard/details.ts';
import { readJayGuardEvent } from '../../../src/main/connectors/jayguard/event.ts';
import { readPachcaEvent } from '../../../src/main/connectors/pachca/event.ts';
import { maskEvent, maskRaw } from '../../../src/main/privacy/mask-event.ts';
import { createMasker } from '../../../src/main/privacy/masker.ts';
import type { Event, MappedEvent } from '../../../src/shared/event.ts';
import { isMasked } from '../../../src/shared/masking.ts';

const masker = createMasker(new Uint8Array(32).fill(3));

/** Letters that stand nowhere but in what is personal. */
const secretLetters = /[ЖЩЫЭЮ]/u;
const secret = fc
  .array(fc.constantFrom('Ж', 'Щ', 'Ы', 'Э', 'Ю', '"', '\\', '\n', '🙂', ' '), { minLength: 4 })
  .map((parts) => `Ж${parts.join('')}`);
const key = fc.oneof(
  secret,
  fc.constantFrom('name', 'reason', 'text', 'user_id', 'scopes', 'changes', 'previous', 'email'),
  fc.constantFrom('a.b', 'details', 'message', '__proto__', 'filter', 'dlp_rule_id', 'phone'),
);
const { value: personal } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    secret,
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true })),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const details = fc.dictionary(key, personal, { maxKeys: 5, noNullPrototype: true });

const pachca = details.map((own) => ({
  id: 'e1',
  created_at: '2026-03-01T00:00:00Z',
  event_key: 'chat_renamed',
  actor_id: '7',
  ip_address: '10.0.0.1',
  details: own,
}));
const jayguard = fc.tuple(details, secret, details).map(([own, message, filter]) => ({
  ...Object.fromEntries(Object.entries(own).filter(([name]) => name !== 'message')),
  eventId: 5,
  createdAt: '2026-03-01T00:00:00Z',
  action: 'redact',
  email: 'a@b.example',
  appliedRules: ['Паспорта'],
  message,
  filter: { ...filter, id: 1, name: 'Персональные данные' },
}));

/** The same JSON, letters beyond ASCII written as escapes. */
function escaped(json: string): string {
  return json.replaceAll(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function eventOf(mapped: MappedEvent): Event {
  return { ...mapped, time: '2026-03-01T00:00:00.000Z', tags: ['Ёж'], note: 'записка' };
}

const vendors = fc.oneof(
  pachca.map((vendor) => ({ read: readPachcaEvent, raw: JSON.stringify(vendor) })),
  jayguard.map((vendor) => ({ read: readJayGuardEvent, raw: JSON.stringify(vendor) })),
);

describe('a masked event', () => {
  it('holds nothing personal anywhere, however the JSON is written', () => {
    fc.assert(
      fc.property(vendors, fc.boolean(), ({ read, raw: plain }, inEscapes) => {
        const raw = inEscapes ? escaped(plain) : plain;
        const masked = maskEvent({ row: eventOf(read(raw)), raw }, masker);
        expect(JSON.stringify(masked.row)).not.toMatch(secretLetters);
        expect(JSON.stringify(JSON.parse(masked.raw))).not.toMatch(secretLetters);
      }),
      { numRuns: 500 },
    );
  });

  it('is the event of its masked JSON: both are masked alike', () => {
    fc.assert(
      fc.property(pachca, (vendor) => {
        const raw = JSON.stringify(vendor);
        const masked = maskEvent({ row: eventOf(readPachcaEvent(raw)), raw }, masker);
        expect(masked.row).toEqual(eventOf(readPachcaEvent(masked.raw)));
      }),
    );
  });

  it('stays as it is when it is masked again', () => {
    fc.assert(
      fc.property(vendors, ({ read, raw }) => {
        const once = maskEvent({ row: eventOf(read(raw)), raw }, masker);
        expect(maskEvent(once, masker)).toEqual(once);
      }),
    );
  });

  it('keeps what is not personal, to the letter', () => {
    const raw =
      '{"id":"e1", "created_at":"2026-03-01T00:00:00Z","event_key":"dlp_violation_detected",' +
      '"entity_id":12345678901234567890,"actor_id":"7","ip_address":"10.0.0.1",' +
      '"details":{"dlp_rule_name":"Не отправлять","chat_id":12345678901234567890,"scopes":["a:b"],' +
      '"changes":{"scopes":{"previous":["chats:read"],"new":[]}},"conditions_matched":true}}';
    const row = eventOf(readPachcaEvent(raw));
    expect(maskEvent({ row, raw }, masker)).toEqual({ row, raw });
  });

  it('hides what is, and keeps the rest of its JSON', () => {
    const raw =
      '{"id":"e1","created_at":"2026-03-01T00:00:00Z","event_key":"chat_renamed","details":' +
      '{"old_name":"Отчёт","new_name":"Отчёт","reason":"Иванов попросил","context":"sso_login",' +
      '"phone":79000000000,"changes":{"outgoing_url":{"previous":"https://a.example/x"}}}}';
    const masked = maskEvent({ row: eventOf(readPachcaEvent(raw)), raw }, masker);
    const { old_name: before, new_name: after, ...others } = masked.row.details;
    expect(before).toBe(after);
    expect(isMasked(String(before))).toBe(true);
    expect(others).toEqual({
      reason: masker('Иванов попросил'),
      context: 'sso_login',
      phone: masker('79000000000'),
      changes: { outgoing_url: { previous: masker('https://a.example/x') } },
    });
  });

  it('shows the fields that were asked for, and no other', () => {
    const raw =
      '{"eventId":1,"createdAt":"2026-03-01T00:00:00Z","action":"deny","message":"Привет, мир",' +
      '"extra":"что-то"}';
    const read = (field: string) => field === 'text';
    const masked = maskEvent({ row: eventOf(readJayGuardEvent(raw)), raw }, masker, read);
    expect(masked.row.text).toBe('Привет, мир');
    expect(masked.row.details).toEqual({ extra: masker('что-то') });
    expect(masked.raw).toBe(raw.replace('что-то', masker('что-то')));
  });
});

describe('what audit/details said', () => {
  it('is masked as the findings are', () => {
    const raw =
      '{"eventId":1,"content":"Паспорт 4510","details":[{"searchMethodId":"passport-regex","value":"4510"}]}';
    const masked = readJayGuardDetails(maskRaw('jayguardDetails', raw, masker));
    expect(masked.content).toBe(masker('Паспорт 4510'));
    expect(masked.findings).toEqual([{ method: 'passport-regex', value: masker('4510') }]);
  });
});

describe('JSON that nobody understood', () => {
  it('becomes one pseudonym when it is no JSON at all', () => {
    expect(maskRaw('pachca', '{"id": Иванов', masker)).toBe(
      JSON.stringify(masker('{"id": Иванов')),
    );
  });

  it('may be as deep as it likes', () => {
    const raw = `${'['.repeat(50_000)}"Иванов"${']'.repeat(50_000)}`;
    expect(maskRaw('pachca', raw, masker)).toBe(raw.replace('Иванов', masker('Иванов')));
  });
});

describe('a masker', () => {
  it('keeps equal values equal and others apart, within one secret only', () => {
    const other = createMasker(new Uint8Array(32).fill(4));
    expect(masker('а')).toBe(masker('а'));
    expect(masker('а')).not.toBe(masker('б'));
    expect(masker('а')).not.toBe(other('а'));
  });
});

it('a pseudonym is an HMAC-SHA-256, in text and in bytes, however long secret and value are', () => {
  const values = ['Анна', 'a'.repeat(300), 'я'.repeat(300), '\ud800 🙂', 'ё'.repeat(70_000)];
  for (const secret of [Buffer.alloc(32, 7), Buffer.alloc(100, 3), Buffer.alloc(64, 1)]) {
    const masker = createMasker(secret);
    for (const value of [...values, ...values.toReversed()]) {
      const digest = createHmac('sha256', secret).update(value).digest('hex');
      const pseudonym = `‹masked·${digest.slice(0, 12)}›`;
      expect(masker(value)).toBe(pseudonym);
      expect(masker.bytes(bytesOf(value))).toBe(bytesOf(pseudonym));
      expect(masker(pseudonym)).toBe(pseudonym);
      expect(masker.bytes(bytesOf(pseudonym))).toBe(bytesOf(pseudonym));
    }
  }
});
