/** The answers to the last few questions. */
export class Recent<T> {
  private readonly most: number;
  private readonly answers = new Map<string, T>();

  constructor(most: number) {
    this.most = most;
  }

  /** The answer kept under `key`, else the one that `make` gives. */
  get(key: string, make: () => T): T {
    const answer = this.answers.get(key) ?? make();
    this.answers.delete(key);
    this.answers.set(key, answer);
    const [oldest] = this.answers.keys();
    if (this.answers.size > this.most && oldest !== undefined) this.answers.delete(oldest);
    return answer;
  }

  /** The answers kept, the oldest first. */
  values(): Iterable<T> {
    return this.answers.values();
  }

  clear(): void {
    this.answers.clear();
  }
}
