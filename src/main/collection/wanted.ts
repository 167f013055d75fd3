import type { Selection } from '../../shared/session.ts';
import type { DetailsWanted, SessionReader } from '../store/session-store.ts';

/** Rows that one worker asks for; `asked`: how many of them, from the first, it has asked for. */
export interface Share {
  rows: DetailsWanted[];
  asked: number;
}

/**
 * Hands out the events that have no details yet to whoever asks, in the order of their rows, and
 * knows up to which row all have been asked for, whoever is quicker.
 */
export class WantedRows {
  readonly #store: Pick<SessionReader, 'withoutDetails'>;
  readonly #selection: Selection;
  readonly #size: number;
  /** Up to this row everything was given out; up to `#asked` it was asked for as well. */
  #given: number;
  #asked: number;
  readonly #out: Share[] = [];
  /** One question at a time: the next one begins where the answer ends. */
  #line: Promise<unknown> = Promise.resolve();

  /** `after`: the last row that needs not be asked for again, -1 for none. */
  constructor(
    store: Pick<SessionReader, 'withoutDetails'>,
    selection: Selection,
    after: number,
    size: number,
  ) {
    this.#store = store;
    this.#selection = selection;
    this.#given = after;
    this.#asked = after;
    this.#size = size;
  }

  /** null when there is no more. */
  take(): Promise<Share | null> {
    const mine = this.#line.then(() => this.#next());
    this.#line = mine.catch(() => undefined);
    return mine;
  }

  /** To be called with how far a share has come; returns the position for the ledger. */
  advance(share: Share, asked: number): string {
    share.asked = asked;
    for (let [first] = this.#out; first; [first] = this.#out) {
      this.#asked = first.rows[first.asked - 1]?.row ?? this.#asked;
      if (first.asked < first.rows.length) break;
      this.#out.shift();
    }
    return String(this.#asked);
  }

  async #next(): Promise<Share | null> {
    const rows = await this.#store.withoutDetails(this.#selection, this.#size, this.#given);
    const last = rows.at(-1);
    if (!last) return null;
    this.#given = last.row;
    const share = { rows, asked: 0 };
    this.#out.push(share);
    return share;
  }
}
