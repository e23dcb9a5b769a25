import { createSocket } from 'node:dgram';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { EngineJob } from '../../../electron/engines/engine.ts';
import { withLength } from '../../../shared/probes/dns.ts';
import { headedBy2Bytes } from '../../../shared/probes/framing.ts';
import type { Wire } from '../../../shared/probes/types.ts';
import { dropPort } from '../../helpers/dropped-port.ts';
import { freePort } from '../../helpers/free-port.ts';
import { aCheck } from '../../shared/probes/samples.ts';

/** Real peers on this machine's loopback addresses: every way in which a check can end there. */
export interface LoopbackPeers {
  readonly ports: Readonly<
    Record<
      | 'open'
      | 'framed'
      | 'mute'
      | 'closed'
      | 'tls'
      | 'flood'
      | 'garbage'
      | 'hangsUp'
      | 'dropped'
      | 'proxy'
      | 'udpEcho'
      | 'udpThird'
      | 'udpMute'
      | 'udpClosed',
      number
    >
  >;
  readonly stop: () => Promise<void>;
}

/** More than any reply may be. */
const flood = Buffer.alloc(1024 * 1024, 0x41);

export async function startLoopbackPeers(certificate: {
  readonly key: string;
  readonly cert: string;
}): Promise<LoopbackPeers> {
  const closers: (() => unknown)[] = [];
  const accepted = new Set<Socket>();
  const listen = (server: Server): Promise<number> =>
    new Promise((resolve) => {
      closers.push(() => server.close());
      server.on('connection', (socket: Socket) => accepted.add(socket));
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  const serve = (onSocket: (socket: Socket) => void): Promise<number> =>
    listen(
      createServer((socket) => {
        socket.on('error', () => undefined);
        onSocket(socket);
      }),
    );
  const bindUdp = (answer: (message: Buffer) => Buffer | null): Promise<number> =>
    new Promise((resolve) => {
      const socket = createSocket('udp4');
      closers.push(() => socket.close());
      socket.on('message', (message, from) => {
        const reply = answer(message);
        if (reply !== null) socket.send(reply, from.port, from.address);
      });
      socket.bind(0, '127.0.0.1', () => resolve(socket.address().port));
    });

  const open = await serve(() => undefined);
  const mute = await serve((socket) => socket.resume());
  const hangsUp = await serve((socket) => {
    socket.once('data', () => socket.destroy());
  });
  const framed = await serve((socket) => {
    // In two pieces, so that a reader that takes the first chunk for all of it fails.
    socket.on('data', (chunk) => {
      socket.write(chunk.subarray(0, 3));
      setTimeout(() => socket.write(chunk.subarray(3)), 20);
    });
  });
  const floodPort = await serve((socket) => {
    socket.write(flood);
  });
  const garbage = await serve((socket) => {
    socket.write(Buffer.from([0x0d, 0x0a, 0x00, 0xff, 0xfe, 0x22, 0x5c, 0x7d]));
  });
  const tls = await listen(
    createTlsServer({ ...certificate, ALPNProtocols: ['http/1.1'] }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nServer: lab\r\n\r\n'));
    }),
  );
  const udpEcho = await bindUdp((message) => Buffer.concat([Buffer.from('re:'), message]));
  const udpMute = await bindUdp(() => null);
  // Answers what it hears for the third time, and from then on.
  const heard = new Map<string, number>();
  const udpThird = await bindUdp((message) => {
    const times = (heard.get(message.toString()) ?? 0) + 1;
    heard.set(message.toString(), times);
    return times < 3 ? null : Buffer.concat([Buffer.from('re:'), message]);
  });
  const droppedPort = await dropPort();
  closers.push(() => droppedPort.stop());
  const proxy = await serve((socket) => {
    socket.once('data', (request) => {
      if (!request.toString().startsWith('CONNECT allowed')) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const upstream = connect({ host: '127.0.0.1', port: tls });
      accepted.add(upstream);
      upstream.on('error', () => socket.destroy());
      upstream.once('connect', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
    });
  });
  const closed = await freePort();

  return {
    ports: {
      ...{ open, mute, hangsUp, framed, flood: floodPort, garbage, tls, closed },
      ...{ udpEcho, udpThird, udpMute, dropped: droppedPort.port, proxy },
      udpClosed: closed,
    },
    stop: () => {
      for (const one of accepted) one.destroy();
      for (const close of closers) close();
      return Promise.resolve();
    },
  };
}

/** For peers that answer: a machine that is busy with other things is not a silent one. */
export const patientMs = 8000;
/** For peers that stay silent. Who connects and then waits needs the longer one. */
export const brief = { timeoutMs: 400 };
export const briefOnceConnected = { timeoutMs: 1500 };

/** Stops a process for a while, as a machine does that has too much to do, or that is moved to another host. */
export function holdUp(pid: number, ms: number): void {
  process.kill(pid, 'SIGSTOP');
  setTimeout(() => process.kill(pid, 'SIGCONT'), ms);
}

/** A job from 127.0.0.2 to a port of 127.0.0.1. */
export function loopbackJob(wire: Wire, port: number, changes: Partial<EngineJob> = {}): EngineJob {
  return {
    check: aCheck(),
    wire,
    host: '127.0.0.1',
    port,
    source: '127.0.0.2',
    timeoutMs: patientMs,
    startMs: 0,
    ...changes,
  };
}

export function exchangeWire(transport: 'tcp' | 'udp', payloads: readonly string[], framed = false): Wire {
  return {
    kind: 'exchange',
    transport,
    payloads: payloads.map((text) =>
      framed ? withLength(Buffer.from(text)) : Uint8Array.from(Buffer.from(text)),
    ),
    framing: framed ? headedBy2Bytes : { kind: 'any' },
    stopAt: null,
  };
}
