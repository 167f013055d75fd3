/** Prints figures with the targets of a million events beside them; keeps what was found wrong. */
export class Report {
  readonly #wrong: string[] = [];

  title(words: string): void {
    console.log(`\n${words}`);
  }

  /** @param target in the same unit; shown beside the figure with how much of it was taken */
  ms(what: string, value: number | null, target: number | null = null): void {
    if (value === null) return this.line(what, 'nothing changed');
    const ratio = target === null ? '' : `${(value / target).toFixed(2)} of ${target} ms`;
    this.line(what, `${value.toFixed(0)} ms`, ratio);
  }

  line(what: string, value: string, beside = ''): void {
    console.log(`  ${what.padEnd(44)}${value.padStart(18)}   ${beside}`.trimEnd());
  }

  /** What is not so makes the bench fail. */
  check(what: string, found: unknown, expected: unknown): void {
    const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
    if (is === should) return;
    this.#wrong.push(what);
    console.log(`  WRONG: ${what}: ${is}, should be ${should}`);
  }

  /** @returns the exit status */
  end(): number {
    const { length } = this.#wrong;
    console.log(length === 0 ? '\nEverything shown was right.' : `\n${length} WRONG`);
    return length === 0 ? 0 : 1;
  }
}
