import type { Readable } from 'node:stream';
import { addAbortSignal } from 'node:stream';
import { UseCaseError } from '../usecases/problem.ts';
import { badInput } from './stop.ts';

/** More than any system takes as a password: OpenSSH's server refuses what is longer than 1,024 bytes. */
const maxSecretBytes = 4096;
/** Time for a password manager in the pipe to ask for its own. */
const longestWaitMs = 120_000;

/** All bytes of a stream, while they are not too many; null when they are. */
async function readAtMost(stream: AsyncIterable<Buffer>, most: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    length += part.length;
    if (length > most) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Reads a password from a pipe to its end, without the line break that ends it.
 *
 * @param waitMs until the pipe must have come to its end
 * @throws UseCaseError when it is none, too long for one, the pipe did not end in time, or the person cancelled
 */
export async function readStdinSecret(
  stdin: Readable & { readonly isTTY?: boolean },
  signal: AbortSignal,
  waitMs = longestWaitMs,
): Promise<string> {
  // At a terminal the password would show as it is typed, and the wait would have no end.
  if (stdin.isTTY === true)
    throw badInput(
      '--password-stdin reads a pipe, and standard input is a terminal.',
      'Pipe the password in, or use --password-env VARIABLE.',
    );
  const late = AbortSignal.timeout(waitMs);
  let bytes: Buffer | null;
  try {
    bytes = await readAtMost(addAbortSignal(AbortSignal.any([signal, late]), stdin), maxSecretBytes);
  } catch (error) {
    if (signal.aborted)
      throw new UseCaseError('cannot', 'Cancelled before anything was sent.', 'Run the command again.');
    if (!late.aborted) throw error;
    throw badInput(
      `--password-stdin waited ${String(waitMs / 1000)} seconds for the end of standard input.`,
      'Pipe the password in with a command that ends, e.g. printf %s.',
    );
  }
  if (bytes === null)
    throw badInput(
      `--password-stdin found more than ${String(maxSecretBytes)} bytes on standard input, too much for a password.`,
      'Pipe in the password alone.',
    );
  const text = bytes.toString('utf8').replace(/\r?\n$/, '');
  if (text === '')
    throw badInput('--password-stdin found nothing on standard input.', 'Pipe the password in.');
  return text;
}
