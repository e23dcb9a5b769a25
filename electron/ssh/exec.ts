import type { ClientChannel } from 'ssh2';

import { startDeadline, whenAborted } from './deadline.ts';
import { endCommand } from './end-command.ts';
import { splitLines } from './lines.ts';
import type { SessionContext } from './session-context.ts';
import { makeSlots } from './slots.ts';
import { SshError, seconds } from './ssh-error.ts';
import type { Place } from './ssh-error.ts';
import type { ExecOptions, ExecResult, ExecStreamOptions, ExecStreamResult } from './types.ts';

/** Well below sshd's default MaxSessions of 10, which also counts stopped commands that have not ended yet. */
const COMMANDS_AT_ONCE = 4;
const DEFAULT_OUTPUT_BYTES = 4 * 1024 * 1024;
const DEFAULT_LINE_BYTES = 64 * 1024;
/** A command that is read line by line and never comes to an end of them. */
const DEFAULT_STREAM_BYTES = 8 * 1024 * 1024;

export interface CommandRunner {
  readonly exec: (command: string, options: ExecOptions) => Promise<ExecResult>;
  readonly execStream: (command: string, options: ExecStreamOptions) => Promise<ExecStreamResult>;
}

interface RunOptions {
  readonly stdin?: Uint8Array | string;
  readonly keepStdinOpen: boolean;
  readonly withInput?: (write: (text: string) => void) => void;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Takes output; `enough` stops the command without an error. */
  readonly onStdout: (chunk: Buffer) => 'more' | 'enough';
  readonly onStderr: (chunk: Buffer) => 'more' | 'enough';
}

export function makeCommandRunner(context: SessionContext): CommandRunner {
  const slots = makeSlots(COMMANDS_AT_ONCE);
  const run = (command: string, options: RunOptions): Promise<ExecStreamResult> =>
    runCommand(context, slots, command, options);
  return {
    exec: async (command, options) => {
      const limit = options.maxOutputBytes ?? DEFAULT_OUTPUT_BYTES;
      const stdout = collect(limit);
      const stderr = collect(limit);
      const { timeoutMs, stdin, signal } = options;
      const ended = await run(command, {
        timeoutMs,
        keepStdinOpen: false,
        ...(stdin === undefined ? {} : { stdin }),
        ...(signal === undefined ? {} : { signal }),
        onStdout: stdout.add,
        onStderr: stderr.add,
      });
      const truncated = stdout.isFull() || stderr.isFull();
      return { ...ended, stdout: stdout.bytes(), stderr: stderr.bytes(), truncated };
    },
    execStream: async (command, options) => {
      const limit = options.maxLineBytes ?? DEFAULT_LINE_BYTES;
      const stdout = splitLines(limit, options.onStdout);
      const stderr = splitLines(limit, options.onStderr ?? (() => undefined));
      const { timeoutMs, stdin, signal, withInput } = options;
      const most = options.maxOutputBytes ?? DEFAULT_STREAM_BYTES;
      let taken = 0;
      const counted = (lines: ReturnType<typeof splitLines>) => (chunk: Buffer) => {
        taken += chunk.length;
        if (taken > most) return 'enough';
        lines.push(chunk);
        return 'more';
      };
      const ended = await run(command, {
        timeoutMs,
        keepStdinOpen: options.keepStdinOpen ?? false,
        ...(withInput === undefined ? {} : { withInput }),
        ...(stdin === undefined ? {} : { stdin }),
        ...(signal === undefined ? {} : { signal }),
        onStdout: counted(stdout),
        onStderr: counted(stderr),
      });
      if (taken > most) throw tooMuch(context.place, most);
      stdout.end();
      stderr.end();
      return ended;
    },
  };
}

