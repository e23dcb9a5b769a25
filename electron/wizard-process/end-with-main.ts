/**
 * Ends this process when the main process is gone, however it went: Chromium sees to that too, but only while nothing holds
 * up the thread that would notice.
 *
 * @param main its process id
 */
export function endWithMain(main: number): void {
  const look = setInterval(() => {
    try {
      process.kill(main, 0);
    } catch {
      process.exit(0);
    }
  }, 250);
  look.unref();
}
