/**
 * How the program and the script talk that listens on a node, or holds connections open from it. One SSH channel:
 *
 *     command   INBOUND_PYTHON_COMMAND or INBOUND_PERL_COMMAND, each always the same text
 *     stdin     1. a line with the length of the script in characters (the script is ASCII)
 *               2. the script
 *               3. lines, fields divided by one space:
 *                    `start NONCE DEADLINE-MS`                        the script ends after that, whatever happens
 *                    `listen ID tcp|udp ADDRESS PORT ASK TOKEN`       answers TOKEN to whoever says ASK
 *                    `hold ID HOST PORT SOURCE`                       connects, and holds the connection open
 *                    `go`
 *               then stays open: its end tells the script that the session is gone, and it stops
 *     stdout    lines `NONCE WORD FIELD…`; every other line is noise and is ignored:
 *                 `listening ID`             the port is bound; it was bound by nobody else
 *                 `held ID ADDRESS PORT`     connected; the node's own end of the connection
 *                 `seen ID ADDRESS PORT TAG` who said ASK to a listener, and the word behind it (`-`: none)
 *                 `failed ID ERRNO`          by name, e.g. EADDRINUSE
 *
 * ASK, TOKEN and TAG are words of hexadecimal digits. A client says `ASK` or `ASK TAG`, over TCP as a line, over UDP as a
 * datagram; whoever says anything else gets no answer. No socket is
 * bound with SO_REUSEADDR or SO_REUSEPORT, so that a port which anything uses is never taken; connections to the
 * listener end with a reset, so that the port is free again at once.
 */

/** Something that the script is to do. */
export type InboundTask =
  | {
      readonly kind: 'listen';
      readonly transport: 'tcp' | 'udp';
      /** An address of the node itself: never every address. */
      readonly address: string;
      readonly port: number;
      readonly ask: string;
      readonly token: string;
    }
  | { readonly kind: 'hold'; readonly host: string; readonly port: number; readonly source: string };

/** What the script said of a task. */
export type InboundEvent =
  | { readonly kind: 'listening' }
  | { readonly kind: 'held'; readonly address: string; readonly port: number }
  | { readonly kind: 'seen'; readonly address: string; readonly port: number; readonly tag: string }
  | { readonly kind: 'failed'; readonly errno: string };

const interpreters = {
  python:
    "sh -c 'for p in python3 /usr/libexec/platform-python python python2; do " +
    '$p -E -s -S -B -c "import errno, os, select, socket, struct, sys, time" </dev/null >/dev/null 2>&1 && exec $p -E -s -S -B -u -c ' +
    '"import sys; n = int(sys.stdin.readline()); exec(sys.stdin.read(n))"; done; exit 127\'',
  perl:
    'sh -c \'exec perl -e "\\$| = 1; my \\$n = <STDIN>; my \\$code = q(); while (length(\\$code) < \\$n) ' +
    '{ read(STDIN, \\$code, \\$n - length(\\$code), length(\\$code)) or exit 3 } eval \\$code; print STDERR \\$@; exit 4"\'',
} as const;

export const INBOUND_PYTHON_COMMAND = interpreters.python;
export const INBOUND_PERL_COMMAND = interpreters.perl;
