import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NO_KNOWN_HOSTS, SshError, connect, decideFrom } from '../../../electron/ssh/index.ts';
import type {
  ConnectOptions,
  DecideHostKey,
  HostKeySources,
  SshHop,
  SshSession,
} from '../../../electron/ssh/index.ts';
import { dropPort } from '../../helpers/dropped-port.ts';
import { freePort } from '../../helpers/free-port.ts';
import { addTemporaryUser, isRoot, sshdMissing, startSshd } from '../../helpers/sshd.ts';
import type { Sshd, TemporaryUser } from '../../helpers/sshd.ts';

const trustAll: DecideHostKey = () => Promise.resolve({ kind: 'trusted', trust: 'accepted-this-run' });

const noTrust: HostKeySources = {
  acceptedKeys: [],
  knownHosts: NO_KNOWN_HOSTS,
  given: [],
  sitePins: [],
  acceptNew: false,
  siteFileIsOwn: false,
};

async function failureOf(target: SshHop, options: Partial<ConnectOptions> = {}): Promise<SshError> {
  let session: SshSession;
  try {
    session = await connect(target, {
      decideHostKey: trustAll,
      readyTimeoutMs: 8000,
      keepaliveMs: 0,
      ...options,
    });
  } catch (error) {
    if (error instanceof SshError) return error;
    throw error;
  }
  session.close();
  throw new Error('The connection succeeded.');
}

/** A TCP server on loopback that does what `onSocket` says. */
async function listen(onSocket: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

describe('signing in to a peer that is no SSH server', () => {
  const hop = (port: number, host = '127.0.0.1'): SshHop => ({
    host,
    port,
    user: 'admin',
    credentials: [{ kind: 'password', password: 'secret-4711' }],
  });

  it('names a port where nothing listens as refused', async () => {
    const port = await freePort();
    const error = await failureOf(hop(port));
    expect(error).toMatchObject({ kind: 'connection-refused', host: '127.0.0.1', port, hop: 'node' });
    expect(error.message).toContain(`127.0.0.1:${port}`);
    expect(error.cure).not.toBe('');
  });

  it('tells a peer that accepts and stays silent from one that does not answer', async () => {
    const { port, server } = await listen(() => undefined);
    const error = await failureOf(hop(port), { readyTimeoutMs: 300 });
    expect(error.kind).toBe('timed-out');
    expect(error.message).toContain('accepted the connection and then said nothing for 300 ms');
    server.close();
  });

  it('says that nobody answers where packets are dropped', async () => {
    const dropped = await dropPort();
    const error = await failureOf(hop(dropped.port), { readyTimeoutMs: 500 });
    expect(error.kind).toBe('timed-out');
    expect(error.message).toBe(`No SSH answer from 127.0.0.1:${dropped.port} in 500 ms.`);
    dropped.stop();
  });

  it('quotes what a peer of another protocol answered', async () => {
    const { port, server } = await listen((socket) => {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    });
    const error = await failureOf(hop(port));
    expect(error.kind).toBe('not-ssh');
    expect(error.message).toContain('“HTTP/1.1 400 Bad Request”');
    server.close();
  });

  it('does not show the bytes of a binary protocol', async () => {
    const { port, server } = await listen((socket) => {
      socket.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]));
    });
    const error = await failureOf(hop(port));
    expect(error.kind).toBe('not-ssh');
    expect(error.message).toContain('in another protocol');
    server.close();
  });

  it('names a greeting that never ends as no SSH', async () => {
    const { port, server } = await listen((socket) => {
      socket.write('220 mail.example ESMTP\r\n'.repeat(2000));
    });
    expect((await failureOf(hop(port), { readyTimeoutMs: 3000 })).kind).toBe('not-ssh');
    server.close();
  });

  it('names a connection that is closed before SSH begins', async () => {
    const { port, server } = await listen((socket) => socket.end());
    const error = await failureOf(hop(port));
    expect(error.kind).toBe('lost');
    expect(error.message).toContain('before SSH began');
    server.close();
  });

  it('refuses a server of SSH version 1', async () => {
    const { port, server } = await listen((socket) => socket.write('SSH-1.5-OldAppliance\r\n'));
    const error = await failureOf(hop(port));
    expect(error.kind).toBe('not-ssh');
    expect(error.message).toContain('SSH version 1');
    server.close();
  });

  // An empty label: the resolver refuses it without asking anybody.
  it('names a host name that does not resolve', async () => {
    const error = await failureOf(hop(22, 'no-such-host..invalid'));
    expect(error.kind).toBe('host-unresolved');
    expect(error.message).toContain('no-such-host..invalid');
  });

  it('stops at once when the caller cancels', async () => {
    const { port, server } = await listen(() => undefined);
    const controller = new AbortController();
    const waiting = failureOf(hop(port), { signal: controller.signal });
    controller.abort();
    expect((await waiting).kind).toBe('cancelled');
    expect((await failureOf(hop(port), { signal: controller.signal })).kind).toBe('cancelled');
    server.close();
  });
});

