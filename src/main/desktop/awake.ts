import { net, powerMonitor, powerSaveBlocker } from 'electron';

const LOOK_MS = 2000;

/**
 * Keeps the laptop from falling asleep by itself while something is fetched, and calls `nudge` when
 * there is reason to try the network again: the laptop woke up, or the system says it is online
 * again. Electron has no event for the second: it is looked at while there is work.
 *
 * @returns to be told whether something is being fetched now
 */
export function stayAwake(nudge: () => void): (isAtWork: boolean) => void {
  let blocker: number | null = null;
  let looking: NodeJS.Timeout | null = null;
  let wasOnline = true;

  powerMonitor.on('resume', nudge);

  function look(): void {
    const isOnline = net.isOnline();
    if (isOnline && !wasOnline) nudge();
    wasOnline = isOnline;
  }

  return (isAtWork) => {
    if (isAtWork === (blocker !== null)) return;
    if (blocker === null) {
      blocker = powerSaveBlocker.start('prevent-app-suspension');
      wasOnline = net.isOnline();
      looking = setInterval(look, LOOK_MS);
      return;
    }
    powerSaveBlocker.stop(blocker);
    blocker = null;
    if (looking) clearInterval(looking);
  };
}
