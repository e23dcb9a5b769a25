import { plainLine } from '../../shared/lib/plain-text.ts';
import { outdatedAmong } from './algorithms.ts';
import { SshError, addressOf, closedBeforeSsh } from './ssh-error.ts';
import type { Place } from './ssh-error.ts';

/** What was seen of the other side before the handshake failed. */
export interface HandshakeTrace {
  /** The first bytes that the peer sent, as text. */
  readonly greeting: string;
  /** The peer's algorithm lists by ssh2's name for them, e.g. `Host key format`. */
  readonly remoteAlgorithms: ReadonlyMap<string, string>;
}

/** What ssh2 throws at us: `level` is its only tag, and often missing. */
export interface Ssh2Error extends Error {
  readonly level?: string;
  readonly code?: string | number;
}

/** ssh2's words for what does not match, the name of the peer's list in its debug lines, and ours. */
const NEGOTIATED: readonly (readonly [RegExp, string, string])[] = [
  [/key exchange algorithm/, 'KEX method', 'key exchange'],
  [/host key format/, 'Host key format', 'host key type'],
  [/C->S cipher/, 'C->S cipher', 'cipher'],
  [/S->C cipher/, 'S->C cipher', 'cipher'],
  [/C->S MAC/, 'C->S MAC', 'message authentication'],
  [/S->C MAC/, 'S->C MAC', 'message authentication'],
  [/C->S compression/, 'C->S compression', 'compression'],
  [/S->C compression/, 'S->C compression', 'compression'],
];

/** Names a failure between the open connection and the host key: the one place that reads ssh2's error texts. */
export function describeHandshakeFailure(
  place: Place,
  error: Ssh2Error | undefined,
  trace: HandshakeTrace,
): SshError {
  const where = addressOf(place);
  if (!/^SSH-/m.test(trace.greeting)) return notSsh(place, where, trace.greeting);
  if (/^SSH-1\.(?!99)/m.test(trace.greeting)) {
    return new SshError('not-ssh', place, {
      message: `${where} speaks only SSH version 1.`,
      cure: 'SSH 1 is broken and not offered. Ask for SSH 2 to be switched on.',
    });
  }
  const text = error?.message ?? '';
  const list = NEGOTIATED.find(([pattern]) => /no matching/.test(text) && pattern.test(text));
  if (list !== undefined)
    return noCommonAlgorithm(place, where, list[2], trace.remoteAlgorithms.get(list[1]));
  // A farewell (RFC 4253 section 11.1) has a number; its text is the peer's own.
  const farewell = typeof error?.code === 'number' ? plainLine(text, 120) : '';
  if (farewell !== '')
    return new SshError('lost', place, {
      message: `${where} ended the connection during the SSH handshake, and said “${farewell}”.`,
      cure: 'Ask who runs it what it means; its SSH log says more.',
    });
  if (error === undefined || error.level === 'client-socket' || error.level === 'protocol') {
    return new SshError('lost', place, {
      message: `${where} ended the connection during the SSH handshake.`,
      cure: 'Try again; if it stays so, ask whether the server limits who may connect.',
    });
  }
  return new SshError('handshake-failed', place, {
    message: `The SSH handshake with ${where} failed: ${plainLine(text)}.`,
    cure: 'Something between here and there may change the traffic. Try from another network, and ask who runs it.',
  });
}

function notSsh(place: Place, where: string, greeting: string): SshError {
  const shown = printable(greeting);
  if (greeting === '') return closedBeforeSsh(place, where);
  return new SshError('not-ssh', place, {
    message: `${where} is no SSH server: it answered ${shown === '' ? 'in another protocol' : `“${shown}”`}.`,
    cure: 'Check the port; SSH is usually on port 22.',
  });
}

/** The first line of what a stranger sent, safe to show. */
function printable(greeting: string): string {
  const [line = ''] = greeting.split(/\r?\n/, 1);
  const safe = line.replace(/[^\x20-\x7e]/g, '');
  // Binary answers (TLS alerts and the like) leave only crumbs that tell a reader nothing.
  return safe.length * 2 < line.length ? '' : safe.slice(0, 60).trim();
}

/** A server's list is its own text: as long as a reader needs. */
const mostListed = 400;

function noCommonAlgorithm(place: Place, where: string, what: string, remote: string | undefined): SshError {
  const list = plainLine((remote ?? '').split(',').join(', '), mostListed);
  const offers = list === '' ? '' : ` It offers ${list}.`;
  const outdated = outdatedAmong(remote ?? '');
  const refused =
    outdated.length === 0
      ? 'outdated ones (SHA-1 signatures, DSA, CBC ciphers, MD5) are not offered here'
      : `${outdated.join(', ')} ${outdated.length === 1 ? 'is outdated and is' : 'are outdated and are'} refused here`;
  return new SshError('no-common-algorithm', place, {
    message: `${where} and this program have no ${what} in common.${offers}`,
    cure: `Ask for a current ${what} to be enabled on the server; ${refused}.`,
  });
}
