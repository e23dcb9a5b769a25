import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, EngineEnd, EngineJob } from '../../../electron/engines/engine.ts';
import type { NodeSession } from '../../../electron/engines/node-session.ts';
import type { ShellEngineOptions } from '../../../electron/engines/shell.ts';
import { makeShellEngine } from '../../../electron/engines/shell.ts';
import type { ShellTools } from '../../../electron/engines/shell-tools.ts';
import { connect } from '../../../electron/ssh/index.ts';
import type { SshSession } from '../../../electron/ssh/index.ts';
import { withLength } from '../../../shared/probes/dns.ts';
import { headedBy2Bytes } from '../../../shared/probes/framing.ts';
import { readNetcatHelp } from '../../../shared/probes/netcat.ts';
import type { RawAttempt, RawOutcome, Wire } from '../../../shared/probes/types.ts';
import { dropPort } from '../../helpers/dropped-port.ts';
import type { DroppedPort } from '../../helpers/dropped-port.ts';
import { freePort } from '../../helpers/free-port.ts';
import { sshdMissing, startSshd } from '../../helpers/sshd.ts';
import type { Sshd } from '../../helpers/sshd.ts';
import { aCheck } from '../../shared/probes/samples.ts';
import { certificateMaker, trustIn } from './certificates.ts';

const maker = certificateMaker();
const authority = maker.authority('Lab CA');
const issuing = maker.authority('Lab Issuing CA', authority);
const leaf = maker.leaf('store.corp.example', issuing);
const trust = trustIn([authority]);

const netcat = (path: string, ...words: readonly string[]): ShellTools['netcats'][number] => {
  const { stdout, stderr } = spawnSync(path, [...words, '-h'], { encoding: 'utf8' });
  const help = readNetcatHelp(`${stderr}${stdout}`);
  if (help === null) throw new Error(`Install ${path} to run this test.`);
  return { path, applet: words.length > 0, ...help };
};
const bash = execFileSync('sh', ['-c', 'command -v bash'], { encoding: 'utf8' }).trim();
const busybox = execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim();
const none: ShellTools = { netcats: [], bash: null, timeout: 'timeout' };
const kinds: readonly (readonly [string, ShellTools])[] = [
  ['nc of OpenBSD', { ...none, netcats: [netcat('/usr/bin/nc.openbsd')] }],
  ['traditional nc', { ...none, netcats: [netcat('/usr/bin/nc.traditional')] }],
  ['ncat', { ...none, netcats: [netcat('/usr/bin/ncat')] }],
  ['nc of BusyBox', { ...none, netcats: [netcat(busybox, 'nc')], timeout: 'busybox timeout' }],
  ['nc of BusyBox without timeout', { ...none, netcats: [netcat(busybox, 'nc')], timeout: null }],
  ['bash', { ...none, bash }],
  ['bash without timeout', { ...none, bash, timeout: null }],
];

const servers: { close: () => unknown }[] = [];
const listen = async (server: Server, host = '127.0.0.1'): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
};
const ports = {
  ...{ mute: 0, banner: 0, closing: 0, resetting: 0, flooding: 0, closed: 0, dropped: 0, echo: 0, tls: 0 },
  ...{ udp: 0, udpMute: 0, udpEmpty: 0, udpClosed: 0, v6: 0 },
};
let dropped: DroppedPort;
let sshd: Sshd | null = null;

const datagrams = async (
  onMessage: (bytes: Buffer, answer: (bytes: Buffer) => void) => void,
): Promise<number> => {
  const socket = createSocket('udp4');
  servers.push(socket);
  socket.on('message', (bytes, from) =>
    onMessage(bytes, (reply) => socket.send(reply, from.port, from.address)),
  );
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
};

const signIn = (server: Sshd): Promise<SshSession> =>
  connect(
    {
      ...{ host: '127.0.0.1', port: server.port, user: server.user },
      credentials: [{ kind: 'key-file', path: server.userKey }],
    },
    {
      decideHostKey: () => Promise.resolve({ kind: 'trusted', trust: 'accepted' }),
      readyTimeoutMs: 8000,
      keepaliveMs: 0,
    },
  );

