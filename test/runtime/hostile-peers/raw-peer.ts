import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Peer } from './behaviour.ts';

/** A TCP server on loopback that does with each connection what `onSocket` says. */
export async function rawPeer(onSocket: (socket: Socket) => void): Promise<Peer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Writes as fast as the other side takes it, until it is gone. */
export function flood(socket: Socket, next: () => Buffer | string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.writable) if (!socket.write(next())) return;
  };
  socket.on('drain', more);
  more();
}

export const identification = 'SSH-2.0-Hostile_1.0\r\n';

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** A length-prefixed string (RFC 4251 section 5). */
export const sshString = (value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([uint32(bytes.length), bytes]);
};

/** A packet before keys are agreed on (RFC 4253 section 6). */
export function clearPacket(payload: Buffer): Buffer {
  const padding = 8 - ((5 + payload.length) % 8) + 8;
  return Buffer.concat([
    uint32(1 + payload.length + padding),
    Buffer.from([padding]),
    payload,
    Buffer.alloc(padding),
  ]);
}

export interface Offer {
  readonly kex?: string;
  readonly hostKey?: string;
  readonly cipher?: string;
  readonly mac?: string;
  readonly compression?: string;
}

/** SSH_MSG_KEXINIT with current algorithms but for those that are given. */
export function kexInit(offer: Offer = {}): Buffer {
  const {
    kex = 'curve25519-sha256',
    hostKey = 'ssh-ed25519',
    cipher = 'aes128-ctr',
    mac = 'hmac-sha2-256',
    compression = 'none',
  } = offer;
  const lists = [kex, hostKey, cipher, cipher, mac, mac, compression, compression, '', ''];
  return clearPacket(
    Buffer.concat([Buffer.from([20]), randomBytes(16), ...lists.map(sshString), Buffer.alloc(5)]),
  );
}

/** Calls back once when the client has said its identification and its KEXINIT. */
export function afterKexInit(socket: Socket, then: () => void): void {
  let seen = 0;
  let called = false;
  socket.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (called || seen < 200) return;
    called = true;
    then();
  });
}
