import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { holdConnections } from '../../../electron/engines/held-connections.ts';
import type { ListenerPlace, TemporaryListeners } from '../../../electron/engines/listener.ts';
import { openListeners, placeKey } from '../../../electron/engines/listener.ts';
import { askSocketTable, isListening, sourceSeen } from '../../../electron/engines/socket-table.ts';
import { freePort } from '../../helpers/free-port.ts';
import { localSession } from './local-session.ts';

const perl = { path: '/usr/bin/perl', version: '5.36', modules: [] };
const nodes = {
  python: { python: '3.11.2', perl: null },
  perl: { python: null, perl },
} as const;

/** How long an answer may take that comes, and how long one is waited for that should not. */
const patientMs = 8000;
const silentMs = 500;

/** Says something, and gives what comes back until the other side closes or is silent for a while. */
function say(address: string, port: number, text: string, quietMs: number): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: address, port });
    let heard = '';
    const finish = (): void => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(quietMs, finish);
    socket.on('connect', () => socket.write(text));
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      heard ||= error.code ?? '';
      finish();
    });
    socket.on('end', finish);
  });
}

function sayUdp(address: string, port: number, text: string, quietMs: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (heard: string): void => {
      clearTimeout(timer);
      socket.close();
      resolve(heard);
    };
    const timer = setTimeout(finish, quietMs, '');
    socket.on('message', (bytes) => finish(bytes.toString()));
    socket.send(text, port, address);
  });
}

const signal = new AbortController().signal;

describe.each(['python', 'perl'] as const)('temporary listeners by %s', (means) => {
  const session = localSession();
  let open: TemporaryListeners | null = null;
  const listen = async (
    places: readonly ListenerPlace[],
    deadlineMs = 20_000,
  ): Promise<TemporaryListeners> => {
    open = await openListeners(session, nodes[means], places, { deadlineMs, signal });
    return open;
  };
  const stands = async (place: ListenerPlace): Promise<boolean> =>
    isListening((await askSocketTable(session, signal)) ?? [], place);

  afterEach(async () => {
    await open?.close();
    open = null;
  });

  it('answer with the token to who knows the word, tell who that was, and are gone afterwards', async () => {
    const port = await freePort();
    const tcp = { transport: 'tcp', address: '127.0.0.1', port } as const;
    const udp = { ...tcp, transport: 'udp' } as const;
    const listeners = await listen([tcp, udp]);
    expect([...listeners.failed]).toEqual([]);
    expect([await stands(tcp), await stands(udp)]).toEqual([true, true]);
    for (const [place, speak] of [
      [tcp, say],
      [udp, sayUdp],
    ] as const) {
      const word = listeners.standing.get(placeKey(place));
      if (word === undefined) throw new Error('it does not stand');
      expect(await speak('127.0.0.1', port, `${word.ask} 7a\n`, patientMs)).toBe(`${word.token}\n`);
      expect(listeners.seenAt(placeKey(place), '7a')).toBe('127.0.0.1');
      expect(listeners.seenAt(placeKey(place), '7b')).toBeNull();
    }
    expect(await listeners.check()).toEqual(new Set([placeKey(tcp), placeKey(udp)]));
    expect(await listeners.close()).toEqual([]);
    expect([await stands(tcp), await stands(udp)]).toEqual([false, false]);
    expect(await listeners.check()).toEqual(new Set());
    // The port is free at once: nothing of a connection lingers on it.
    expect([...(await listen([tcp])).failed]).toEqual([]);
  });

  it('answer nobody else', async () => {
    const port = await freePort();
    const tcp = { transport: 'tcp', address: '127.0.0.1', port } as const;
    const listeners = await listen([tcp, { ...tcp, transport: 'udp' }]);
    const token = listeners.standing.get(placeKey(tcp))?.token ?? '';
    for (const text of ['GET / HTTP/1.0\r\n\r\n', '\n', `${token}\n`, `${'a'.repeat(2000)}\n`]) {
      expect(await say('127.0.0.1', port, text, silentMs)).not.toContain(token);
      expect(await sayUdp('127.0.0.1', port, text, silentMs)).toBe('');
    }
    expect(listeners.standing.size).toBe(2);
  });

  it('leave a port alone that anything has, on this address or on every one', async () => {
    const own = createServer();
    await new Promise<void>((resolve) => own.listen(0, '0.0.0.0', resolve));
    const { port } = own.address() as AddressInfo;
    const taken = { transport: 'tcp', address: '127.0.0.1', port } as const;
    const elsewhere = { transport: 'tcp', address: '192.0.2.1', port } as const;
    const listeners = await listen([taken, elsewhere]);
    expect(listeners.standing.size).toBe(0);
    expect(listeners.failed.get(placeKey(taken))).toBe('the port is in use on the node');
    expect(listeners.failed.get(placeKey(elsewhere))).toBe('the node does not have that address now');
    own.close();
  });

  it('end by themselves when nobody tells them to', async () => {
    const place = { transport: 'tcp', address: '127.0.0.1', port: await freePort() } as const;
    await listen([place], 4000);
    expect(await stands(place)).toBe(true);
    const end = Date.now() + 15_000;
    while ((await stands(place)) && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await stands(place)).toBe(false);
  });

  it('are not there on a node that has no means for them, which is said', async () => {
    const place = { transport: 'tcp', address: '127.0.0.1', port: await freePort() } as const;
    const none = await openListeners(session, { python: null, perl: null }, [place], {
      deadlineMs: 1000,
      signal,
    });
    expect(none.failed.get(placeKey(place))).toContain('neither Python nor Perl');
    expect(await none.close()).toEqual([]);
  });
});

describe.each(['python', 'perl', 'forwarded channels'] as const)('connections held by %s', (means) => {
  it('can be found at the other end by their own address and port', async () => {
    const session = localSession();
    const detection = means === 'forwarded channels' ? { python: null, perl: null } : nodes[means];
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const held = await holdConnections(
      session,
      detection,
      [
        { host: '127.0.0.1', port, source: '127.0.0.1' },
        { host: '127.0.0.1', port: await freePort(), source: '127.0.0.1' },
      ],
      { timeoutMs: patientMs, signal },
    );
    const end = held.ends.get(0);
    const sockets = (await askSocketTable(session, signal)) ?? [];
    expect(end?.address).toBe('127.0.0.1');
    expect(
      sourceSeen(sockets, { nodePort: port, localPort: end?.port ?? 0, localAddress: '127.0.0.1' }),
    ).toBe('127.0.0.1');
    expect([...held.ends.keys()]).toEqual([0]);
    await held.release();
    server.close();
  });
});
