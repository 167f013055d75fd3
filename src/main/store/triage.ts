import { z } from 'zod';
import { Failed, failureSchema } from '../../shared/errors.ts';
import {
  noticeStateSchema,
  recipientSchema,
  type Notice,
  type NoticeDraft,
  type NoticeOutcome,
} from '../../shared/notices.ts';
import { findingSchema } from '../../shared/rules.ts';
import {
  triageStateSchema,
  type Judgement,
  type Triaged,
  type TriageWork,
} from '../../shared/triage.ts';
import type { Database } from './file/sqlite.ts';

const judgementRow = z.object({
  at: z.string(),
  who: z.string(),
  state: triageStateSchema,
  reason: z.string().nullable(),
  finding: z.string(),
});

const noticeRow = z.object({
  id: z.number().int(),
  at: z.string(),
  who: z.string(),
  finding: z.string(),
  address: z.string(),
  recipient: z.string(),
  text: z.string(),
  state: noticeStateSchema,
  failure: z.string().nullable(),
  message_id: z.string().nullable(),
});

/**
 * What people made of findings, and whom they told. A finding is known by its key, however often
 * rules are run. Methods that write run inside the caller's transaction.
 */
export class TriageTable {
  readonly #db: Database;
  readonly #who: string;

  /** `who` signs judgements and messages. */
  constructor(db: Database, who: string) {
    this.#db = db;
    this.#who = who;
  }

  /** Every finding that was judged, as it was at the last time, by its first judgement. */
  list(): Triaged[] {
    const found = new Map<string, Triaged>();
    for (const { finding, ...judgement } of this.judgements()) {
      const history = [...(found.get(finding.key)?.history ?? []), judgement];
      found.set(finding.key, { finding, history });
    }
    return [...found.values()];
  }

  /** All that was said, oldest first, each with the finding as it was then. */
  judgements(): (Judgement & Pick<Triaged, 'finding'>)[] {
    const rows = this.#db.prepare('SELECT * FROM judgement ORDER BY id').all();
    return z
      .array(judgementRow)
      .parse(rows)
      .map(({ finding, ...judgement }) => ({
        ...judgement,
        finding: findingSchema.parse(JSON.parse(finding)),
      }));
  }

  judge({ finding, state, reason }: TriageWork): void {
    this.#db
      .prepare(
        'INSERT INTO judgement (at, who, key, state, reason, finding) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(now(), this.#who, finding.key, state, reason, JSON.stringify(finding));
  }

  /** Latest first. */
  notices(): Notice[] {
    const rows = this.#db.prepare('SELECT * FROM notice ORDER BY id DESC').all();
    return z
      .array(noticeRow)
      .parse(rows)
      .map(({ recipient, failure, message_id, ...rest }) => ({
        ...rest,
        to: recipientSchema.parse(JSON.parse(recipient)),
        failure: failure === null ? null : failureSchema.parse(JSON.parse(failure)),
        messageId: message_id,
      }));
  }

  /** Before it is sent; returns its number. */
  beginNotice({ finding, address, to, text }: NoticeDraft): number {
    const { lastInsertRowid } = this.#db
      .prepare(
        `INSERT INTO notice (at, who, finding, address, recipient, text, state)
         VALUES (?, ?, ?, ?, ?, ?, 'sending')`,
      )
      .run(now(), this.#who, finding, address, JSON.stringify(to), text);
    return Number(lastInsertRowid);
  }

  /** Said once of each. Throws `input.invalid` for one that is not being sent. */
  endNotice(id: number, { state, failure, messageId }: NoticeOutcome): Notice {
    const { changes } = this.#db
      .prepare(
        `UPDATE notice SET state = ?, failure = ?, message_id = ?
         WHERE id = ? AND state = 'sending'`,
      )
      .run(state, failure && JSON.stringify(failure), messageId, id);
    const ended = changes === 1 ? this.notices().find((one) => one.id === id) : undefined;
    if (!ended) throw new Failed('input.invalid', { field: 'id' });
    return ended;
  }
}

function now(): string {
  return new Date().toISOString();
}
