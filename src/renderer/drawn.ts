/** A window that nobody sees draws no frames, and is waited for no longer, ms. */
const longestFrame = 100;

/** Resolves when what is shown has been drawn. */
export function drawn(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, longestFrame);
    // A frame is drawn when those have run who are called before it.
    requestAnimationFrame(() => setTimeout(done));
  });
}
