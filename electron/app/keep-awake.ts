import { powerSaveBlocker } from 'electron';

let blocker: number | null = null;

/**
 * While it is on, the system does not send a computer that nobody touches to sleep; its screen may go dark. A lid that is
 * closed still does.
 */
export function keepAwake(on: boolean): void {
  if (on === (blocker !== null)) return;
  if (blocker === null) {
    blocker = powerSaveBlocker.start('prevent-app-suspension');
    return;
  }
  powerSaveBlocker.stop(blocker);
  blocker = null;
}
