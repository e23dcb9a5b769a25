/**
 * How the program and the script that runs on the node talk. One SSH channel:
 *
 *     command   PYTHON_COMMAND, always the same text
 *     stdin     1. a line with the length of the script in characters (the script is ASCII)
 *               2. the script
 *               3. one line of JSON: PythonRequest
 *               then stays open: its end tells the script that the session is gone, and it stops
 *     stdout    lines `NONCE JSON`; every other line is noise (a banner, a login script) and is ignored:
 *               first PythonHello, then as script-events.ts says, at last PythonDone
 *
 * The script keeps nothing on the node, and ends by itself after `deadlineMs`.
 */

/**
 * Runs the first Python that has what the script needs (Debian's minimal one does not); the program text comes on
 * standard input, so nothing of ours is on the command line.
 */
export const PYTHON_COMMAND =
  "sh -c 'for p in python3 /usr/libexec/platform-python python python2; do " +
  '$p -E -s -B -c "import binascii, json, select, socket, struct" </dev/null >/dev/null 2>&1 && exec $p -E -s -B -u -c ' +
  '"import sys; n = int(sys.stdin.readline()); exec(sys.stdin.read(n))"; done; exit 127\'';

/** Exit status when the node has no Python, or none that is whole. */
export const NO_PYTHON = 127;

/** One attempt. Times in milliseconds, bytes in hexadecimal. */
export interface PythonJob {
  /** Index of the job in the request. */
  readonly id: number;
  readonly kind: 'connect' | 'tls' | 'exchange' | 'datagram';
  readonly transport: 'tcp' | 'udp';
  /** An IP address. */
  readonly host: string;
  readonly port: number;
  /** Address to bind, or null for the node's own choice. */
  readonly source: string | null;
  /** How long each wait (for the connection, for each reply) may take. */
  readonly timeoutMs: number;
  /** When to start, from the start of the script: spreads repeated datagrams, because hosts limit the rate of ICMP errors. */
  readonly startMs: number;
  /** `exchange`, `datagram`: sent one after the other, each after the reply to the one before. */
  readonly payloads: readonly string[];
  /** When a reply over TCP is whole (shared/probes/framing.ts); `marker` in hexadecimal. */
  readonly framing:
    | { readonly kind: 'any' | 'ber' }
    | { readonly kind: 'length'; readonly size: 2 | 4; readonly mask: number }
    | { readonly kind: 'until'; readonly marker: string };
  readonly stopAt: {
    readonly offset: number;
    readonly mask: number;
    readonly values: readonly number[];
  } | null;
  /** `tls`: the name to ask for, or null. */
  readonly serverName: string | null;
}

export interface PythonRequest {
  readonly nonce: string;
  /** The script ends after this, whatever is still under way. */
  readonly deadlineMs: number;
  /** Jobs at the same time. */
  readonly concurrency: number;
  readonly jobs: readonly PythonJob[];
}

/** The first line. `errorQueue`: the system tells code and sender of ICMP errors. */
export interface PythonHello {
  readonly hello: 1;
  readonly python: string;
  readonly tls: boolean;
  readonly errorQueue: boolean;
}

/** The last line. */
export interface PythonDone {
  readonly done: 1;
}
