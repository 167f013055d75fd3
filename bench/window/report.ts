/** Prints figures with the targets of a million events beside them, each line as it comes; keeps what was wrong. */
export class Report {
  readonly #wrong: string[] = [];
  readonly #over: string[] = [];
  #title = '';

  title(words: string): void {
    this.#title = words;
    console.log(`\n${words}`);
  }

  line(what: string, value: string, beside = ''): void {
    console.log(`  ${what.padEnd(46)}${value.padStart(24)}   ${beside}`.trimEnd());
  }

  /** @param target in the same unit; shown beside the figure with how much of it was taken */
  ms(what: string, value: number | null, target: number | null = null): void {
    if (value === null) return this.line(what, 'nothing changed');
    const beside = target === null ? '' : this.against(what, value, target, 'ms');
    this.line(what, `${value.toFixed(0)} ms`, beside);
  }

  /** What share of a target was taken, in words; what is over it is told again at the end. */
  against(what: string, value: number, target: number, unit: string): string {
    const share = `${(value / target).toFixed(2)} of ${target} ${unit}`;
    if (value > target) this.#over.push(`${this.#title.split(':')[0]}: ${what}: ${share}`);
    return share;
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
    this.title(this.#over.length === 0 ? 'Every target was met.' : 'Over their targets');
    for (const one of this.#over) console.log(`  ${one}`);
    const { length } = this.#wrong;
    console.log(length === 0 ? '\nEverything shown was right.' : `\n${length} WRONG`);
    return length === 0 ? 0 : 1;
  }
}
