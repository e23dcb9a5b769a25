import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { generateHostKey, readHostKey, startSshServer } from '../../../electron/ssh/index.ts';
import type { SshServer } from '../../../electron/ssh/index.ts';

const closing: { close: () => unknown }[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((one) => one.close()));
});

async function sshServer(hostKey = generateHostKey().privateKey): Promise<SshServer & { signIns: string[] }> {
  const signIns: string[] = [];
  const server = await startSshServer({
    hostKey,
    onAuth: (attempt) => {
      signIns.push(attempt.kind);
      return false;
    },
    onExec: () => undefined,
    onForward: () => ({ kind: 'prohibited' }),
  });
  closing.push(server);
  return Object.assign(server, { signIns });
}

async function tcpServer(answer: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    answer(socket);
  });
  closing.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const read = (port: number, keyType = 'ssh-ed25519', timeoutMs = 3000): Promise<string | null> =>
  readHostKey(connect({ host: '127.0.0.1', port }), {
    ...{ keyType, timeoutMs, signal: new AbortController().signal },
  });

describe('the host key at the other end of a stream', () => {
  it('is read without signing in', async () => {
    const server = await sshServer();
    expect(await read(server.port)).toBe(server.hostKeyFingerprint);
    expect(server.signIns).toEqual([]);
  });

  it('is not read where there is none of that type, no SSH, or no answer', async () => {
    const server = await sshServer();
    expect(await read(server.port, 'ssh-rsa')).toBeNull();
    expect(
      await read(await tcpServer((socket) => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n'))),
    ).toBeNull();
    expect(await read(await tcpServer(() => undefined), 'ssh-ed25519', 300)).toBeNull();
  });

  it('is not believed when the server cannot prove that it holds it', async () => {
    const [real, other] = [generateHostKey(), generateHostKey()];
    const server = await sshServer(other.privateKey);
    const keyBytes = (line: string): Buffer => Buffer.from(line.split(' ')[1] ?? '', 'base64');
    const [shown, held] = [keyBytes(real.publicKey), keyBytes(other.publicKey)];
    // In between: puts the real key in the place of the one that the server signs with.
    const port = await tcpServer((socket) => {
      const inner = connect({ host: '127.0.0.1', port: server.port });
      inner.on('error', () => undefined);
      socket.pipe(inner);
      inner.on('data', (chunk: Buffer) => {
        const at = chunk.indexOf(held);
        if (at >= 0) shown.copy(chunk, at);
        socket.write(chunk);
      });
      inner.on('close', () => socket.destroy());
    });
    expect(await read(port)).toBeNull();
  });
});
