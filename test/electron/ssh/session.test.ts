import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connect } from '../../../electron/ssh/index.ts';
import type { SshSession } from '../../../electron/ssh/index.ts';
import { dropPort } from '../../helpers/dropped-port.ts';
import { freePort } from '../../helpers/free-port.ts';
import { addTemporaryUser, isRoot, sshdMissing, startSshd } from '../../helpers/sshd.ts';
import type { Sshd } from '../../helpers/sshd.ts';

function open(sshd: Sshd, keepaliveMs = 0, user = sshd.user): Promise<SshSession> {
  return connect(
    {
      host: '127.0.0.1',
      port: sshd.port,
      user,
      credentials: [{ kind: 'key-file', path: sshd.userKey }],
    },
    {
      decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'accepted' }),
      readyTimeoutMs: 8000,
      keepaliveMs,
    },
  );
}

/** How many connections to a loopback port are established, by the kernel's own table. */
function establishedTo(port: number): number {
  const remote = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[2] === remote && fields[3] === '01').length;
}

describe.skipIf(sshdMissing)('a session on a real sshd', () => {
  let sshd: Sshd;
  let session: SshSession;
  beforeAll(async () => {
    sshd = await startSshd();
    session = await open(sshd);
  });
  afterAll(async () => {
    session.close();
    await sshd.stop();
  });

  it('runs a command and keeps output, errors and exit code apart', async () => {
    const result = await session.exec('echo out; echo err >&2; exit 3', { timeoutMs: 5000 });
    expect(result).toEqual({
      code: 3,
      stdout: Buffer.from('out\n'),
      stderr: Buffer.from('err\n'),
      truncated: false,
    });
  });

  it('names the signal that ended a command', async () => {
    expect(await session.exec('kill -9 $$', { timeoutMs: 5000 })).toMatchObject({
      code: null,
      signal: 'SIGKILL',
    });
  });

  it('hands 1 MB to standard input, unchanged', async () => {
    const stdin = randomBytes(1024 * 1024);
    const { stdout } = await session.exec('sha256sum', { stdin, timeoutMs: 10_000 });
    expect(stdout.toString().split(' ')[0]).toBe(createHash('sha256').update(stdin).digest('hex'));
  });

  it('does not hang on a command that never reads its input', async () => {
    const result = await session.exec('echo done', {
      stdin: randomBytes(8 * 1024 * 1024),
      timeoutMs: 10_000,
    });
    expect(result).toMatchObject({ code: 0, stdout: Buffer.from('done\n') });
  });

  it('stops a command that writes without end', async () => {
    const result = await session.exec('cat /dev/zero', { timeoutMs: 10_000, maxOutputBytes: 100_000 });
    expect(result.truncated).toBe(true);
    expect(result.stdout.length).toBe(100_000);
  });

  it('ends the wait for a command at its deadline', async () => {
    await expect(session.exec('sleep 3', { timeoutMs: 300 })).rejects.toMatchObject({
      kind: 'timed-out',
      hop: 'node',
    });
  });

  it('stops a command when the caller cancels, before and after it started', async () => {
    const controller = new AbortController();
    const running = session.exec('sleep 3', { timeoutMs: 60_000, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    const { signal } = controller;
    await expect(session.exec('true', { timeoutMs: 5000, signal })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });

  it('runs more commands at once than the server has sessions for', async () => {
    const results = await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        session.exec(`sleep 0.1; echo ${index}`, { timeoutMs: 10_000 }),
      ),
    );
    expect(results.map((result) => result.stdout.toString().trim())).toEqual(
      results.map((_, index) => String(index)),
    );
  });

  it('hands lines over as they come', async () => {
    const lines: string[] = [];
    let firstLine: (() => void) | undefined;
    const first = new Promise<void>((resolve) => (firstLine = resolve));
    const controller = new AbortController();
    const running = session.execStream('echo one; cat; printf "two\\nthr"; printf "ee"', {
      keepStdinOpen: true,
      timeoutMs: 10_000,
      signal: controller.signal,
      onStdout: (line) => {
        lines.push(line);
        firstLine?.();
      },
    });
    await first;
    expect(lines).toEqual(['one']);
    controller.abort();
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });

    const all: string[] = [];
    const errors: string[] = [];
    const ended = await session.execStream('cat; echo oops >&2', {
      stdin: 'a\r\nb\n\nlast',
      timeoutMs: 5000,
      onStdout: (line) => all.push(line),
      onStderr: (line) => errors.push(line),
    });
    expect(ended).toEqual({ code: 0 });
    expect(all).toEqual(['a', 'b', '', 'last']);
    expect(errors).toEqual(['oops']);
  });

  it('ends a stopped command on the host too, for an ordinary user', async () => {
    // sshd passes on signals for every user but root.
    const user = isRoot ? addTemporaryUser() : undefined;
    const other = await open(sshd, 0, user?.name);
    const marker = `300.${String(process.pid)}`;
    const stopped = other.exec(`exec sleep ${marker}`, { timeoutMs: 500 });
    await expect(stopped).rejects.toMatchObject({ kind: 'timed-out' });
    const look = `n=0; while pgrep -f "^sleep ${marker}" >/dev/null && [ $n -lt 50 ]; do n=$((n+1)); sleep 0.1; done; pgrep -f "^sleep ${marker}" || echo none`;
    expect((await other.exec(look, { timeoutMs: 10_000 })).stdout.toString()).toBe('none\n');
    other.close();
    user?.remove();
  });

  it('refuses commands where sshd forbids sessions, and says what may still work', async () => {
    const closed = await startSshd({ config: ['MaxSessions 0'] });
    const strict = await open(closed);
    const failure = await strict.exec('true', { timeoutMs: 5000 }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'exec-refused' });
    strict.close();
    await closed.stop();
  });

  it('rejects what is asked after it was closed', async () => {
    const short = await open(sshd);
    const heard: unknown[] = [];
    short.onClose((lost) => heard.push(lost));
    short.close();
    short.close();
    await expect(short.exec('true', { timeoutMs: 5000 })).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await short.forwardOut('127.0.0.1', 1, { timeoutMs: 1000 })).toMatchObject({ kind: 'lost' });
    expect(heard).toEqual([undefined]);
  });
});

