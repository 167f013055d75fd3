import type { ChannelInput } from '../../../src/shared/contract.ts';
import { pseudonymOf } from '../../../src/shared/masking.ts';
import type { PrivacyState } from '../../../src/shared/privacy.ts';
import type { Reveal } from '../../../src/shared/reveals.ts';
import type { EventRecord, Row } from '../../../src/shared/session.ts';
import { Failed } from '../../../src/shared/errors.ts';
import { maskEvent, maskRow } from '../../../src/main/privacy/mask-event.ts';
import { ShownParts } from '../../../src/main/privacy/shown.ts';
import { wish } from './world.ts';

/** Masking as the session process does it, with pseudonyms that a browser can make. */
const shown = new ShownParts();
if (wish.has('shown')) shown.add({ row: null, field: null });

let hasCode = false;
let locked = wish.has('locked');
const means = (wish.get('locked') as PrivacyState['means'] | null) ?? 'keychain';

const reveals: Reveal[] = wish.has('reveals')
  ? [
      {
        id: 3,
        at: '2026-11-22T08:12:40.000Z',
        who: 'a.soloveva',
        action: 'export',
        row: null,
        event: null,
        field: null,
        events: 214,
        target: 'incident-2026-114.csv',
        reason: 'Передача в службу безопасности, запрос № 88',
      },
      {
        id: 2,
        at: '2026-11-22T07:55:02.000Z',
        who: 'a.soloveva',
        action: 'show',
        row: null,
        event: null,
        field: 'details.new_name',
        events: null,
        target: null,
        reason: 'Дело 114',
      },
      {
        id: 1,
        at: '2026-11-22T07:41:11.000Z',
        who: 'a.soloveva',
        action: 'show',
        row: 5,
        event: { source: 'jayguard', id: '48213377' },
        field: null,
        events: null,
        target: null,
        reason: 'Дело 114',
      },
    ]
  : [];

function masker(value: string): string {
  let hash = 0n;
  for (const letter of value)
    hash = (hash * 1_000_003n + BigInt(letter.codePointAt(0) ?? 0)) % 2n ** 48n;
  return pseudonymOf(hash.toString(16).padStart(12, '0'));
}

export function seenRow(row: Row): Row {
  return maskRow(row, masker, shown.of(row.row));
}

export function seenRecord(record: EventRecord): EventRecord {
  const { row, raw } = maskEvent(
    { row: record.event, raw: record.raw },
    masker,
    shown.of(record.event.row),
  );
  return { ...record, event: row, raw };
}

export function privacyOf(push: (state: PrivacyState) => void) {
  const state = (): PrivacyState => ({ locked, means, hasCode, shown: [...shown.list] });
  const tell = () => {
    push(state());
    return undefined;
  };
  return {
    'privacy.state': state,
    'privacy.reveal': ({ row, field, reason }: ChannelInput<'privacy.reveal'>) => {
      const at = new Date().toISOString();
      const entry = { action: 'show' as const, event: null, events: null, target: null };
      reveals.unshift({ ...entry, id: reveals.length + 1, at, who: 'анна', row, field, reason });
      shown.add({ row, field });
      return tell();
    },
    'privacy.hide': () => {
      shown.hide();
      return tell();
    },
    'privacy.reveals': () => reveals,
    'privacy.saveReveals': () => ({ fileName: 'reveals.csv' }),
    'privacy.lock': () => {
      locked = true;
      return tell();
    },
    'privacy.unlock': ({ secret }: ChannelInput<'privacy.unlock'>) => {
      if (secret !== null && secret !== 'correct horse') throw new Failed('lock.wrong-secret');
      locked = false;
      return tell();
    },
    'privacy.setCode': ({ code }: ChannelInput<'privacy.setCode'>) => {
      hasCode = code !== null;
      return tell();
    },
    'privacy.touch': () => undefined,
    'sessions.delete': () => undefined,
  };
}
