import { createSocket } from 'node:dgram';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, EngineJob } from '../../../electron/engines/engine.ts';
import { makeForwardEngine } from '../../../electron/engines/forward.ts';
import { makeLaptopEngine } from '../../../electron/engines/laptop.ts';
import type { NodeForward } from '../../../electron/engines/node-session.ts';
import { withLength } from '../../../shared/probes/dns.ts';
import { headedBy2Bytes } from '../../../shared/probes/framing.ts';
import type { RawAttempt, RawOutcome, Wire } from '../../../shared/probes/types.ts';
import { freePort } from '../../helpers/free-port.ts';
import { aCheck } from '../../shared/probes/samples.ts';
import { certificateMaker, trustIn } from './certificates.ts';
import { localSession } from './local-session.ts';
import { briefOnceConnected, patientMs } from './loopback-peers.ts';

const maker = certificateMaker();
const authority = maker.authority('Lab CA');
const issuing = maker.authority('Lab Issuing CA', authority);
const leaf = maker.leaf('store.corp.example', issuing);
const trust = trustIn([authority]);
const now = (): Date => new Date();
const servers: { close: () => unknown }[] = [];

const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const ports = { mute: 0, framed: 0, closing: 0, tls: 0, closed: 0, udp: 0, udpClosed: 0 };

beforeAll(async () => {
  ports.mute = await listen(createServer((socket) => socket.on('error', () => undefined)));
  ports.closing = await listen(createServer((socket) => socket.destroy()));
  ports.framed = await listen(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        socket.write(chunk.subarray(0, 1));
        setTimeout(() => socket.write(chunk.subarray(1)), 20);
      });
    }),
  );
  ports.tls = await listen(
    createTlsServer({ key: leaf.key, cert: leaf.pem + issuing.pem }, (socket) =>
      socket.on('error', () => undefined),
    ),
  );
  ports.closed = await freePort();
  const udp = createSocket('udp4');
  servers.push(udp);
  udp.on('message', (message, from) => udp.send(`re:${message.toString()}`, from.port, from.address));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  ports.udp = udp.address().port;
  ports.udpClosed = ports.closed;
});

afterAll(() => {
  for (const server of servers) server.close();
});

const exchange = (transport: 'tcp' | 'udp', texts: readonly string[], framed: boolean): Wire => ({
  ...{ kind: 'exchange', transport, stopAt: null },
  framing: framed ? headedBy2Bytes : { kind: 'any' },
  payloads: texts.map((text) =>
    framed ? withLength(Buffer.from(text)) : Uint8Array.from(Buffer.from(text)),
  ),
});

const job = (wire: Wire, port: number, source: string | null = null, timeoutMs = patientMs): EngineJob => ({
  ...{ check: aCheck(), wire, host: '127.0.0.1', port, source, timeoutMs, startMs: 0 },
});
/** To a peer that is there and says nothing. */
const toMute = (wire: Wire, port: number): EngineJob => job(wire, port, null, briefOnceConnected.timeoutMs);

async function runAll(engine: Engine, jobs: readonly EngineJob[]): Promise<RawAttempt[]> {
  const attempts: RawAttempt[] = [];
  await engine.run(jobs, {
    signal: new AbortController().signal,
    onAttempt: (one, attempt) => (attempts[jobs.indexOf(one)] = attempt),
  });
  return attempts;
}

const kindsOf = (attempts: readonly RawAttempt[]): readonly string[] =>
  attempts.map(({ outcome }) => outcome.kind);

const tcpJobs = (): EngineJob[] => [
  job({ kind: 'connect' }, ports.mute),
  job({ kind: 'connect' }, ports.closed),
  job(exchange('tcp', ['hello', 'again'], true), ports.framed),
  toMute(exchange('tcp', ['hello'], true), ports.mute),
  job(exchange('tcp', ['hello'], true), ports.closing),
  job({ kind: 'tls', serverName: 'store.corp.example', alpn: [], inner: null }, ports.tls),
  toMute({ kind: 'tls', serverName: null, alpn: [], inner: null }, ports.framed),
  toMute({ kind: 'tls', serverName: null, alpn: [], inner: null }, ports.mute),
  job({ kind: 'tls', serverName: null, alpn: [], inner: null }, ports.closing),
];

const tcpKinds = [
  'connected',
  'refused',
  'answered',
  'connected-only',
  'connected-only',
  'handshake',
  'connected-only',
  'connected-only',
  'connected-only',
];

const engines: readonly (readonly [string, Engine])[] = [
  ['forward', makeForwardEngine({ session: localSession(), trust, now })],
  ['laptop', makeLaptopEngine({ trust, now })],
];

