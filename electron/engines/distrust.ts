/**
 * Every script on a node marks its lines with a random word of this one run (the nonce), which reaches it on standard input
 * only. A node whose output has lines that no script of ours can have written there is not believed in anything.
 */
const anyMark = /^gatecheck-[0-9a-f]{16}(?: |$)/;

/** Whether a line bears the mark of another run, or of none. */
export function hasForeignMark(line: string, nonce: string): boolean {
  return anyMark.test(line) && !line.startsWith(`${nonce} `);
}

export const distrustCure =
  'Nothing that it said counts. No sound node does this: ask who runs it whether something answers in its place.';

/** One sentence. @param why what the output has, e.g. `two results of one check` */
export function sayDistrust(why: string): string {
  return `The node’s output cannot be trusted: ${why}. ${distrustCure}`;
}

/** The node's description of itself cannot be trusted. */
export class UntrustedNode extends Error {
  readonly cure = distrustCure;

  constructor(why: string) {
    super(`The node’s output cannot be trusted: ${why}.`);
    this.name = 'UntrustedNode';
  }
}