function runCommand(
  context: SessionContext,
  slots: ReturnType<typeof makeSlots>,
  command: string,
  options: RunOptions,
): Promise<ExecStreamResult> {
  const { client, place } = context;
  const ended = context.ended();
  if (ended !== undefined) return Promise.reject(ended);
  if (options.signal?.aborted === true) return Promise.reject(stopped(place));
  return new Promise((resolve, reject) => {
    let settled = false;
    let channel: ClientChannel | undefined;
    let holdsSlot = false;
    const undo: (() => void)[] = [];

    const settle = (finish: () => void): void => {
      if (settled) return;
      settled = true;
      for (const step of undo) step();
      finish();
    };
    const releaseSlot = (): void => {
      if (holdsSlot) slots.release();
      holdsSlot = false;
    };
    const stop = (finish: () => void): void => {
      settle(() => {
        if (channel !== undefined) endCommand(channel);
        finish();
      });
    };

    const deadline = startDeadline(options.timeoutMs, () =>
      stop(() => reject(timedOut(place, options.timeoutMs))),
    );
    undo.push(() => deadline.clear());
    undo.push(context.onEnded((error) => settle(() => reject(error))));
    undo.push(whenAborted(options.signal, () => stop(() => reject(stopped(place)))));
    undo.push(
      slots.take(() => {
        holdsSlot = true;
        try {
          client.exec(command, onOpened);
        } catch (error) {
          releaseSlot();
          settle(() => reject(refused(place, error as Error)));
        }
      }),
    );

    function onOpened(error: Error | undefined, opened: ClientChannel): void {
      if (error !== undefined) {
        releaseSlot();
        settle(() => reject(context.ended() ?? refused(place, error)));
        return;
      }
      let streamsOpen = 2;
      const onStreamClosed = (): void => {
        streamsOpen -= 1;
        if (streamsOpen > 0) return;
        releaseSlot();
        settle(() => {
          const lost = context.ended();
          if (lost === undefined || exit !== undefined) resolve(exit ?? { code: null });
          else reject(lost);
        });
      };
      let exit: ExecStreamResult | undefined;
      opened.on('exit', (code: number | null, signal?: string) => {
        exit = code === null && signal !== undefined ? { code, signal } : { code };
      });
      opened.on('error', () => undefined);
      opened.on('close', onStreamClosed);
      opened.stderr.on('close', onStreamClosed);
      if (settled) {
        opened.resume();
        opened.stderr.resume();
        endCommand(opened);
        return;
      }
      channel = opened;
      const take = (onChunk: (chunk: Buffer) => 'more' | 'enough') => (chunk: Buffer) => {
        if (settled) return;
        if (onChunk(chunk) === 'enough') stop(() => resolve({ code: null }));
      };
      opened.on('data', take(options.onStdout));
      opened.stderr.on('data', take(options.onStderr));
      if (options.keepStdinOpen) {
        if (options.stdin !== undefined) opened.write(options.stdin);
        options.withInput?.((text) => {
          if (!settled && opened.writable) opened.write(text);
        });
      } else opened.end(options.stdin);
    }
  });
}

interface Collector {
  readonly add: (chunk: Buffer) => 'more' | 'enough';
  readonly bytes: () => Buffer;
  readonly isFull: () => boolean;
}

function collect(limit: number): Collector {
  const chunks: Buffer[] = [];
  let size = 0;
  let full = false;
  return {
    add: (chunk) => {
      if (full) return 'enough';
      full = size + chunk.length > limit;
      const kept = full ? chunk.subarray(0, limit - size) : chunk;
      chunks.push(kept);
      size += kept.length;
      return full ? 'enough' : 'more';
    },
    bytes: () => Buffer.concat(chunks),
    isFull: () => full,
  };
}

function timedOut(place: Place, timeoutMs: number): SshError {
  return new SshError('timed-out', place, {
    message: `A command on ${place.name} did not end in ${seconds(timeoutMs)} and was stopped.`,
    cure: 'Try again with a longer limit; the node may be busy.',
  });
}

function tooMuch(place: Place, most: number): SshError {
  return new SshError('too-much-output', place, {
    message: `A command on ${place.name} wrote more than ${Math.round(most / 1024 / 1024)} MiB and was stopped.`,
    cure: 'No sound node does this. Look at what the login scripts of this user print, and who runs the node.',
  });
}

function stopped(place: Place): SshError {
  return new SshError('cancelled', place, {
    message: `A command on ${place.name} was cancelled.`,
    cure: 'Start again when ready.',
  });
}

function refused(place: Place, error: Error): SshError {
  return new SshError('exec-refused', place, {
    message: `${place.name} runs no command for “${place.user}”: ${error.message.replace(/^\(SSH\) /, '')}.`,
    cure: 'The user’s shell may be restricted, or the node allows too few sessions (MaxSessions); checks through forwarding may still work.',
  });
}
