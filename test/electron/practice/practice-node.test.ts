import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOCKET_TABLE_COMMAND } from '../../../electron/engines/detect-protocol.ts';
import { detectNode, identifyNode } from '../../../electron/engines/detect.ts';
import { makeForwardEngine } from '../../../electron/engines/forward.ts';
import { makePythonEngine } from '../../../electron/engines/python.ts';
import { loadTrustStore } from '../../../electron/engines/tls-trust.ts';
import type { PracticeNode } from '../../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../../electron/practice/practice-node.ts';
import type { SshSession } from '../../../electron/ssh/index.ts';
import { connect } from '../../../electron/ssh/index.ts';

const signal = new AbortController().signal;

/** Signs in to the practice node as the program does to any node. */
function signIn(node: PracticeNode, password = node.password): Promise<SshSession> {
  return connect(
    {
      host: '127.0.0.1',
      port: node.port,
      user: node.user,
      credentials: [{ kind: 'password', password }],
    },
    {
      decideHostKey: (offer) =>
        Promise.resolve(
          offer.fingerprint === node.hostKeyFingerprint
            ? { kind: 'trusted', trust: 'site-file' }
            : { kind: 'refused', reason: 'changed' },
        ),
      readyTimeoutMs: 5000,
      keepaliveMs: 0,
    },
  );
}

describe('the practice node, over SSH', () => {
  let node: PracticeNode;
  let session: SshSession;
  beforeAll(async () => {
    node = await startPracticeNode('blocked');
    session = await signIn(node);
  });
  afterAll(async () => {
    session.close();
    await node.close();
  });

  it('puts its own address, port, user and host key into the site', () => {
    expect(node.site.nodes[0]?.ssh).toEqual({
      host: '127.0.0.1',
      port: node.port,
      user: node.user,
      hostKey: node.hostKeyFingerprint,
    });
  });

  it('refuses a wrong password', async () => {
    await expect(signIn(node, 'wrong')).rejects.toMatchObject({ kind: 'wrong-password' });
  });

  it('is detected as the node of the site, with Python, routes and names', async () => {
    const detection = await detectNode(session, {
      routes: [
        { host: 's3.objects.example', source: '10.77.0.10' },
        { host: 'pds.vendor.example', source: '10.77.0.10' },
      ],
      signal,
    });
    expect(detection).toMatchObject({ complete: true, python: '3.9.2', sockets: 'proc' });
    expect(identifyNode(detection, '10.77.0.10')).toEqual({ kind: 'own' });
    expect(detection.resolve('s3.objects.example')).toEqual({
      kind: 'resolved',
      addresses: ['203.0.113.30'],
    });
    expect(detection.resolve('pds.vendor.example').kind).toBe('unresolved');
    expect(detection.route('203.0.113.30', null)).toMatchObject({
      kind: 'route',
      interface: 'lan0',
      source: '10.77.0.10',
    });
  });

  it('has no shell behind it', async () => {
    const result = await session.exec('id; uname -a', { timeoutMs: 5000 });
    expect(result.code).toBe(127);
    expect(result.stdout.toString()).toBe('');
  });

  it('tells refused, unreachable and unresolved apart, and leaves a dropped flow unanswered', async () => {
    const kindOf = async (host: string, port: number): Promise<string> => {
      const answer = await session.forwardOut(host, port, { timeoutMs: 300 });
      if (answer.kind === 'connected') answer.channel.destroy();
      return answer.kind;
    };
    expect(await kindOf('203.0.113.50', 443)).toBe('refused');
    expect(await kindOf('10.77.9.9', 1344)).toBe('unreachable');
    expect(await kindOf('pds.vendor.example', 443)).toBe('unresolved');
    expect(await kindOf('203.0.113.20', 443)).toBe('timed-out');
    expect(await kindOf('203.0.113.30', 80)).toBe('connected');
  });

  it('shows its listeners in the socket table, as the kernel writes it', async () => {
    const { stdout } = await session.exec(SOCKET_TABLE_COMMAND, { timeoutMs: 5000 });
    const lines = stdout.toString().trimEnd().split('\n');
    expect(lines.at(-1)).toBe('end-of-socket-table');
    expect(lines.some((line) => / 00000000:0801 00000000:0000 0A /.test(line))).toBe(true);
    // 4045, lockd, is not started in this scenario.
    expect(lines.some((line) => line.includes(':0FCD '))).toBe(false);
  });
});

describe('TLS at the practice node', () => {
  it.each([
    ['blocked', 'PRACTICE Proxy CA', 'untrusted'],
    ['solved', 'PRACTICE Public CA', 'entered-ca'],
  ] as const)(
    'is spoken through a forwarded channel and over what a script carries, and in %s shows %s',
    async (scenario, issuer, trust) => {
      const node = await startPracticeNode(scenario);
      const session = await signIn(node);
      try {
        const store = loadTrustStore(node.site.checks?.trustedCas ?? []);
        if (!store.ok) throw new Error('the practice site enters a certificate that can be read');
        const options = { session, trust: store.value, now: () => new Date() };
        for (const engine of [makeForwardEngine(options), makePythonEngine(options)]) {
          const outcomes: unknown[] = [];
          await engine.run(
            [
              {
                check: {} as never,
                wire: { kind: 'tls', serverName: 's3.objects.example', alpn: [], inner: null },
                host: '203.0.113.30',
                port: 443,
                source: engine.kind === 'python' ? '10.77.0.10' : null,
                timeoutMs: 3000,
                startMs: 0,
              },
            ],
            { signal, onAttempt: (_job, attempt) => outcomes.push(attempt.outcome) },
          );
          expect(outcomes).toMatchObject([
            {
              kind: 'handshake',
              tls: { trust, nameMatches: true, validNow: true, chainRead: true, protocol: 'TLSv1.3' },
            },
          ]);
          expect(JSON.stringify(outcomes)).toContain(issuer);
        }
      } finally {
        session.close();
        await node.close();
      }
    },
  );
});
