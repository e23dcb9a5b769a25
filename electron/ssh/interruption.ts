import { assertNever } from '../../shared/lib/assert-never.ts';
import { startDeadline, whenAborted } from './deadline.ts';
import { SshError, addressOf, seconds } from './ssh-error.ts';
import type { Place } from './ssh-error.ts';

/** How far a connection has come, so that a timeout can say what was missing. */
export type Phase = 'dialling' | 'waiting-for-ssh' | 'handshake' | 'sign-in';

/** What ends a wait for one hop from outside: its deadline, or the caller. */
export interface Interruption {
  enter(phase: Phase): void;
  /** Stops the clock while a person decides. */
  pause(): void;
  resume(): void;
  /** Replaces the listener; calls it at once if the wait has been ended already. */
  onInterrupted(listener: (error: SshError) => void): void;
  /** Ends the watch; nothing is called any more. */
  clear(): void;
}

export function watchForInterruption(
  place: Place,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Interruption {
  let phase: Phase = 'dialling';
  let error: SshError | undefined;
  let listener: ((error: SshError) => void) | undefined;
  const interrupt = (reason: SshError): void => {
    if (error !== undefined) return;
    error = reason;
    listener?.(reason);
  };
  const deadline = startDeadline(timeoutMs, () => interrupt(timedOut(place, phase, timeoutMs)));
  const unlisten = whenAborted(signal, () => interrupt(cancelled(place)));
  return {
    enter: (next) => {
      phase = next;
    },
    pause: () => deadline.pause(),
    resume: () => deadline.resume(),
    onInterrupted: (next) => {
      listener = next;
      if (error !== undefined) next(error);
    },
    clear: () => {
      listener = undefined;
      deadline.clear();
      unlisten();
    },
  };
}

export function cancelled(place: Place): SshError {
  return new SshError('cancelled', place, {
    message: `Connecting to ${addressOf(place)} was cancelled.`,
    cure: 'Start again when ready.',
  });
}

function timedOut(place: Place, phase: Phase, timeoutMs: number): SshError {
  const where = addressOf(place);
  const after = seconds(timeoutMs);
  switch (phase) {
    case 'dialling':
      return new SshError('timed-out', place, {
        message: `No SSH answer from ${where} in ${after}.`,
        cure: 'Is this machine in a network that may reach it? Check VPN and firewall.',
      });
    case 'waiting-for-ssh':
      return new SshError('timed-out', place, {
        message: `${where} accepted the connection and then said nothing for ${after}.`,
        cure: 'Check the port; a firewall or proxy may have answered in the place of the SSH server.',
      });
    case 'handshake':
      return new SshError('timed-out', place, {
        message: `${where} stopped answering during the SSH handshake (${after}).`,
        cure: 'Try again; a firewall that inspects SSH, or a path with a small MTU, does this.',
      });
    case 'sign-in':
      return new SshError('timed-out', place, {
        message: `${where} did not finish the sign-in in ${after}.`,
        cure: 'Try again with a longer limit: its directory or name service may be slow.',
      });
    default:
      return assertNever(phase);
  }
}