beforeAll(async () => {
  const server = (onConnection: Parameters<typeof createServer>[1]): Server =>
    createServer({}, (socket) => {
      socket.on('error', () => undefined);
      onConnection?.(socket);
    });
  ports.mute = await listen(server((socket) => socket.resume()));
  ports.banner = await listen(server((socket) => socket.write('220 hello\r\n')));
  ports.closing = await listen(server((socket) => socket.destroy()));
  ports.resetting = await listen(server((socket) => socket.resetAndDestroy()));
  ports.flooding = await listen(server((socket) => void socket.write(Buffer.alloc(1024 * 1024, 7))));
  ports.echo = await listen(
    server((socket) => {
      socket.on('data', (chunk) => {
        socket.write(chunk.subarray(0, 1));
        setTimeout(() => socket.write(chunk.subarray(1)), 20);
      });
    }),
  );
  ports.v6 = await listen(
    server((socket) => socket.resume()),
    '::1',
  );
  const tls = { key: leaf.key, cert: leaf.pem + issuing.pem };
  ports.tls = await listen(createTlsServer(tls, (socket) => socket.on('error', () => undefined)));
  ports.closed = await freePort();
  ports.udp = await datagrams((bytes, answer) =>
    answer(Buffer.concat([Buffer.of(0, 255, 10, 37, 92), bytes])),
  );
  ports.udpMute = await datagrams(() => undefined);
  ports.udpEmpty = await datagrams((_bytes, answer) => answer(Buffer.alloc(0)));
  ports.udpClosed = ports.closed;
  dropped = await dropPort();
  ports.dropped = dropped.port;
  if (sshdMissing === undefined) sshd = await startSshd();
});

afterAll(async () => {
  for (const one of servers) one.close();
  dropped.stop();
  await sshd?.stop();
});

const exchange = (transport: 'tcp' | 'udp', payloads: readonly Uint8Array[]): Wire => ({
  ...{ kind: 'exchange', transport, payloads, stopAt: null, framing: headedBy2Bytes },
});
const job = (wire: Wire, port: number, more: Partial<EngineJob> = {}): EngineJob => ({
  ...{ check: aCheck(), wire, host: '127.0.0.1', port, source: null, timeoutMs: 1000, startMs: 0, ...more },
});
const tls: Wire = { kind: 'tls', serverName: 'store.corp.example', alpn: [], inner: null };
const hello = withLength(Uint8Array.of(0, 10, 13, 255, 37, 92, 100));

const engineOf = (
  session: NodeSession,
  tools: ShellTools,
  more: Partial<ShellEngineOptions> = {},
): Engine => {
  const engine = makeShellEngine({ session, trust, now: () => new Date(), tools, ...more });
  if (engine === null) throw new Error('The node has no tool.');
  return engine;
};

interface Ran {
  readonly end: EngineEnd;
  readonly attempts: readonly RawAttempt[];
  readonly outcomes: readonly RawOutcome[];
}

async function runAll(engine: Engine, jobs: readonly EngineJob[], signal?: AbortSignal): Promise<Ran> {
  const attempts: RawAttempt[] = [];
  const end = await engine.run(jobs, {
    signal: signal ?? new AbortController().signal,
    onAttempt: (one, attempt) => {
      expect(attempts[jobs.indexOf(one)]).toBeUndefined();
      attempts[jobs.indexOf(one)] = attempt;
    },
  });
  return { end, attempts, outcomes: attempts.map(({ outcome }) => outcome) };
}

