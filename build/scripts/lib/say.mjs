/**
 * One line for the person at the terminal. Always on stderr: stdout belongs to the command that is being prepared
 * (`gatecheck plan --json` must stay one JSON document even when it has to build first).
 * @param {string} line
 */
export const say = (line) => {
  process.stderr.write(`gatecheck: ${line}\n`);
};

/** Something the person has to put right; the message names the cure. Anything else that is thrown is a bug. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/**
 * Runs a script's main function: a {@link SetupError} becomes one plain line and exit code 3.
 * @param {() => Promise<number>} main gives the exit code
 */
export const runMain = async (main) => {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 3;
  }
};
