import { Duplex } from 'node:stream';

import type { ClientChannel } from 'ssh2';

import { startDeadline, whenAborted } from './deadline.ts';
import { endCommand } from './end-command.ts';
import type { SessionContext } from './session-context.ts';
import type { CommandStream, StreamFailure, StreamOptions } from './types.ts';

/** A command's error output is for messages: more of it is dropped. */
const MOST_ERROR_TEXT = 4096;

/** A command's standard input and output as one stream. Destroying it ends the command. */
class CommandDuplex extends Duplex {
  readonly #channel: ClientChannel;
  #ended = false;

  constructor(channel: ClientChannel) {
    // When the command says no more, there is nobody left to write to.
    super({ allowHalfOpen: false });
    this.#channel = channel;
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.on('error', () => undefined);
    const end = (): void => {
      if (!this.#ended) this.push(null);
      this.#ended = true;
    };
    channel.on('end', end);
    channel.on('close', end);
    channel.pause();
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#channel.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    endCommand(this.#channel);
    // Its last output is nobody's, and unread it would keep the channel open.
    this.#channel.resume();
    done(error);
  }
}

/** Starts commands whose input and output are one stream. */
export function makeStreamOpener(
  context: SessionContext,
): (command: string, options: StreamOptions) => Promise<CommandStream> {
  return (command, options) => {
    const lost = context.ended();
    if (lost !== undefined) return Promise.resolve({ kind: 'lost', message: lost.message });
    if (options.signal?.aborted === true) return Promise.resolve({ kind: 'cancelled', message: 'cancelled' });
    return new Promise((resolve) => {
      let settled = false;
      const undo: (() => void)[] = [];
      const settle = (result: CommandStream): void => {
        settled = true;
        for (const step of undo) step();
        resolve(result);
      };
      const fail = (kind: StreamFailure, message: string): void => {
        if (!settled) settle({ kind, message });
      };
      const onOpened = (error: (Error & { reason?: unknown }) | undefined, channel: ClientChannel): void => {
        if (error !== undefined) {
          const ended = context.ended();
          const text = error.message.replace(/^\(SSH\) (?:Channel open failure: )?/, '');
          if (ended !== undefined) fail('lost', ended.message);
          // Only a channel that was not opened has a reason; without one the command itself was denied.
          else fail(error.reason === undefined ? 'refused' : 'no-channel', text);
          return;
        }
        const stream = new CommandDuplex(channel);
        stream.on('error', () => undefined);
        if (settled) {
          channel.stderr.resume();
          stream.destroy();
          return;
        }
        let errorText = '';
        channel.stderr.setEncoding('utf8').on('data', (text: string) => {
          if (errorText.length < MOST_ERROR_TEXT) errorText += text;
        });
        settle({ kind: 'opened', stream, errorText: () => errorText });
      };
      const deadline = startDeadline(options.timeoutMs, () => fail('timed-out', 'no answer'));
      undo.push(() => deadline.clear());
      undo.push(context.onEnded((error) => fail('lost', error.message)));
      undo.push(whenAborted(options.signal, () => fail('cancelled', 'cancelled')));
      try {
        context.client.exec(command, onOpened);
      } catch (error) {
        fail('lost', context.ended()?.message ?? (error as Error).message);
      }
    });
  };
}
