/**
 * A trigger that runs `run` after `pause` ms, never twice at once: triggers that come meanwhile are
 * one more run after it. So what pours in neither floods main nor keeps a slow round from its end.
 */
export function paced(run: () => Promise<unknown>, pause: number): () => void {
  let wanted = false;
  let running = false;

  async function go(): Promise<void> {
    running = true;
    while (wanted) {
      await new Promise((done) => setTimeout(done, pause));
      wanted = false;
      // What failed is shown where it is shown; the next trigger tries again.
      await run().catch(() => undefined);
    }
    running = false;
  }

  return () => {
    wanted = true;
    if (!running) void go();
  };
}
