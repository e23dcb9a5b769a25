import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { WrongPeersInput } from './wrong-peers.ts';

/** Runs inside the servers' namespace: peers that are not what a probe expects. Says `ready` when all ports are open. */

const floodBytes = 1024 * 1024;
const largestDatagram = 60_000;

function listen(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, address, resolve);
  });
}

function serveTcp(port: number, address: string, serve: (socket: Socket) => void): Promise<void> {
  return listen(
    createServer((socket) => {
      socket.on('error', () => undefined);
      serve(socket);
    }),
    port,
    address,
  );
}

function serveUdp(
  port: number,
  address: string,
  answers: (query: Buffer) => readonly Buffer[],
  from?: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Some real servers listen on every address, ours beside them.
    const shared = { type: 'udp4', reuseAddr: true } as const;
    const socket = createSocket(shared);
    const sender = from === undefined ? socket : createSocket(shared);
    socket.on('error', reject);
    socket.on('message', (query, asker) => {
      for (const answer of answers(query)) sender.send(answer, asker.port, asker.address, () => undefined);
    });
    const open = (): void => {
      socket.bind(port, address, resolve);
    };
    if (from === undefined) open();
    else sender.bind(port, from, open);
  });
}

async function serve({ addresses, ports }: WrongPeersInput): Promise<void> {
  const { http, garbage, flood, mute, echo, elsewhere, answersFrom } = addresses;
  for (const port of ports.tcp) {
    await listen(
      createHttpServer((_request, response) => response.end('<h1>It works!</h1>')),
      port,
      http,
    );
    await serveTcp(port, garbage, (socket) => {
      socket.on('data', () => socket.end(randomBytes(300)));
    });
    await serveTcp(port, flood, (socket) => {
      socket.resume();
      socket.write(Buffer.alloc(floodBytes, 'A'));
    });
    await serveTcp(port, mute, (socket) => socket.resume());
    await serveTcp(port, echo, (socket) => socket.pipe(socket));
  }
  for (const port of ports.udp) {
    await serveUdp(port, garbage, () => [randomBytes(300)]);
    await serveUdp(port, flood, () => Array.from({ length: 100 }, () => Buffer.alloc(largestDatagram, 'A')));
    await serveUdp(port, mute, () => []);
    await serveUdp(port, echo, (query) => [query]);
    await serveUdp(port, elsewhere, (query) => [query], answersFrom);
  }
}

const [, , file] = process.argv;
if (file !== undefined) {
  await serve(JSON.parse(readFileSync(file, 'utf8')) as WrongPeersInput);
  process.stdout.write('ready\n');
  // Ends with the lab, even when the lab was killed.
  process.stdin.on('end', () => process.exit(0)).resume();
}
