import type { NetcatFlavour } from './netcat.ts';
import type { RawOutcome } from './types.ts';

/** A program on the node that opens connections for the `shell` engine. */
export type ShellFlavour = NetcatFlavour | 'bash';

/** How a program ended that was asked to open one connection, or to send one datagram. */
export interface ShellExit {
  readonly flavour: ShellFlavour;
  readonly code: number;
  /** What it wrote on standard error, white space made single. */
  readonly text: string;
  /** It came so far that it tried: a node that is busy may need its time to start a program. */
  readonly tried: boolean;
  /** Since then. */
  readonly elapsedMs: number;
  /** How long it was told to wait. */
  readonly waitMs: number;
}

/** What our own command line says behind a connection, where the program itself says nothing. */
const connectedMark = 'gatecheck-connected';

/** Texts of the system's errors, as glibc, musl and the BSDs write them. */
const systemErrors: readonly (readonly [RegExp, RawOutcome])[] = [
  [/connection refused/i, { kind: 'refused', sender: null }],
  [/no route to host|host is unreachable|host unreachable/i, { kind: 'unreachable', errno: 'EHOSTUNREACH' }],
  [/network is unreachable|network unreachable/i, { kind: 'unreachable', errno: 'ENETUNREACH' }],
  [/host is down/i, { kind: 'unreachable', errno: 'EHOSTDOWN' }],
  // Linux gives it for an ICMP protocol-unreachable.
  [/protocol not available/i, { kind: 'unreachable', errno: 'ENOPROTOOPT' }],
];

const timedOut = /timed[ -]?out|\btimeout\b/i;
const noSuchSource = /assign requested address|address not available/i;

const saysConnected: Readonly<Record<ShellFlavour, RegExp>> = {
  openbsd: /\bConnection to .* succeeded!/,
  traditional: /\) open\b/,
  ncat: /Ncat: Connected to /,
  // The smaller build says nothing, the larger one what the traditional one says.
  busybox: new RegExp(`${connectedMark}$|\\) open\\b`),
  bash: new RegExp(`${connectedMark}$`),
};

/** `timeout` ends its command with one of these; the second is a command that died of SIGTERM. */
const endedByTimeout = [124, 143];

/** It has run for about as long as it was told to; the node's clock and ours need not agree. */
const waitedLong = ({ tried, elapsedMs, waitMs }: ShellExit): boolean => tried && elapsedMs >= waitMs * 0.8;

const shown = ({ code, text }: ShellExit): string =>
  text === '' ? `exit ${code} without a word` : `exit ${code}, "${text.slice(0, 200)}"`;

/** The program could not take the rule's address. Ncat says so and goes on from another one, so this comes first. */
export function missedSource(text: string): RawOutcome | null {
  return noSuchSource.test(text)
    ? { kind: 'cannot', reason: 'the node cannot send from the address of the rule' }
    : null;
}

/** What went wrong before anything was sent, or a system error with a known meaning; null: neither. */
function readError(exit: ShellExit): RawOutcome | null {
  const { code, text } = exit;
  const missed = missedSource(text);
  if (missed !== null || code === 0) return missed;
  if (code === 126 || code === 127)
    return { kind: 'cannot', reason: `the node cannot start its ${exit.flavour} (${shown(exit)})` };
  // Two meanings in one text are none.
  const meant = systemErrors.filter(([pattern]) => pattern.test(text)).map(([, outcome]) => outcome);
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

function tellsNothing(exit: ShellExit): RawOutcome {
  return {
    kind: 'error',
    message: `the node's ${exit.flavour} ended in a way that tells nothing: ${shown(exit)}`,
  };
}

/**
 * What the end of a program means that was asked to open a TCP connection and close it. Only exit code and text together
 * say `connected`; what is not known to us is an error, never an observation.
 */
export function readConnectExit(exit: ShellExit): RawOutcome {
  const { code, text, flavour } = exit;
  const error = readError(exit);
  if (error !== null) return error;
  if (code === 0 && saysConnected[flavour].test(text)) return { kind: 'connected' };
  // A system says so only of a connection that stood: before that the word is "refused".
  if (code !== 0 && /connection reset/i.test(text))
    return { kind: 'connected-only', message: 'the peer reset the connection as soon as it stood' };
  const saysSo = code !== 0 && timedOut.test(text);
  const wasEnded = flavour === 'bash' && endedByTimeout.includes(code) && text === '' && waitedLong(exit);
  return saysSo || wasEnded ? { kind: 'silent' } : tellsNothing(exit);
}

/**
 * What the end of a program means that was asked to send a datagram and to show what comes back, when nothing came.
 * Bash and ncat say what the system said. The others end early and without a word for every ICMP error, and for an answer
 * without bytes: which of them it was nobody can tell.
 */
export function readDatagramExit(exit: ShellExit): RawOutcome {
  const { code, text, flavour } = exit;
  const error = readError(exit);
  if (error !== null) return error;
  const ending = flavour === 'bash' ? endedByTimeout : [0];
  if (ending.includes(code) && text === '' && waitedLong(exit)) return { kind: 'silent' };
  if (code === 0 && flavour !== 'bash' && flavour !== 'ncat' && text === '')
    return {
      kind: 'error',
      message: `the node's ${flavour} nc ended early without a word: an ICMP error came, or an answer without bytes, and this nc does not show which`,
    };
  return tellsNothing(exit);
}
