import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../electron/ssh/index.ts';
import type { CommandStream, SshSession } from '../../../electron/ssh/index.ts';
import { sshdMissing, startSshd } from '../../helpers/sshd.ts';
import type { Sshd } from '../../helpers/sshd.ts';

const open = (sshd: Sshd): Promise<SshSession> =>
  connect(
    {
      ...{ host: '127.0.0.1', port: sshd.port, user: sshd.user },
      credentials: [{ kind: 'key-file', path: sshd.userKey }],
    },
    {
      decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'accepted' }),
      readyTimeoutMs: 8000,
      keepaliveMs: 0,
    },
  );

const streamOf = (opened: CommandStream): Duplex => {
  if (opened.kind !== 'opened') throw new Error(opened.message);
  return opened.stream;
};

const readAll = async (stream: Duplex): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Whether a process runs whose command line has the text. */
const isRunning = (text: string): boolean =>
  readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'latin1').includes(text);
    } catch {
      return false;
    }
  });

const untilGone = async (text: string): Promise<boolean> => {
  for (let attempt = 0; attempt < 100 && isRunning(text); attempt += 1) await sleep(50);
  return !isRunning(text);
};

describe.skipIf(sshdMissing)('a command as a stream, on a real sshd', () => {
  let sshd: Sshd;
  let session: SshSession;
  beforeAll(async () => {
    sshd = await startSshd({ config: ['MaxSessions 1'] });
    session = await open(sshd);
  });
  afterAll(async () => {
    session.close();
    await sshd.stop();
  });

  /** The server gives the next channel only when the command before has ended. */
  const openWhenFree = async (command: string): Promise<CommandStream> => {
    for (let attempt = 0; ; attempt += 1) {
      const opened = await session.openStream(command, { timeoutMs: 5000 });
      if (opened.kind !== 'no-channel' || attempt === 100) return opened;
      await sleep(50);
    }
  };

  it('carries 1 MB there and back, unchanged', async () => {
    const stream = streamOf(await openWhenFree('cat'));
    const bytes = randomBytes(1024 * 1024);
    stream.end(bytes);
    expect((await readAll(stream)).equals(bytes)).toBe(true);
  });

  it('keeps what the command says on standard error apart', async () => {
    const opened = await openWhenFree('echo out; echo why >&2');
    expect((await readAll(streamOf(opened))).toString()).toBe('out\n');
    expect(opened.kind === 'opened' ? opened.errorText() : '').toBe('why\n');
  });

  it('says that the server opens no further session, and opens one when the first has ended', async () => {
    const first = streamOf(await openWhenFree('cat'));
    expect((await session.openStream('cat', { timeoutMs: 5000 })).kind).toBe('no-channel');
    first.destroy();
    const next = streamOf(await openWhenFree('echo next'));
    expect((await readAll(next)).toString()).toBe('next\n');
  });

  it('ends a command that reads its input when it is destroyed', async () => {
    const stream = streamOf(await openWhenFree('echo up; exec cat - stream-test-destroyed'));
    await new Promise((resolve) => stream.once('data', resolve));
    expect(isRunning('stream-test-destroyed')).toBe(true);
    stream.destroy();
    expect(await untilGone('stream-test-destroyed')).toBe(true);
  });

  it('ends the stream when the session is lost', async () => {
    const other = await open(sshd);
    const stream = streamOf(await other.openStream('cat', { timeoutMs: 5000 }));
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.resume();
    sshd.signalSessions('SIGKILL');
    await closed;
    expect((await other.openStream('cat', { timeoutMs: 5000 })).kind).toBe('lost');
    session = await open(sshd);
  });

  it('is not opened after a cancel', async () => {
    const opened = await session.openStream('cat', { timeoutMs: 5000, signal: AbortSignal.abort() });
    expect(opened.kind).toBe('cancelled');
  });
});
