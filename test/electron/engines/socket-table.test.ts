import { spawnSync } from 'node:child_process';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  askSocketTable,
  isListening,
  readSocketTable,
  sourceSeen,
} from '../../../electron/engines/socket-table.ts';
import { localSession } from './local-session.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const table = [
  head,
  '   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1',
  '   1: 0A00140A:01BB 1428140A:C350 01 00000000:00000000 00:00000000 00000000     0        0 2 1',
  '   2: 0A00140A:01BB 1528140A:C350 06 00000000:00000000 00:00000000 00000000     0        0 3 1',
  head.replace('rem_address', 'remote_address'),
  '   0: 0000000000000000FFFF00000A00140A:01BD 0000000000000000FFFF00001428140A:C351 01 00000000:00000000 00:00000000 00000000     0        0 4 1',
  '   1: 000080FE00000000FF005450010000FE:0035 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 5 1',
  `${head} ref pointer drops`,
  '  10: 00000000:007B 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 6 2 0000000000000000 0',
];

/** This machine need not have both. */
const toolsHere = ['ss', 'netstat'].filter(
  (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0,
);

describe('the socket table of a node', () => {
  const sockets = readSocketTable(table);

  it('gives addresses in normal form, IPv4 inside IPv6 too', () => {
    expect(
      sockets.map(({ transport, state, local }) => `${transport} ${state} ${local.address}:${local.port}`),
    ).toEqual([
      'tcp listening 0.0.0.0:22',
      'tcp established 10.20.0.10:443',
      'tcp other 10.20.0.10:443',
      'tcp established 10.20.0.10:445',
      'tcp listening fe80::50:54ff:fe00:1:53'.replace('fe80::50:54ff', 'fe80::5054:ff'),
      'udp listening 0.0.0.0:123',
    ]);
  });

  it('tells the source of the connection that is being held, and of no other', () => {
    const held = { nodePort: 443, localPort: 0xc350, localAddress: '10.20.40.20' };
    expect(sourceSeen(sockets, held)).toBe('10.20.40.20');
    expect(sourceSeen(sockets, { ...held, localPort: 1 })).toBeNull();
    expect(sourceSeen(sockets, { ...held, nodePort: 22 })).toBeNull();
  });

  it('tells the address that a translation on the way put in', () => {
    expect(sourceSeen(sockets, { nodePort: 445, localPort: 0xc351, localAddress: '192.168.1.5' })).toBe(
      '10.20.40.20',
    );
  });

  it('tells who listens: on every address, or on this one', () => {
    const on = (transport: 'tcp' | 'udp', port: number): boolean =>
      isListening(sockets, { transport, address: '10.20.0.10', port });
    expect([on('tcp', 22), on('udp', 123), on('tcp', 443), on('tcp', 123)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is read from this machine as it is', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.3' });
    await new Promise((resolve) => client.once('connect', resolve));
    const now = await askSocketTable(localSession(), new AbortController().signal);
    const held = { nodePort: port, localPort: client.localPort ?? 0, localAddress: '127.0.0.3' };
    client.destroy();
    server.close();
    expect(sourceSeen(now ?? [], held)).toBe('127.0.0.3');
    expect(isListening(now ?? [], { transport: 'tcp', address: '127.0.0.1', port })).toBe(true);
  });

  it.each(toolsHere)('is read by %s where the kernel does not show it', async (tool) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.3' });
    await new Promise((resolve) => client.once('connect', resolve));
    const real = localSession();
    const session: typeof real = {
      ...real,
      execStream: (command, options) =>
        real.execStream(
          command
            .replaceAll('/proc/net/', '/nowhere/')
            .replace('"ss -tuan"', tool === 'ss' ? '"ss -tuan"' : ''),
          options,
        ),
    };
    const now = await askSocketTable(session, new AbortController().signal);
    const held = { nodePort: port, localPort: client.localPort ?? 0, localAddress: '127.0.0.3' };
    client.destroy();
    server.close();
    expect(sourceSeen(now ?? [], held)).toBe('127.0.0.3');
    expect(isListening(now ?? [], { transport: 'tcp', address: '127.0.0.1', port })).toBe(true);
    expect(isListening(now ?? [], { transport: 'udp', address: '127.0.0.1', port })).toBe(false);
  });

  it('is not known where the node does not show it', async () => {
    const session = { ...localSession(), execStream: () => Promise.reject(new Error('no shell')) };
    expect(await askSocketTable(session, new AbortController().signal)).toBeNull();
  });
});
