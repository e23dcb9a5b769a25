import { connect as connectSocket } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Interruption } from './interruption.ts';
import { SshError, addressOf, closedBeforeSsh, hostAndPort } from './ssh-error.ts';
import type { Place, SshErrorKind } from './ssh-error.ts';
import type { ForwardFailure, SshSession } from './types.ts';

/** An open byte stream to an SSH server. */
export interface Transport {
  readonly stream: Duplex;
  readonly localAddress?: string;
  /** Drops the connection at once. */
  destroy(): void;
}

const WHO_TO_ASK =
  'Check the address and the port; ask who runs it whether SSH is on and lets this machine in.';

/** Opens a TCP connection from this machine. Rejects with SshError. */
export function dialTcp(place: Place, interruption: Interruption): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connectSocket({ host: place.host, port: place.port, noDelay: true });
    interruption.onInterrupted((error) => {
      socket.destroy();
      reject(error);
    });
    const onError = (error: NodeJS.ErrnoException): void => {
      socket.destroy();
      reject(dialError(place, error));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      socket.removeListener('error', onError);
      // Until ssh2 listens: an error between two listeners would end the process.
      socket.on('error', () => undefined);
      resolve({
        stream: socket,
        ...(socket.localAddress === undefined ? {} : { localAddress: socket.localAddress }),
        destroy: () => socket.destroy(),
      });
    });
  });
}

function dialError(place: Place, error: NodeJS.ErrnoException): SshError {
  const where = addressOf(place);
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
      return new SshError('host-unresolved', place, {
        message: `The name ${place.host} does not resolve on this machine.`,
        cure: 'Check the spelling, or enter the IP address.',
      });
    case 'ECONNREFUSED':
      return new SshError('connection-refused', place, {
        message: `${where} refused: no SSH service there, or a firewall rejects.`,
        cure: WHO_TO_ASK,
      });
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'EACCES':
    case 'EPERM':
      return new SshError('unreachable', place, {
        message: `No way from this machine to ${where} (${error.code}).`,
        cure: 'Check cable, VPN and address of this machine; a firewall that rejects looks the same.',
      });
    // It stood for a moment: a server that is busy, or that lets only some in, ends it so.
    case 'ECONNRESET':
      return closedBeforeSsh(place, where);
    case 'ETIMEDOUT':
      return new SshError('timed-out', place, {
        message: `No answer from ${where}.`,
        cure: 'Is this machine in a network that may reach it? Check VPN and firewall.',
      });
    default:
      return new SshError('unreachable', place, {
        message: `The connection to ${where} failed (${error.code ?? error.message}).`,
        cure: WHO_TO_ASK,
      });
  }
}

/** Opens a TCP connection from the jump host that `session` is signed in to. Rejects with SshError. */
export async function dialThrough(
  session: SshSession,
  jump: Place,
  place: Place,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<Transport> {
  const result = await session.forwardOut(place.host, place.port, options);
  if (result.kind === 'connected') {
    const { channel } = result;
    return { stream: channel, destroy: () => void channel.destroy() };
  }
  throw forwardError(result.kind, result.message, jump, place, options.timeoutMs);
}

function forwardError(
  kind: ForwardFailure,
  message: string,
  jump: Place,
  place: Place,
  timeoutMs: number,
): SshError {
  const target = hostAndPort(place);
  const at = jump.name;
  const fail = (errorKind: SshErrorKind, about: Place, text: string, cure: string): SshError =>
    new SshError(errorKind, about, { message: text, cure });
  switch (kind) {
    case 'prohibited':
      return fail(
        'forwarding-denied',
        jump,
        `${at} does not forward to ${target}.`,
        'Ask its administrator to allow TCP forwarding to this address (AllowTcpForwarding, PermitOpen), or name another jump host.',
      );
    case 'refused':
      return fail(
        'connection-refused',
        place,
        `${target} refused the connection from ${at}: no SSH service there, or a firewall rejects.`,
        WHO_TO_ASK,
      );
    case 'unreachable':
      return fail(
        'unreachable',
        place,
        `No way from ${at} to ${target}: ${message}.`,
        'Ask whether the jump host has a route to the node; a firewall that rejects looks the same.',
      );
    case 'timed-out':
      return fail(
        'timed-out',
        place,
        `No answer from ${target} to ${at} in ${Math.round(timeoutMs / 100) / 10} s.`,
        'Ask whether a firewall between the jump host and the node drops it.',
      );
    case 'unresolved':
      return fail(
        'host-unresolved',
        place,
        `The name ${place.host} does not resolve on ${at}.`,
        'Enter the node’s IP address.',
      );
    case 'failed':
      return fail(
        'unreachable',
        place,
        `${at} could not connect to ${target}: ${message}.`,
        'Ask the administrator of the jump host; its log says why.',
      );
    case 'lost':
      return fail(
        'lost',
        jump,
        `The session to ${at} was lost: ${message}.`,
        'Check the network and connect again.',
      );
    case 'cancelled':
      return fail('cancelled', place, `Connecting to ${target} was cancelled.`, 'Start again when ready.');
  }
}
