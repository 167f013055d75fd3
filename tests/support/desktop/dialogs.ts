import type { ElectronApplication } from '@playwright/test';

/**
 * The system's own dialogs cannot be driven: answers every further one of its kind with a path,
 * or closes it (null).
 */
export async function answerFileDialog(
  app: ElectronApplication,
  kind: 'save' | 'open',
  path: string | null,
): Promise<void> {
  await app.evaluate(
    ({ dialog }, answer) => {
      const canceled = answer.path === null;
      const paths = answer.path === null ? [] : [answer.path];
      if (answer.kind === 'save') {
        dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: paths[0] ?? '' });
      } else {
        dialog.showOpenDialog = () => Promise.resolve({ canceled, filePaths: paths });
      }
    },
    { kind, path },
  );
}
