import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connect, generateHostKey, startSshServer } from '../../../electron/ssh/index.ts';
import type { ForwardAnswer, SignInAttempt, SshServer, SshSession } from '../../../electron/ssh/index.ts';
import { makeKey } from '../../helpers/sshd.ts';

/** A stream that answers every chunk in capitals. */
function shouting(): Duplex {
  return new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      this.push(chunk.toString().toUpperCase());
      done();
    },
    final(done) {
      this.push(null);
      done();
    },
  });
}

describe('the embedded SSH server', () => {
  const hostKey = generateHostKey();
  const attempts: SignInAttempt[] = [];
  const answers: Record<number, ForwardAnswer> = {
    1: { kind: 'refused' },
    2: { kind: 'unreachable' },
    3: { kind: 'unresolved' },
    4: { kind: 'prohibited' },
    5: { kind: 'silent' },
  };
  let server: SshServer;
  beforeAll(async () => {
    server = await startSshServer({
      hostKey: hostKey.privateKey,
      banner: 'PRACTICE\u001b[31m only\n',
      onAuth: (attempt) => {
        attempts.push(attempt);
        return attempt.kind === 'key' || attempt.password === 'practice';
      },
      onExec: (command, streams) => {
        if (command === 'hang') return;
        if (command === 'cat') {
          streams.stdin.pipe(streams.stdout, { end: false });
          streams.stdin.on('end', () => streams.exit(0));
          return;
        }
        streams.stdout.write(`ran ${command}\n`);
        streams.stderr.write('a warning\n');
        streams.exit(7);
      },
      onForward: ({ port }) => answers[port] ?? { kind: 'connected', stream: shouting() },
    });
  });
  afterAll(() => server.close());

  const open = (
    password = 'practice',
    onBanner: (banner: string) => void = () => undefined,
  ): Promise<SshSession> =>
    connect(
      { host: '127.0.0.1', port: server.port, user: 'admin', credentials: [{ kind: 'password', password }] },
      {
        decideHostKey: ({ fingerprint }) =>
          Promise.resolve(
            fingerprint === hostKey.fingerprint
              ? { kind: 'trusted', trust: 'given' }
              : { kind: 'refused', reason: 'changed' },
          ),
        readyTimeoutMs: 8000,
        keepaliveMs: 1000,
        onBanner,
      },
    );

  it('shows its banner, without what would steer a terminal', async () => {
    const banners: string[] = [];
    const session = await open('practice', (banner) => banners.push(banner));
    expect(banners).toEqual(['PRACTICE[31m only']);
    session.close();
  });

  it('refuses a wrong password', async () => {
    await expect(open('wrong')).rejects.toMatchObject({ kind: 'wrong-password' });
  });

  it('runs commands: output, errors, exit code, standard input', async () => {
    const session = await open();
    expect(await session.exec('uname', { timeoutMs: 5000 })).toEqual({
      code: 7,
      stdout: Buffer.from('ran uname\n'),
      stderr: Buffer.from('a warning\n'),
      truncated: false,
    });
    const stdin = 'x'.repeat(3_000_000);
    expect((await session.exec('cat', { stdin, timeoutMs: 5000 })).stdout.toString()).toBe(stdin);
    await expect(session.exec('hang', { timeoutMs: 200 })).rejects.toMatchObject({ kind: 'timed-out' });
    session.close();
  });

  it('answers forwards with every outcome that a real sshd has', async () => {
    const session = await open();
    const kindOf = async (port: number): Promise<string> =>
      (await session.forwardOut('10.20.5.53', port, { timeoutMs: 300 })).kind;
    expect([await kindOf(1), await kindOf(2), await kindOf(3), await kindOf(4), await kindOf(5)]).toEqual([
      'refused',
      'unreachable',
      'unresolved',
      'prohibited',
      'timed-out',
    ]);
    const result = await session.forwardOut('10.20.5.53', 443, { timeoutMs: 5000 });
    if (result.kind !== 'connected') throw new Error(result.kind);
    const reply = new Promise<Buffer>((resolve) => result.channel.once('data', resolve));
    result.channel.write('hello');
    expect((await reply).toString()).toBe('HELLO');
    const ended = new Promise((resolve) => result.channel.once('close', resolve));
    result.channel.end();
    await ended;
    session.close();
  });

  it('ends its sessions when it closes', async () => {
    const own = await startSshServer({
      hostKey: generateHostKey().privateKey,
      onAuth: () => true,
      onExec: () => undefined,
      onForward: () => ({ kind: 'refused' }),
    });
    const session = await connect(
      { host: '127.0.0.1', port: own.port, user: 'a', credentials: [{ kind: 'password', password: 'b' }] },
      {
        decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'given' }),
        readyTimeoutMs: 8000,
        keepaliveMs: 0,
      },
    );
    const lost = new Promise((resolve) => {
      session.onClose(resolve);
    });
    await own.close();
    expect(await lost).toMatchObject({ kind: 'lost' });
  });

  it('is a peer that the OpenSSH client accepts, with a key that it proves', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatecheck-client-'));
    const { fingerprint } = makeKey(join(folder, 'id'), 'ed25519');
    writeFileSync(join(folder, 'known_hosts'), `[127.0.0.1]:${server.port} ${hostKey.publicKey}\n`);
    const output = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
      execFile(
        'ssh',
        [
          '-F',
          'none',
          '-i',
          join(folder, 'id'),
          '-o',
          `UserKnownHostsFile=${join(folder, 'known_hosts')}`,
        ].concat(
          ['-o', 'StrictHostKeyChecking=yes', '-o', 'BatchMode=yes', '-p', String(server.port)],
          ['admin@127.0.0.1', 'uname'],
        ),
        { timeout: 60_000 },
        (error, stdout) => resolve({ code: error?.code ?? 0, stdout }),
      );
    });
    expect(output).toEqual({ code: 7, stdout: 'ran uname\n' });
    expect(attempts).toContainEqual({ kind: 'key', user: 'admin', fingerprint });
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('a generated host key', () => {
  it('can always be read, also when the library makes a faulty one', () => {
    const fingerprints = Array.from({ length: 1000 }, () => generateHostKey().fingerprint);
    expect(new Set(fingerprints).size).toBe(1000);
  });
});
