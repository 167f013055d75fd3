const redrawMs = 200;
const sparseMs = 10_000;

/** Progress on standard error: one line that is redrawn in a terminal, else a line now and then. */
export interface StatusLine {
  show(text: () => string): void;
  clear(): void;
}

export function statusLine(): StatusLine {
  const { stderr } = process;
  let shownAt = stderr.isTTY ? -Infinity : performance.now();
  let drawn = false;
  return {
    show(text) {
      const now = performance.now();
      if (now - shownAt < (stderr.isTTY ? redrawMs : sparseMs)) return;
      shownAt = now;
      drawn = true;
      stderr.write(stderr.isTTY ? `\r\x1b[2K${text()}` : `${text()}\n`);
    },
    clear() {
      if (drawn && stderr.isTTY) stderr.write('\r\x1b[2K');
      drawn = false;
    },
  };
}
