import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NO_KNOWN_HOSTS, SshError, connect, decideFrom } from '../../../electron/ssh/index.ts';
import type { ConnectOptions, HostKeyOffer, SshHop, SshSession } from '../../../electron/ssh/index.ts';
import { dropPort } from '../../helpers/dropped-port.ts';
import { freePort } from '../../helpers/free-port.ts';
import { sshdMissing, startSshd } from '../../helpers/sshd.ts';
import type { Sshd } from '../../helpers/sshd.ts';

describe.skipIf(sshdMissing)('a node behind a jump host', () => {
  let jump: Sshd;
  let node: Sshd;
  beforeAll(async () => {
    [jump, node] = await Promise.all([startSshd(), startSshd()]);
  });
  afterAll(() => Promise.all([jump.stop(), node.stop()]));

  const hopOf = (sshd: Sshd, over: Partial<SshHop> = {}): SshHop => ({
    host: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    credentials: [{ kind: 'key-file', path: sshd.userKey }],
    ...over,
  });
  const open = (target: SshHop, through: SshHop, over: Partial<ConnectOptions> = {}): Promise<SshSession> =>
    connect(target, {
      jump: [through],
      decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'accepted' }),
      readyTimeoutMs: 8000,
      keepaliveMs: 0,
      ...over,
    });
  const failureOf = async (...args: Parameters<typeof open>): Promise<SshError> => {
    const outcome = await open(...args).catch((error: unknown) => error);
    if (outcome instanceof SshError) return outcome;
    throw new Error(`Expected an SshError, got ${String(outcome)}`);
  };

  it('is reached, each host with its own key and its own trust', async () => {
    const offers: HostKeyOffer[] = [];
    const session = await open(hopOf(node), hopOf(jump), {
      decideHostKey: (offer) => {
        offers.push(offer);
        return Promise.resolve({ kind: 'trusted', trust: 'accepted' });
      },
    });
    expect(offers.map((offer) => [offer.hop, offer.fingerprint])).toEqual([
      ['jump', jump.hostKeys.ed25519.fingerprint],
      ['node', node.hostKeys.ed25519.fingerprint],
    ]);
    expect(session.hostKey.fingerprint).toBe(node.hostKeys.ed25519.fingerprint);
    expect(session.jumpHostKeys.map((key) => key.fingerprint)).toEqual([jump.hostKeys.ed25519.fingerprint]);
    expect(session.localAddress).toBeUndefined();
    const { stdout } = await session.exec('echo behind', { timeoutMs: 5000 });
    expect(stdout.toString()).toBe('behind\n');
    session.close();
  });

  it('never sees a credential of the jump host, nor the other way round', async () => {
    const wrongWay = await failureOf(hopOf(node, { credentials: hopOf(jump).credentials }), hopOf(jump));
    expect(wrongWay).toMatchObject({ kind: 'key-rejected', hop: 'node', port: node.port });
    const dialled = (): number => node.log().split('Connection from').length;
    const before = dialled();
    const atJump = await failureOf(hopOf(node), hopOf(jump, { credentials: hopOf(node).credentials }));
    expect(atJump).toMatchObject({ kind: 'key-rejected', hop: 'jump', port: jump.port });
    expect(dialled()).toBe(before);
  });

  it('is not dialled by a jump host that forwards nothing', async () => {
    const strict = await startSshd({ config: ['AllowTcpForwarding no'] });
    const error = await failureOf(hopOf(node), hopOf(strict));
    expect(error).toMatchObject({ kind: 'forwarding-denied', hop: 'jump', port: strict.port });
    expect(error.message).toContain(`127.0.0.1:${node.port}`);
    expect(error.cure).toContain('AllowTcpForwarding');
    await strict.stop();
  });

  it('that refuses is told from a jump host that refuses', async () => {
    const closed = await freePort();
    const atNode = await failureOf(hopOf(node, { port: closed }), hopOf(jump));
    expect(atNode).toMatchObject({ kind: 'connection-refused', hop: 'node', port: closed });
    expect(atNode.message).toContain('from jump host 127.0.0.1');
    const atJump = await failureOf(hopOf(node), hopOf(jump, { port: closed }));
    expect(atJump).toMatchObject({ kind: 'connection-refused', hop: 'jump', port: closed });
  });

  it('whose name the jump host does not know', async () => {
    const error = await failureOf(hopOf(node, { host: 'no-such..host' }), hopOf(jump));
    expect(error).toMatchObject({ kind: 'host-unresolved', hop: 'node' });
  });

  it('that stays silent ends at the deadline, and says behind which host', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const error = await failureOf(hopOf(node, { port }), hopOf(jump), { readyTimeoutMs: 1500 });
    expect(error).toMatchObject({ kind: 'timed-out', hop: 'node', port });
    expect(error.message).toContain('through jump host 127.0.0.1');
    silent.close();
  });

  it('whose packets are dropped on the way from the jump host', async () => {
    const dropped = await dropPort();
    const error = await failureOf(hopOf(node, { port: dropped.port }), hopOf(jump), { readyTimeoutMs: 1000 });
    expect(error).toMatchObject({ kind: 'timed-out', hop: 'node', port: dropped.port });
    expect(error.message).toMatch(/No answer from 127.0.0.1:\d+ to jump host 127.0.0.1 in 1 s/);
    dropped.stop();
  });

  it('with an unknown host key stops, and the session to the jump host ends', async () => {
    const error = await failureOf(hopOf(node), hopOf(jump), {
      decideHostKey: (offer) =>
        Promise.resolve(
          offer.hop === 'jump'
            ? { kind: 'trusted', trust: 'accepted' }
            : { kind: 'refused', reason: 'unknown' },
        ),
    });
    expect(error).toMatchObject({ kind: 'host-key-unknown', hop: 'node' });
    for (let attempt = 0; attempt < 100 && jump.sessionPids().length > 0; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(jump.sessionPids()).toEqual([]);
  });

  it('and its jump host are trusted by given fingerprints of any of their keys', async () => {
    const at = { host: '127.0.0.1' };
    const session = await open(hopOf(node), hopOf(jump), {
      decideHostKey: decideFrom({
        acceptedKeys: [],
        knownHosts: NO_KNOWN_HOSTS,
        given: [
          { ...at, port: jump.port, fingerprint: jump.hostKeys.rsa.fingerprint },
          { ...at, port: node.port, fingerprint: node.hostKeys.ecdsa.fingerprint },
        ],
        sitePins: [],
        acceptNew: false,
        siteFileIsOwn: false,
      }),
    });
    expect([...session.jumpHostKeys, session.hostKey].map((key) => key.fingerprint)).toEqual([
      jump.hostKeys.rsa.fingerprint,
      node.hostKeys.ecdsa.fingerprint,
    ]);
    session.close();
  });

  it('is lost when the jump host goes away', async () => {
    const fragile = await startSshd();
    const session = await open(hopOf(node), hopOf(fragile));
    const lost = new Promise((resolve) => {
      session.onClose(resolve);
    });
    fragile.signalSessions('SIGKILL');
    expect(await lost).toMatchObject({ kind: 'lost' });
    await fragile.stop();
  });
});