describe.skipIf(sshdMissing)('signing in to a real sshd with a key', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd({ config: ['Banner none', 'RekeyLimit 1M'] });
  });
  afterAll(() => sshd.stop());
  const hop = (over: Partial<SshHop> = {}): SshHop => ({
    host: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    credentials: [{ kind: 'key-file', path: sshd.userKey }],
    ...over,
  });

  it('signs in and tells whose key was trusted and why', async () => {
    const session = await connect(hop(), {
      decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'given' }),
      readyTimeoutMs: 8000,
      keepaliveMs: 1000,
    });
    expect(session.hostKey).toMatchObject({
      algorithm: 'ssh-ed25519',
      fingerprint: sshd.hostKeys.ed25519.fingerprint,
      trust: 'given',
    });
    expect(session.localAddress).toBe('127.0.0.1');
    expect(session.jumpHostKeys).toEqual([]);
    session.close();
  });

  it('sends no credential to a host whose key is refused', async () => {
    const before = sshd.log().length;
    const error = await failureOf(hop(), {
      decideHostKey: () => Promise.resolve({ kind: 'refused', reason: 'unknown' }),
    });
    expect(error.kind).toBe('host-key-unknown');
    expect(error.fingerprint).toBe(sshd.hostKeys.ed25519.fingerprint);
    expect(error.message).toContain(sshd.hostKeys.ed25519.fingerprint);
    expect(sshd.log().slice(before)).not.toMatch(/publickey|password|Accepted/);
  });

  it('stops for a changed key and names both fingerprints', async () => {
    const error = await failureOf(hop(), {
      decideHostKey: () => Promise.resolve({ kind: 'refused', reason: 'changed', known: ['SHA256:old'] }),
    });
    expect(error).toMatchObject({ kind: 'host-key-changed', known: ['SHA256:old'] });
    expect(error.message).toMatch(/SHA256:old.*Nothing was sent/);
  });

  it('finds the key that a bare fingerprint is of, whichever of the host’s keys it is', async () => {
    for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) {
      const { fingerprint } = sshd.hostKeys[type];
      const session = await connect(hop(), {
        decideHostKey: decideFrom({
          ...noTrust,
          given: [{ host: '127.0.0.1', port: sshd.port, fingerprint }],
        }),
        readyTimeoutMs: 8000,
        keepaliveMs: 0,
      });
      expect(session.hostKey).toMatchObject({ fingerprint, trust: 'given' });
      session.close();
    }
  });

  it('stops when none of the host’s keys has the given fingerprint, and names the first one', async () => {
    const before = sshd.log().length;
    const error = await failureOf(hop(), {
      decideHostKey: decideFrom({
        ...noTrust,
        acceptNew: true,
        given: [{ host: '127.0.0.1', port: sshd.port, fingerprint: 'SHA256:other' }],
      }),
    });
    expect(error).toMatchObject({
      kind: 'host-key-changed',
      known: ['SHA256:other'],
      fingerprint: sshd.hostKeys.ed25519.fingerprint,
    });
    expect(sshd.log().slice(before)).not.toMatch(/publickey|Accepted/);
  });

  it('passes on what the decision throws', async () => {
    const bug = new Error('the store is broken');
    await expect(failureOf(hop(), { decideHostKey: () => Promise.reject(bug) })).rejects.toBe(bug);
  });

  it('lets a person read the fingerprint for longer than the deadline', async () => {
    const session = await connect(hop(), {
      decideHostKey: async () => {
        await new Promise((resolve) => setTimeout(resolve, 1500));
        return { kind: 'trusted', trust: 'accepted-this-run' };
      },
      readyTimeoutMs: 1000,
      keepaliveMs: 0,
    });
    expect(session.hostKey.trust).toBe('accepted-this-run');
    session.close();
  });

  it('asks for the key types that are known first', async () => {
    const decideHostKey = Object.assign(trustAll.bind(undefined), { preferredAlgorithms: () => ['ssh-rsa'] });
    const session = await connect(hop(), { decideHostKey, readyTimeoutMs: 8000, keepaliveMs: 0 });
    expect(session.hostKey).toMatchObject({
      algorithm: 'ssh-rsa',
      fingerprint: sshd.hostKeys.rsa.fingerprint,
    });
    session.close();
  });

  it('asks once about the host key even when the session renews its keys', async () => {
    let asked = 0;
    const session = await connect(hop(), {
      decideHostKey: () => {
        asked += 1;
        return Promise.resolve({ kind: 'trusted', trust: 'accepted' });
      },
      readyTimeoutMs: 8000,
      keepaliveMs: 0,
    });
    const result = await session.exec('head -c 6000000 /dev/zero', {
      timeoutMs: 15_000,
      maxOutputBytes: 8_000_000,
    });
    expect(result.stdout.length).toBe(6_000_000);
    expect(asked).toBe(1);
    session.close();
  });

  it('says that a password does not help where only keys are accepted', async () => {
    const error = await failureOf(hop({ credentials: [{ kind: 'password', password: 'secret-4711' }] }));
    expect(error.kind).toBe('no-method-left');
    expect(error.message).toContain('only publickey');
    expect(JSON.stringify(error) + error.message + error.cure).not.toContain('secret-4711');
  });

  it('says so when nothing was given to sign in with', async () => {
    expect((await failureOf(hop({ credentials: [] }))).kind).toBe('no-method-left');
  });
});

