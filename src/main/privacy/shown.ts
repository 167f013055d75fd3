import type { Shown } from '../../shared/reveals.ts';
import type { Revealed } from './mask-json.ts';

type Part = Shown[number];

/** What a person has been shown since the session was opened or the window was locked. */
export class ShownParts {
  #parts: Part[];

  constructor(parts: Shown = []) {
    this.#parts = [...parts];
  }

  get list(): Shown {
    return this.#parts;
  }

  /** A null row is every event, a null field every field. */
  add({ row, field }: Part): void {
    if (!this.#parts.some((part) => part.row === row && part.field === field)) {
      this.#parts = [...this.#parts, { row, field }];
    }
  }

  hide(): void {
    this.#parts = [];
  }

  /** Which fields of an event are to be seen; null asks for what is shown of every event. */
  of(row: number | null): Revealed {
    const parts = this.#parts.filter((part) => part.row === null || part.row === row);
    if (parts.some(({ field }) => field === null)) return () => true;
    const fields = parts.map(({ field }) => field);
    return (field) => fields.some((shown) => shown === field || holds(shown, field));
  }
}

/** `details` and a KEY of it hold what lies below them. */
function holds(shown: string | null, field: string): boolean {
  return shown !== null && shown.startsWith('details') && field.startsWith(`${shown}.`);
}
