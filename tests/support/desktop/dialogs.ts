import type { ElectronApplication } from '@playwright/test';

/** The system's own dialogs cannot be driven: answers the next "save as" with a path, or closes it. */
export async function answerSaveDialog(
  app: ElectronApplication,
  path: string | null,
): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' });
  }, path);
}

/** The same for "open". */
export async function answerOpenDialog(
  app: ElectronApplication,
  path: string | null,
): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({
        canceled: filePath === null,
        filePaths: filePath === null ? [] : [filePath],
      });
  }, path);
}
