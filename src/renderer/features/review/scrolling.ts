/** A table that is being scrolled all the time is not waited for longer than this, ms. */
const longest = 1000;

/** Whether a table is being scrolled, for those who wait until it is not. */
export class Scrolling {
  private on = false;
  private ended = () => {};

  set(on: boolean): void {
    if (!on) this.ended();
    this.on = on;
  }

  async end(): Promise<void> {
    if (!this.on) return;
    await new Promise<void>((ended) => {
      this.ended = ended;
      setTimeout(ended, longest);
    });
  }
}