describe.skipIf(sshdMissing)('a session that is lost', () => {
  it('rejects what was running and tells its listeners once', async () => {
    const sshd = await startSshd();
    const session = await open(sshd);
    const heard: (Error | undefined)[] = [];
    session.onClose((lost) => heard.push(lost));
    const running = session.exec('sleep 60', { timeoutMs: 60_000 }).catch((error: unknown) => error);
    await session.exec('true', { timeoutMs: 5000 });
    sshd.signalSessions('SIGKILL');
    expect(await running).toMatchObject({ kind: 'lost', hop: 'node' });
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ kind: 'lost' });
    await expect(session.exec('true', { timeoutMs: 5000 })).rejects.toMatchObject({ kind: 'lost' });
    session.close();
    await sshd.stop();
  });

  it('is noticed by keepalives when the other side just stops', async () => {
    const sshd = await startSshd();
    const session = await open(sshd, 100);
    const running = session.exec('sleep 60', { timeoutMs: 60_000 }).catch((error: unknown) => error);
    await session.exec('true', { timeoutMs: 5000 });
    sshd.signalSessions('SIGSTOP');
    const failure = await running;
    sshd.signalSessions('SIGCONT');
    expect(failure).toMatchObject({ kind: 'lost' });
    expect((failure as Error).message).toContain('stopped answering');
    await sshd.stop();
  });
});

describe.skipIf(sshdMissing)('a connection that the host is asked to open', () => {
  let sshd: Sshd;
  let session: SshSession;
  let echo: Server;
  let echoPort: number;
  beforeAll(async () => {
    sshd = await startSshd();
    session = await open(sshd);
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    echoPort = (echo.address() as AddressInfo).port;
  });
  afterAll(async () => {
    session.close();
    echo.close();
    await sshd.stop();
  });

  it('carries bytes both ways to an open port', async () => {
    const result = await session.forwardOut('127.0.0.1', echoPort, { timeoutMs: 5000 });
    if (result.kind !== 'connected') throw new Error(result.kind);
    const answer = new Promise<Buffer>((resolve) => result.channel.once('data', resolve));
    result.channel.write('ping');
    expect((await answer).toString()).toBe('ping');
    result.channel.destroy();
  });

  it('tells a refused port', async () => {
    const result = await session.forwardOut('127.0.0.1', await freePort(), { timeoutMs: 5000 });
    expect(result).toMatchObject({ kind: 'refused', message: 'Connection refused' });
  });

  it('tells a name that does not resolve', async () => {
    expect((await session.forwardOut('no-such..host', 80, { timeoutMs: 5000 })).kind).toBe('unresolved');
  });

  it('ends at our own deadline where packets are dropped, and lets go of an answer that comes later', async () => {
    const dropped = await dropPort();
    const result = await session.forwardOut('127.0.0.1', dropped.port, { timeoutMs: 500 });
    expect(result.kind).toBe('timed-out');
    dropped.open();
    // The kernel repeats its question within 3 s: the port answers now, and the answer must not stay open.
    await session.exec('sleep 4', { timeoutMs: 9000 });
    expect(establishedTo(dropped.port)).toBe(0);
    expect((await session.forwardOut('127.0.0.1', echoPort, { timeoutMs: 5000 })).kind).toBe('connected');
    dropped.stop();
  });

  it('opens many at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 300 }, () => session.forwardOut('127.0.0.1', echoPort, { timeoutMs: 10_000 })),
    );
    expect(new Set(results.map((result) => result.kind))).toEqual(new Set(['connected']));
    for (const result of results) if (result.kind === 'connected') result.channel.destroy();
  });

  it('says that the server forwards nothing, instead of blaming the target', async () => {
    const strict = await startSshd({ config: ['AllowTcpForwarding no'] });
    const other = await open(strict);
    expect((await other.forwardOut('127.0.0.1', echoPort, { timeoutMs: 5000 })).kind).toBe('prohibited');
    other.close();
    await strict.stop();
  });

  it('is not asked when the caller has cancelled', async () => {
    const result = await session.forwardOut('127.0.0.1', echoPort, {
      timeoutMs: 5000,
      signal: AbortSignal.abort(),
    });
    expect(result.kind).toBe('cancelled');
  });
});
