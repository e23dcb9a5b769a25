import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import type { NodeForward, NodeSession } from '../../../electron/engines/node-session.ts';

/**
 * This machine in the place of the node: commands run in a real shell, forwarded channels are real connections.
 *
 * @param path folders where commands are looked for, first ones first; null: this machine's own
 */
export function localSession(path: string | null = null, shell = '/bin/sh'): NodeSession {
  return {
    execStream: (command, options) =>
      new Promise((resolve, reject) => {
        const env = { ...process.env, ...(path === null ? {} : { PATH: path }) };
        const child = spawn(shell, ['-c', command], { env, stdio: ['pipe', 'pipe', 'pipe'] });
        const timer = setTimeout(() => {
          child.kill('SIGKILL');
          reject(new Error('timed out'));
        }, options.timeoutMs);
        options.signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          child.stdin.destroy();
          reject(new Error('cancelled'));
        });
        createInterface({ input: child.stdout }).on('line', (line) => options.onStdout(line, false));
        createInterface({ input: child.stderr }).on('line', (line) => options.onStderr?.(line, false));
        child.stdin.on('error', () => undefined);
        child.stdin.write(options.stdin ?? '');
        options.withInput?.((text) => child.stdin.write(text));
        if (options.keepStdinOpen !== true) child.stdin.end();
        child.on('error', reject);
        child.on('close', (code) => {
          clearTimeout(timer);
          resolve({ code });
        });
      }),
    openStream: (command) => {
      const env = { ...process.env, ...(path === null ? {} : { PATH: path }) };
      const { stdin, stdout, stderr } = spawn(shell, ['-c', command], { env, stdio: 'pipe' });
      let errorText = '';
      stderr.on('data', (chunk: Buffer) => (errorText += chunk.toString()));
      stdin.on('error', () => undefined);
      const stream = new Duplex({
        read: () => stdout.resume(),
        write: (chunk: Buffer, _encoding, done) => stdin.write(chunk, () => done()),
        final: (done) => stdin.end(() => done()),
        destroy: (error, done) => {
          stdin.destroy();
          stdout.destroy();
          done(error);
        },
      });
      stdout.on('data', (chunk: Buffer) => {
        if (!stream.push(chunk)) stdout.pause();
      });
      stdout.on('close', () => {
        stream.push(null);
        stream.destroy();
      });
      return Promise.resolve({ kind: 'opened', stream, errorText: () => errorText });
    },
    forwardOut: (host, port, options) =>
      new Promise<NodeForward>((resolve) => {
        const began = performance.now();
        const ms = (): number => performance.now() - began;
        const channel = connect({ host, port });
        const timer = setTimeout(
          () => resolve({ kind: 'timed-out', ms: ms(), message: '' }),
          options.timeoutMs,
        );
        channel.once('connect', () => {
          clearTimeout(timer);
          resolve({ kind: 'connected', channel, ms: ms() });
        });
        channel.once('error', (error: NodeJS.ErrnoException) => {
          clearTimeout(timer);
          const kind = error.code === 'ECONNREFUSED' ? 'refused' : 'unreachable';
          resolve({ kind, ms: ms(), message: error.message });
        });
      }),
  };
}
