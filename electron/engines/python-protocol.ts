import type { Framing } from '../../shared/probes/framing.ts';
import type { WaitPolicy } from '../../shared/probes/waits.ts';

/**
 * How the program and the script that runs on the node talk. One SSH channel:
 *
 *     command   PYTHON_COMMAND, always the same text
 *     stdin     1. a line with the length of the script in characters (the script is ASCII)
 *               2. the script
 *               3. one line of JSON: PythonRequest
 *               then stays open: its end tells the script that the session is gone, and it stops. Meanwhile
 *               for what it carries: lines as relay.ts says. A Python that cannot show the whole
 *               certificate chain (before 3.10) carries the bytes of `tls` jobs, and we speak TLS
 *     stdout    lines `NONCE JSON`; every other line is noise (a banner, a login script) and is ignored:
 *               first PythonHello, then as script-events.ts and relay.ts say, at last PythonDone
 *
 * The script keeps nothing on the node, and ends by itself after `deadlineMs`.
 */

/**
 * Runs the first Python that has what the script needs (Debian's minimal one does not); the program text comes on
 * standard input, so nothing of ours is on the command line. `-S`: only the standard library is needed, and looking for
 * more takes half of its start. One that is not whole ends with 1 or 127 before it reads
 * anything; the script itself never does.
 */
export const PYTHON_COMMAND =
  "sh -c 'for p in python3 /usr/libexec/platform-python python python2; do " +
  '$p -E -s -S -B -u -c "import sys, binascii, json, select, socket, struct; ' +
  'n = int(sys.stdin.readline()); exec(sys.stdin.read(n))"; ' +
  "c=$?; case $c in 1|126|127) ;; *) exit $c;; esac; done; exit 127'";

/** Exit status when the node has no Python, or none that is whole. */
export const NO_PYTHON = 127;

/** `Framing` (shared/probes/framing.ts) with its marker in hexadecimal. */
export type ScriptFraming =
  Exclude<Framing, { readonly kind: 'until' }> | { readonly kind: 'until'; readonly marker: string };

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
  /** How long each wait (for the connection with all of its tries, for each reply) may take at most. */
  readonly timeoutMs: number;
  /** A negative control (shared/probes/waits.ts). */
  readonly control: boolean;
  /** When to start, from the start of the script: spreads repeated datagrams, because hosts limit the rate of ICMP errors. */
  readonly startMs: number;
  /**
   * Sent one after the other, each after the reply to the one before. `tls`: the one thing that is said in the clear before
   * the handshake, if there is any; the handshake follows only a reply that `stopAt` accepts.
   */
  readonly payloads: readonly string[];
  /** When a reply over TCP is whole. */
  readonly framing: ScriptFraming;
  readonly stopAt: {
    readonly offset: number;
    readonly mask: number;
    readonly values: readonly number[];
  } | null;
  /** `tls`: the name to ask for, or null. */
  readonly serverName: string | null;
  /** `tls`: the protocols to offer. */
  readonly alpn: readonly string[];
  /** `tls`: what is sent once hands are shaken, and when the one reply to it is whole. */
  readonly inner: { readonly payload: string; readonly framing: ScriptFraming } | null;
}

export interface PythonRequest {
  readonly nonce: string;
  /** The script ends after this, whatever is still under way. */
  readonly deadlineMs: number;
  /** Jobs at the same time, each with all of its tries. */
  readonly concurrency: number;
  /** How long silence is waited for, and how often it is asked meanwhile. */
  readonly waits: WaitPolicy;
  readonly jobs: readonly PythonJob[];
}

/** The first line. `errorQueue`: the system tells code and sender of ICMP errors. */
export interface PythonHello {
  readonly hello: 1;
  readonly python: string;
  readonly errorQueue: boolean;
}

/** The last line. */
export interface PythonDone {
  readonly done: 1;
}