describe.skipIf(sshdMissing)('a server with outdated algorithms only', () => {
  it('is refused, with what it offers', async () => {
    const sshd = await startSshd({ config: ['HostKeyAlgorithms ssh-rsa'] });
    const error = await failureOf({
      host: '127.0.0.1',
      port: sshd.port,
      user: sshd.user,
      credentials: [{ kind: 'key-file', path: sshd.userKey }],
    });
    expect(error.kind).toBe('no-common-algorithm');
    expect(error.message).toContain('host key type');
    expect(error.message).toContain('It offers ssh-rsa.');
    await sshd.stop();
  });
});

// A password for a real sshd needs a system user, and only root can make one.
const noPasswords = sshdMissing ?? (isRoot ? undefined : 'only root can make a user with a password');
const skipped = noPasswords === undefined ? '' : ` (skipped: ${noPasswords})`;
describe.skipIf(noPasswords)(`signing in to a real sshd with a password${skipped}`, () => {
  let user: TemporaryUser;
  beforeAll(() => {
    user = addTemporaryUser();
  });
  afterAll(() => user.remove());

  const methods: readonly (readonly [string, readonly string[]])[] = [
    ['password', ['PasswordAuthentication yes']],
    ['keyboard-interactive', ['UsePAM yes', 'KbdInteractiveAuthentication yes']],
  ];
  for (const [method, config] of methods) {
    it(`answers ${method}`, async () => {
      const sshd = await startSshd({ config });
      const session = await connect(
        {
          host: '127.0.0.1',
          port: sshd.port,
          user: user.name,
          credentials: [{ kind: 'password', password: user.password }],
        },
        { decideHostKey: trustAll, readyTimeoutMs: 8000, keepaliveMs: 0 },
      );
      const { stdout } = await session.exec('id -un', { timeoutMs: 5000 });
      expect(stdout.toString().trim()).toBe(user.name);
      expect(sshd.log()).toContain(
        `Accepted ${method === 'password' ? 'password' : 'keyboard-interactive/pam'}`,
      );
      session.close();
      await sshd.stop();
    });

    it(`tells a wrong password (${method}) and tries it once only`, async () => {
      const sshd = await startSshd({ config });
      const error = await failureOf({
        host: '127.0.0.1',
        port: sshd.port,
        user: user.name,
        name: 'szz-1',
        credentials: [{ kind: 'password', password: 'wrong-secret' }],
      });
      expect(error.kind).toBe('wrong-password');
      expect(error.message).toBe(`szz-1 refused the password for “${user.name}”.`);
      expect(error.cure).toContain('choose a key file');
      await sshd.logged(/Failed .* port/);
      expect(sshd.log().match(/Failed (password|keyboard-interactive)/g)).toHaveLength(1);
      expect(error.message + error.cure).not.toContain('wrong-secret');
      await sshd.stop();
    });
  }

  it('does not try a wrong password again by the other method: that may lock the account', async () => {
    const sshd = await startSshd({
      config: ['UsePAM yes', 'PasswordAuthentication yes', 'KbdInteractiveAuthentication yes'],
    });
    const error = await failureOf({
      host: '127.0.0.1',
      port: sshd.port,
      user: user.name,
      credentials: [{ kind: 'password', password: 'wrong-secret' }],
    });
    expect(error.kind).toBe('wrong-password');
    await sshd.logged(/authenticating user/);
    expect(sshd.log().match(/(Failed|Postponed) .* port/g)).toHaveLength(1);
    await sshd.stop();
  });

  it('goes on to the password where a key alone is not enough', async () => {
    const sshd = await startSshd({
      config: ['PasswordAuthentication yes', 'AuthenticationMethods publickey,password'],
    });
    const hop: SshHop = {
      host: '127.0.0.1',
      port: sshd.port,
      user: user.name,
      credentials: [{ kind: 'key-file', path: sshd.userKey }],
    };
    const alone = await failureOf(hop);
    expect(alone.kind).toBe('no-method-left');
    expect(alone.message).toContain('also wants password');
    const both = await connect(
      { ...hop, credentials: [...hop.credentials, { kind: 'password', password: user.password }] },
      { decideHostKey: trustAll, readyTimeoutMs: 8000, keepaliveMs: 0 },
    );
    expect((await both.exec('true', { timeoutMs: 5000 })).code).toBe(0);
    both.close();
    await sshd.stop();
  });
});