describe.each(engines)('the %s engine over TCP', (_name, engine) => {
  it('tells apart what the peer did', async () => {
    const attempts = await runAll(engine, tcpJobs());
    expect(kindsOf(attempts)).toEqual(tcpKinds);
    const [, , framed, , , handshake] = attempts.map(({ outcome }) => outcome);
    expect(
      framed?.kind === 'answered'
        ? framed.replies.map(({ bytes }) => Buffer.from(bytes.subarray(2)).toString())
        : [],
    ).toEqual(['hello', 'again']);
    expect(handshake).toMatchObject({
      tls: { trust: 'entered-ca', chainRead: true, nameMatches: true, subject: 'CN=store.corp.example' },
    });
    expect(handshake?.kind === 'handshake' ? handshake.tls.chain : []).toHaveLength(2);
  });
});

describe('the forward engine', () => {
  const answering = (forward: NodeForward): Engine =>
    makeForwardEngine({
      session: { ...localSession(), forwardOut: () => Promise.resolve(forward) },
      ...{ trust, now },
    });

  it.each<[Exclude<NodeForward['kind'], 'connected'>, string, RawOutcome['kind']]>([
    ['refused', 'Connection refused', 'refused'],
    ['unreachable', 'No route to host', 'unreachable'],
    ['timed-out', '', 'silent'],
    ['prohibited', 'open failed', 'cannot'],
    ['failed', 'open failed', 'error'],
    ['unresolved', 'Name or service not known', 'unresolved'],
  ])('reads %s (%s)', async (kind, message, outcome) => {
    const [attempt] = await runAll(answering({ kind, ms: 3, message }), [job({ kind: 'connect' }, 1)]);
    expect(attempt?.outcome.kind).toBe(outcome);
  });

  it('says that the session is lost, and counts nothing as tried', async () => {
    const engine = answering({ kind: 'lost', ms: 1, message: 'gone' });
    const end = await engine.run([job({ kind: 'connect' }, 1)], {
      signal: new AbortController().signal,
      onAttempt: () => expect.unreachable(),
    });
    expect(end.kind).toBe('lost');
  });

  it('does no UDP and no ping', () => {
    const engine = makeForwardEngine({ session: localSession(), trust, now });
    expect(engine.canDo(exchange('udp', [], false), aCheck())).not.toBeNull();
    expect(engine.canDo({ kind: 'echo' }, aCheck())).not.toBeNull();
    expect(engine.canDo(exchange('tcp', [], true), aCheck())).toBeNull();
  });

  it('stops asking when too many silent targets keep the SSH server busy', async () => {
    let asked = 0;
    const engine = makeForwardEngine({
      session: {
        ...localSession(),
        forwardOut: () => {
          asked += 1;
          return Promise.resolve({ kind: 'timed-out', ms: 1, message: '' });
        },
      },
      ...{ trust, now },
    });
    const attempts = await runAll(
      engine,
      Array.from({ length: 150 }, () => job({ kind: 'connect' }, 1)),
    );
    expect(attempts.filter(({ outcome }) => outcome.kind === 'silent').length).toBeLessThan(150);
    expect(attempts.some(({ outcome }) => outcome.kind === 'cannot')).toBe(true);
    expect(asked).toBeLessThan(150);
  });
});

describe('the laptop engine', () => {
  const engine = makeLaptopEngine({ trust, now });

  it('speaks UDP, and hears a closed port', async () => {
    const attempts = await runAll(engine, [
      job(exchange('udp', ['one', 'two'], false), ports.udp),
      job({ kind: 'datagram', payload: Uint8Array.of(1) }, ports.udpClosed),
    ]);
    expect(kindsOf(attempts)).toEqual(['answered', 'refused']);
  });

  it('sends from the address that it was given, and says when it cannot', async () => {
    const attempts = await runAll(engine, [
      job({ kind: 'connect' }, ports.mute, '127.0.0.9'),
      job({ kind: 'connect' }, ports.mute, '192.0.2.1'),
    ]);
    expect(attempts.map(({ localAddress }) => localAddress)[0]).toBe('127.0.0.9');
    expect(kindsOf(attempts)).toEqual(['connected', 'cannot']);
  });

  it('holds a connection open while the node is asked who it sees', async () => {
    const held: string[] = [];
    const jobs = [job({ kind: 'connect' }, ports.mute, '127.0.0.9')];
    await engine.run(jobs, {
      signal: new AbortController().signal,
      onAttempt: () => held.push('attempt'),
      whileConnected: async (one, { address, port }) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        held.push(`${address} ${port > 0} ${one === jobs[0]}`);
      },
    });
    expect(held).toEqual(['127.0.0.9 true true', 'attempt']);
  });
});
