import { parseInstant } from '../../../shared/instant.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import type { Row, Selection } from '../../../shared/session.ts';

/** Queries for everything that shares something with an event; null where it has no such thing. */
interface Everything {
  address: string | null;
  /** The other answers of Jay Guard to the same request. */
  request: string | null;
  /** What was done to a chat of Pachca, and what was done in it. */
  chat: string | null;
}

export function everythingWith(row: Row): Everything {
  const chat = chatOf(row);
  return {
    address: row.ip === null ? null : `ip:${quoteValue(row.ip)}`,
    request:
      row.source === 'jayguard' && row.target !== null ? `target:${quoteValue(row.target)}` : null,
    chat:
      chat === null
        ? null
        : `((targetType:Chat target:${quoteValue(chat)}) OR details.chat_id:${quoteValue(chat)})`,
  };
}

/** Ids are texts at the top of an event and numbers in its details. */
function chatOf({ source, target, targetType, details }: Row): string | null {
  if (source !== 'pachca') return null;
  if (targetType === 'Chat' && target !== null) return target;
  const { chat_id: id } = details;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}

/** So many minutes to either side of an event; the last one is inside. */
export function around(row: Row, minutes: number): Selection['period'] {
  const at = parseInstant(row.time);
  const reach = minutes * 60_000_000;
  return at === null ? null : { from: at - reach, to: at + reach + 1 };
}
