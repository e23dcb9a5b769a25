import type { Client } from 'ssh2';

import type { Transport } from './dial.ts';
import { makeCommandRunner } from './exec.ts';
import { makeForwarder } from './forward.ts';
import type { SessionContext } from './session-context.ts';
import { SshError, addressOf } from './ssh-error.ts';
import type { Place } from './ssh-error.ts';
import { makeStreamOpener } from './stream.ts';
import type { SshHop, SshSession, TrustedHostKey } from './types.ts';

export interface SessionParts {
  readonly hop: SshHop;
  readonly place: Place;
  readonly hostKey: TrustedHostKey;
  readonly transport: Transport;
  readonly through: SshSession | undefined;
}

type SessionState =
  | { readonly kind: 'open'; readonly lastError: string | undefined }
  | { readonly kind: 'ended'; readonly error: SshError; readonly lost: boolean };

/** Wraps a client that has signed in. */
export function openSession(client: Client, parts: SessionParts): SshSession {
  const { hop, place, hostKey, transport, through } = parts;
  let state: SessionState = { kind: 'open', lastError: undefined };
  const listeners = new Set<(error: SshError) => void>();

  const end = (error: SshError, lost: boolean): void => {
    if (state.kind === 'ended') return;
    state = { kind: 'ended', error, lost };
    for (const listener of [...listeners]) listener(error);
    listeners.clear();
    through?.close();
  };

  client.on('error', (error: Error) => {
    if (state.kind === 'open') state = { kind: 'open', lastError: error.message };
  });
  client.on('close', () => {
    end(lostError(place, state.kind === 'open' ? state.lastError : undefined), true);
  });

  const context: SessionContext = {
    client,
    place,
    ended: () => (state.kind === 'ended' ? state.error : undefined),
    onEnded: (listener) => {
      if (state.kind === 'ended') listener(state.error);
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const run = makeCommandRunner(context);

  return {
    hop,
    hostKey,
    jumpHostKeys: through === undefined ? [] : [...through.jumpHostKeys, through.hostKey],
    ...(transport.localAddress === undefined ? {} : { localAddress: transport.localAddress }),
    exec: run.exec,
    execStream: run.execStream,
    openStream: makeStreamOpener(context),
    forwardOut: makeForwarder(context),
    roundTrip: () =>
      new Promise((resolve) => {
        const forget = context.onEnded(() => resolve());
        const answered = (): void => {
          forget();
          resolve();
        };
        // A request to end a forwarding that never was (RFC 4254 section 7.1): every server answers, most say no.
        try {
          client.unforwardIn('127.0.0.1', 0, answered);
        } catch {
          answered();
        }
      }),
    onClose: (listener) => {
      context.onEnded((error) => listener(state.kind === 'ended' && state.lost ? error : undefined));
    },
    close: () => {
      if (state.kind === 'ended') return;
      client.end();
      // A peer that is gone never answers the farewell: nothing waits for it.
      setTimeout(() => transport.destroy(), 200).unref();
      end(closedError(place), false);
    },
  };
}

function lostError(place: Place, reason: string | undefined): SshError {
  const why =
    reason === undefined
      ? 'the other side closed it'
      : reason === 'Keepalive timeout'
        ? 'it stopped answering'
        : reason;
  return new SshError('lost', place, {
    message: `The SSH session to ${addressOf(place)} was lost: ${why}.`,
    cure: 'Check the network and connect again; what was observed so far is kept.',
  });
}

function closedError(place: Place): SshError {
  return new SshError('cancelled', place, {
    message: `The SSH session to ${addressOf(place)} was closed.`,
    cure: 'Connect again.',
  });
}
