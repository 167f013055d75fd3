import type { ElectronApplication } from '@playwright/test';

/**
 * The system's own questions cannot be pressed: answers every further one with the button of that
 * name. Who asks for a button that is not there hears the first one.
 */
export async function answerQuestions(app: ElectronApplication, button: string) {
  await app.evaluate(({ dialog }, wanted) => {
    Reflect.set(globalThis, 'asked', 0);
    dialog.showMessageBox = (...words: unknown[]) => {
      Reflect.set(globalThis, 'asked', Number(Reflect.get(globalThis, 'asked')) + 1);
      const { buttons } = words.at(-1) as { buttons: string[] };
      const response = Math.max(0, buttons.indexOf(wanted));
      return Promise.resolve({ response, checkboxChecked: false });
    };
  }, button);
  return {
    /** How many questions there were since. */
    asked: () => app.evaluate(() => Number(Reflect.get(globalThis, 'asked'))),
  };
}
