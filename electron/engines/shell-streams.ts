import type { RawOutcome } from '../../shared/probes/types.ts';
import type { EngineJob } from './engine.ts';
import type { NodeSession } from './node-session.ts';
import { pause } from './pace.ts';
import type { ShellChannel } from './shell-channel.ts';
import { openShell } from './shell-channel.ts';
import { targetFields } from './shell-batch.ts';
import type { ShellTool } from './shell-tools.ts';
import { speakOver } from './speak.ts';
import type { TrustStore } from './tls-trust.ts';

/** A target that connected, and has to be spoken with. */
export interface StreamJob {
  readonly job: EngineJob;
  readonly tool: ShellTool;
  readonly source: string | null;
}

export interface StreamOptions {
  readonly session: NodeSession;
  readonly timeout: string | null;
  readonly trust: TrustStore;
  readonly now: () => Date;
  readonly atOnce: number;
  readonly signal: AbortSignal;
  readonly onOutcome: (one: StreamJob, outcome: RawOutcome, ms: number) => void;
}

/** sshd's default MaxSessions is 10, and what has just ended still counts. */
const mostStreams = 6;
/** How long a server that opens no further session is asked again. */
const busyMs = 20_000;
const firstPauseMs = 50;

type ReadyShell = Extract<ShellChannel, { readonly kind: 'ready' }>;

const answersOf = ({ wire }: EngineJob): number => (wire.kind === 'exchange' ? wire.payloads.length : 2);

/** Turns the channel into the connection, and speaks over it. */
async function speak(
  { job, tool, source }: StreamJob,
  channel: ReadyShell,
  options: StreamOptions,
): Promise<RawOutcome> {
  const { stream, errorText } = channel;
  const waitSeconds = Math.ceil(job.timeoutMs / 1000);
  const target = targetFields({ tool, host: job.host, port: job.port ?? 0, source });
  // The tool gives up a little after us: whatever becomes of this session, nothing stays.
  const limit = waitSeconds * (answersOf(job) + 1) + 5;
  if (options.timeout !== null) stream.write(`timeout ${options.timeout}\n`);
  stream.write(`stream ${target} ${waitSeconds + 2} ${limit}\n`);
  const spoken = speakOver(stream, job, options);
  // It was paused behind the script's first word; TLS takes care of that itself.
  if (job.wire.kind === 'exchange') stream.resume();
  const outcome = await spoken;
  const said = errorText().trim().replace(/\s+/g, ' ').slice(0, 200);
  return outcome.kind === 'connected-only' && said !== ''
    ? { ...outcome, message: `${outcome.message} (${said})` }
    : outcome;
}

const noChannel: RawOutcome = {
  kind: 'connected-only',
  message: "the node's SSH server opened no further session to speak in (MaxSessions)",
};

/** Conversations that go on while more are added. */
export interface Streams {
  readonly add: (one: StreamJob) => void;
  /**
   * No more will come, and no other command of ours holds a session.
   *
   * @returns what ended it early; null: all jobs have an outcome
   */
  readonly finish: () => Promise<'lost' | 'cancelled' | 'failed' | null>;
}

/**
 * One command for each target, its input and output the connection itself. Where the SSH server opens fewer sessions at
 * once, down to one, the others wait: that is never an observation.
 */
export function startStreams(options: StreamOptions): Streams {
  const { session, signal, onOutcome } = options;
  const waiting: StreamJob[] = [];
  let room = Math.min(mostStreams, options.atOnce);
  let active = 0;
  let ended: 'lost' | 'cancelled' | 'failed' | null = null;
  /** The only session is taken by the command that feeds us. */
  let blocked = false;
  let finishing = false;
  let lastOpened = performance.now();
  let waitMs = firstPauseMs;
  let onIdle = (): void => undefined;

  const stopped = (): boolean => ended !== null || signal.aborted;
  const onBusy = async (one: StreamJob): Promise<void> => {
    room = Math.max(1, active - 1);
    if (active === 1 && finishing && performance.now() - lastOpened > busyMs) {
      onOutcome(one, noChannel, 0);
      return;
    }
    waiting.unshift(one);
    // The others go on; the last one waits until there is room.
    if (active > 1) return;
    blocked = !finishing;
    if (finishing) await pause(waitMs, signal);
    waitMs = Math.min(waitMs * 2, 1000);
  };
  const carryOut = async (one: StreamJob): Promise<void> => {
    const channel = await openShell(session, signal);
    if (channel.kind === 'busy') {
      await onBusy(one);
      return;
    }
    if (channel.kind !== 'ready') {
      ended = channel.kind;
      return;
    }
    const began = performance.now();
    const outcome = await speak(one, channel, options);
    if (!signal.aborted) onOutcome(one, outcome, performance.now() - began);
    lastOpened = performance.now();
    waitMs = firstPauseMs;
  };
  const pump = (): void => {
    while (!blocked && !stopped() && active < room) {
      const one = waiting.shift();
      if (one === undefined) break;
      active += 1;
      void carryOut(one).finally(() => {
        active -= 1;
        pump();
      });
    }
    if (active === 0) onIdle();
  };

  return {
    add: (one) => {
      waiting.push(one);
      pump();
    },
    finish: async () => {
      finishing = true;
      blocked = false;
      lastOpened = performance.now();
      await new Promise<void>((resolve) => {
        onIdle = resolve;
        pump();
      });
      return signal.aborted ? 'cancelled' : ended;
    },
  };
}
