import { createSocket } from 'node:dgram';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** What one process serves, in one namespace. Bundled and started by peers.ts; says `ready` when all ports are open. */
export interface ServerSpec {
  readonly kind: 'tcp' | 'tls' | 'udp-sink' | 'ntp';
  readonly address: string;
  readonly port: number;
  /** `tls`: files with the chain and the key. */
  readonly chain?: string;
  readonly key?: string;
  /** `udp-sink`: where what arrives is written, one line a datagram. */
  readonly log?: string;
}

function serveTcp(spec: ServerSpec): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n'));
    });
    server.on('error', reject);
    server.listen(spec.port, spec.address, resolve);
  });
}

function serveTls(spec: ServerSpec): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createTlsServer(
      { cert: readFileSync(spec.chain ?? ''), key: readFileSync(spec.key ?? '') },
      (socket) => socket.on('error', () => undefined),
    );
    server.on('tlsClientError', () => undefined);
    server.on('error', reject);
    server.listen(spec.port, spec.address, resolve);
  });
}

/** RFC 5905, as much as a client checks: only where no real NTP server is at hand. */
function ntpReply(query: Buffer): Buffer {
  const reply = Buffer.alloc(48);
  reply.writeUInt8((4 << 3) | 4, 0);
  reply.writeUInt8(5, 1);
  reply.write('LAB', 12, 'latin1');
  const seconds = Math.floor(Date.now() / 1000) + 2_208_988_800;
  for (const offset of [16, 32, 40]) reply.writeUInt32BE(seconds, offset);
  query.copy(reply, 24, 40, 48);
  return reply;
}

function serveUdp(spec: ServerSpec): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.on('error', reject);
    socket.on('message', (message, from) => {
      if (spec.kind === 'ntp') socket.send(ntpReply(message), from.port, from.address);
      else if (spec.log !== undefined)
        appendFileSync(spec.log, `${from.address} ${message.toString('latin1')}\n`);
    });
    socket.bind(spec.port, spec.address, resolve);
  });
}

function serve(spec: ServerSpec): Promise<void> {
  switch (spec.kind) {
    case 'tcp':
      return serveTcp(spec);
    case 'tls':
      return serveTls(spec);
    case 'udp-sink':
    case 'ntp':
      return serveUdp(spec);
  }
}

const [, , file] = process.argv;
if (file !== undefined) {
  const specs = JSON.parse(readFileSync(file, 'utf8')) as readonly ServerSpec[];
  await Promise.all(specs.map(serve));
  process.stdout.write('ready\n');
  // Ends with the lab, even when the lab was killed.
  process.stdin.on('end', () => process.exit(0)).resume();
}