describe.skipIf(sshdMissing).each(kinds)('a node with %s', (name, tools) => {
  let session: SshSession;
  beforeAll(async () => {
    if (sshd !== null) session = await signIn(sshd);
  });
  afterAll(() => session.close());

  it('tells a server that speaks, is mute or hangs up from a closed port and from silence', async () => {
    const targets = [
      ...[ports.mute, ports.banner, ports.closing, ports.resetting, ports.flooding],
      ...[ports.closed, ports.dropped],
    ];
    const { end, outcomes } = await runAll(
      engineOf(session, tools),
      targets.map((port) => job({ kind: 'connect' }, port)),
    );
    expect(end).toEqual({ kind: 'finished' });
    // A reset that follows at once is seen by some, but never taken for a closed port.
    expect(outcomes.map(({ kind }) => kind.replace('connected-only', 'connected'))).toEqual([
      ...['connected', 'connected', 'connected', 'connected', 'connected', 'refused', 'silent'],
    ]);
  });

  it('speaks TLS and a framed protocol over its tool, and says what came of it', async () => {
    const { end, outcomes } = await runAll(engineOf(session, tools), [
      job(tls, ports.tls),
      job(exchange('tcp', [hello, hello]), ports.echo),
      job(tls, ports.mute),
      job(tls, ports.flooding),
      job(exchange('tcp', [hello]), ports.closing),
      job(tls, ports.closed),
      job(tls, ports.dropped),
    ]);
    expect(end).toEqual({ kind: 'finished' });
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...['handshake', 'answered', 'connected-only', 'connected-only', 'connected-only', 'refused', 'silent'],
    ]);
    const [handshake, answered] = outcomes;
    expect(handshake).toMatchObject({
      tls: { trust: 'entered-ca', chainRead: true, nameMatches: true, subject: 'CN=store.corp.example' },
    });
    expect(answered?.kind === 'answered' ? answered.replies.map(({ bytes }) => [...bytes]) : []).toEqual([
      ...[[...hello], [...hello]],
    ]);
  });

  it('connects by IPv6, or says that it cannot', async () => {
    const { outcomes } = await runAll(engineOf(session, tools), [
      job({ kind: 'connect' }, ports.v6, { host: '::1' }),
    ]);
    expect(outcomes[0]?.kind).toBe(name === 'traditional nc' ? 'cannot' : 'connected');
  });

  it('sends a datagram unchanged and reads what comes back, or says that it cannot', async () => {
    const payload = Uint8Array.from({ length: 300 }, (_, index) => index & 255);
    const cannot = engineOf(session, tools).canDo({ kind: 'datagram', payload }, aCheck());
    expect(cannot !== null).toBe(name.includes('BusyBox'));
    if (cannot !== null) return;
    const { end, outcomes } = await runAll(engineOf(session, tools), [
      job(exchange('udp', [payload, Uint8Array.of(1)]), ports.udp),
      job({ kind: 'datagram', payload }, ports.udp),
      job(exchange('udp', [payload]), ports.udpMute),
      job({ kind: 'datagram', payload }, ports.udpClosed),
      job({ kind: 'datagram', payload }, ports.udpEmpty),
    ]);
    expect(end).toEqual({ kind: 'finished' });
    const replies = (outcome?: RawOutcome): number[][] =>
      outcome?.kind === 'answered' ? outcome.replies.map(({ bytes }) => [...bytes]) : [];
    const head = [0, 255, 10, 37, 92];
    expect(replies(outcomes[0])).toEqual([
      [...head, ...payload],
      [...head, 1],
    ]);
    expect(replies(outcomes[1])).toEqual([[...head, ...payload]]);
    expect(outcomes[2]?.kind).toBe('silent');
    const tells = name === 'ncat' || name.startsWith('bash');
    expect(outcomes[3]?.kind).toBe(tells ? 'refused' : 'error');
    expect(outcomes[4]?.kind).not.toMatch(/refused|unreachable|connected/);
  });

  it('does no UDP where its tool shows no answer, and no ping', () => {
    const engine = engineOf(session, tools);
    const no = engine.canDo({ kind: 'datagram', payload: Uint8Array.of(1) }, aCheck());
    expect(no === null).toBe(!name.includes('BusyBox'));
    expect(engine.canDo({ kind: 'echo' }, aCheck())).not.toBeNull();
    expect(engine.canDo(tls, aCheck())).toBeNull();
  });

  it('sends from the address that it was given, or does not claim to', async () => {
    const binds = engineOf(session, tools).bindsSource === true;
    expect(binds).toBe(!/BusyBox|bash/.test(name));
    if (!binds) return;
    const { outcomes, attempts } = await runAll(engineOf(session, tools), [
      job({ kind: 'connect' }, ports.mute, { source: '127.0.0.9' }),
      job({ kind: 'connect' }, ports.mute, { source: '192.0.2.1' }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['connected', 'cannot']);
    expect(attempts[0]?.localAddress).toBe('127.0.0.9');
  });
});
