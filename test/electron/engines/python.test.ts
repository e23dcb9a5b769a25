import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineJob } from '../../../electron/engines/engine.ts';
import { makePythonEngine } from '../../../electron/engines/python.ts';
import { certificateFingerprint } from '../../../electron/engines/tls-trust.ts';
import { withLength } from '../../../shared/probes/dns.ts';
import { headedBy2Bytes } from '../../../shared/probes/framing.ts';
import type { RawAttempt, Wire } from '../../../shared/probes/types.ts';
import { dropPort } from '../../helpers/dropped-port.ts';
import { freePort } from '../../helpers/free-port.ts';
import { aCheck } from '../../shared/probes/samples.ts';
import { certificateMaker, trustIn } from './certificates.ts';
import { localSession } from './local-session.ts';
import { brief, briefOnceConnected, holdUp, patientMs } from './loopback-peers.ts';
import { tempFolder } from './temp-folder.ts';

/** Pythons of this machine, old and new: what a node may have. */
function pythonsHere(): readonly (readonly [string, string])[] {
  const { PYENV_ROOT = join(homedir(), '.pyenv') } = process.env;
  const installed = join(PYENV_ROOT, 'versions');
  const places = [
    '/usr/bin/python3',
    ...(existsSync(installed) ? readdirSync(installed) : []).map((name) =>
      join(installed, name, 'bin/python'),
    ),
  ].filter((place) => existsSync(place));
  const versions = places.map((place) => {
    const version = execFileSync(place, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
    return [version.toString().trim(), place] as const;
  });
  return [...new Map(versions)];
}

/** A folder in which the only Python is the given one. */
function pathWithOnly(python: string): string {
  const folder = tempFolder('python');
  symlinkSync(python, join(folder, 'python3'));
  symlinkSync('/bin/sh', join(folder, 'sh'));
  return folder;
}

const pythons = pythonsHere();
const makers = certificateMaker();
const authority = makers.authority('Lab CA');
const trust = trustIn([authority]);
const leaf = makers.leaf('store.corp.example', authority);

const servers: { close: () => unknown }[] = [];
const ports = {
  ...{ open: 0, framed: 0, tls: 0, mute: 0, closed: 0, udpEcho: 0, udpMute: 0, udpClosed: 0 },
  ...{ dropped: 0, udpThird: 0, web: 0, proxy: 0 },
};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    servers.push(server);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

const bindUdp = (answer: (message: Buffer) => Buffer | null): Promise<number> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    servers.push(socket);
    socket.on('message', (message, from) => {
      const reply = answer(message);
      if (reply !== null) socket.send(reply, from.port, from.address);
    });
    socket.bind(0, '127.0.0.1', () => resolve(socket.address().port));
  });

beforeAll(async () => {
  ports.open = await listen(createServer((socket) => socket.on('error', () => undefined)));
  ports.mute = await listen(createServer((socket) => socket.on('error', () => undefined)));
  ports.framed = await listen(
    createServer((socket) => {
      // In two pieces, so that a reader that takes the first chunk for all of it fails.
      socket.on('data', (chunk) => {
        socket.write(chunk.subarray(0, 3));
        setTimeout(() => socket.write(chunk.subarray(3)), 20);
      });
      socket.on('error', () => undefined);
    }),
  );
  ports.tls = await listen(
    createTlsServer({ key: leaf.key, cert: leaf.pem + authority.pem }, (socket) =>
      socket.on('error', () => undefined),
    ),
  );
  ports.web = await listen(
    createTlsServer(
      { key: leaf.key, cert: leaf.pem + authority.pem, ALPNProtocols: ['http/1.1'] },
      (socket) => {
        socket.on('error', () => undefined);
        socket.once('data', (request: Buffer) => {
          socket.write(`HTTP/1.1 200 OK\r\nX-Saw: ${request.toString().split(' ')[0] ?? ''}\r\n`);
          setTimeout(() => socket.write('\r\nbody that nobody asked for'), 20);
        });
      },
    ),
  );
  ports.proxy = await listen(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (request: Buffer) => {
        if (!request.toString().startsWith('CONNECT allowed')) {
          socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
          return;
        }
        const onward = connect(ports.tls, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          socket.pipe(onward).pipe(socket);
        });
        onward.on('error', () => undefined);
      });
    }),
  );
  ports.closed = await freePort();
  ports.udpEcho = await bindUdp((message) => Buffer.concat([Buffer.from('re:'), message]));
  ports.udpMute = await bindUdp(() => null);
  const heard = new Map<string, number>();
  ports.udpThird = await bindUdp((message) => {
    const times = (heard.get(message.toString()) ?? 0) + 1;
    heard.set(message.toString(), times);
    return times < 3 ? null : Buffer.concat([Buffer.from('re:'), message]);
  });
  const droppedPort = await dropPort();
  servers.push({ close: () => droppedPort.stop() });
  ports.dropped = droppedPort.port;
  ports.udpClosed = ports.closed;
});

afterAll(() => {
  for (const server of servers) server.close();
});

const job = (wire: Wire, port: number, changes: Partial<EngineJob> = {}): EngineJob => ({
  check: aCheck(),
  wire,
  host: '127.0.0.1',
  port,
  source: '127.0.0.2',
  timeoutMs: patientMs,
  startMs: 0,
  ...changes,
});

const exchange = (transport: 'tcp' | 'udp', payloads: string[], framed = false): Wire => ({
  kind: 'exchange',
  transport,
  payloads: payloads.map((text) =>
    framed ? withLength(Buffer.from(text)) : Uint8Array.from(Buffer.from(text)),
  ),
  framing: framed ? headedBy2Bytes : { kind: 'any' },
  stopAt: null,
});

async function runJobs(
  path: string | null,
  jobs: readonly EngineJob[],
  onAttempt: (attempt: RawAttempt) => void = () => undefined,
): Promise<RawAttempt[]> {
  const attempts: RawAttempt[] = [];
  const engine = makePythonEngine({
    session: localSession(path),
    trust,
    now: () => new Date(),
  });
  const end = await engine.run(jobs, {
    signal: new AbortController().signal,
    onAttempt: (one, attempt) => {
      attempts[jobs.indexOf(one)] = attempt;
      onAttempt(attempt);
    },
  });
  expect(end).toEqual({ kind: 'finished' });
  return attempts;
}

describe.each(pythons)('the script under Python %s', (version, python) => {
  it('tells every way apart in which a check can end', async () => {
    const attempts = await runJobs(pathWithOnly(python), [
      job({ kind: 'connect' }, ports.open),
      job({ kind: 'connect' }, ports.closed),
      job(exchange('tcp', ['hello', 'again'], true), ports.framed),
      job(exchange('tcp', ['hello']), ports.mute, briefOnceConnected),
      job({ kind: 'tls', serverName: 'store.corp.example', alpn: [], inner: null }, ports.tls),
      job({ kind: 'tls', serverName: null, alpn: [], inner: null }, ports.framed, briefOnceConnected),
      job(exchange('udp', ['one', 'two']), ports.udpEcho),
      job(exchange('udp', ['one']), ports.udpMute, brief),
      job({ kind: 'datagram', payload: Uint8Array.of(1) }, ports.udpClosed),
      job({ kind: 'connect' }, ports.open, { source: '192.0.2.1' }),
    ]);
    expect(attempts.map(({ outcome }) => outcome.kind)).toEqual([
      'connected',
      'refused',
      'answered',
      'connected-only',
      'handshake',
      'connected-only',
      'answered',
      'silent',
      'refused',
      'cannot',
    ]);
    expect(attempts.map(({ localAddress }) => localAddress).slice(0, 9)).toEqual(Array(9).fill('127.0.0.2'));
    const [, , framed, , handshake, , echoed, , refused] = attempts.map(({ outcome }) => outcome);
    const texts = (outcome: typeof framed): string[] =>
      outcome?.kind === 'answered' ? outcome.replies.map(({ bytes }) => Buffer.from(bytes).toString()) : [];
    expect(texts(framed).map((text) => text.slice(2))).toEqual(['hello', 'again']);
    expect(texts(echoed)).toEqual(['re:one', 're:two']);
    // Python 2 has no recvmsg, so it cannot read who sent the ICMP.
    expect(refused).toEqual({ kind: 'refused', sender: version === '2.7' ? null : '127.0.0.1' });
    if (handshake?.kind !== 'handshake') throw new Error('no handshake');
    expect(handshake.tls).toMatchObject({ trust: 'entered-ca', nameMatches: true, validNow: true });
    // A Python that cannot show it (before 3.10) carries the bytes, and our own code reads it.
    expect(handshake.tls.chainRead).toBe(true);
    expect(handshake.tls.chain).toHaveLength(2);
    expect(handshake.tls.fingerprint).toBe(
      certificateFingerprint(Buffer.from(leaf.pem.replace(/-----[^-]+-----/g, ''), 'base64')),
    );
  });
});

/** The oldest ones, the newest one, and what Debian has. */
const somePythons = pythons.filter(([version]) => ['2.7', '3.6', '3.11', '3.13'].includes(version));

describe.each(somePythons)('what stays silent, under Python %s', (_version, python) => {
  const path = pathWithOnly(python);

  it('is asked six times, and given up early once its host has answered on another port', async () => {
    const timeoutMs = 60_000;
    const [open, dropped] = await runJobs(path, [
      job({ kind: 'connect' }, ports.open, { timeoutMs }),
      job({ kind: 'connect' }, ports.dropped, { timeoutMs }),
    ]);
    expect(open).toMatchObject({ outcome: { kind: 'connected' }, tries: 1 });
    expect(dropped).toMatchObject({ outcome: { kind: 'silent' }, tries: 6 });
  });

  it('is asked as often when the node was held up for longer than it waits', async () => {
    const folder = tempFolder('held');
    const note = `#!/bin/sh\necho $$ >> ${folder}/pids\nexec ${python} "$@"\n`;
    writeFileSync(join(folder, 'python3'), note, { mode: 0o755 });
    symlinkSync('/bin/sh', join(folder, 'sh'));
    const timeoutMs = 60_000;
    const [, dropped] = await runJobs(
      folder,
      [
        job({ kind: 'connect' }, ports.open, { timeoutMs }),
        job({ kind: 'connect' }, ports.dropped, { timeoutMs }),
      ],
      ({ outcome }) => {
        const pids = readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n');
        if (outcome.kind === 'connected') holdUp(Number(pids.at(-1)), 1500);
      },
    );
    expect(dropped).toMatchObject({ outcome: { kind: 'silent' }, tries: 6 });
    expect(dropped?.ms).toBeGreaterThan(1500);
  });

  it('is waited for as long as the site says when nothing answers, and with fixed waits', async () => {
    const silent = { outcome: { kind: 'silent' }, tries: 6 };
    const [alone] = await runJobs(path, [job({ kind: 'connect' }, ports.dropped, { timeoutMs: 2400 })]);
    expect(alone).toMatchObject(silent);
    expect(alone?.ms).toBeGreaterThanOrEqual(2400);
    const fixed = { check: { ...aCheck(), waits: 'fixed' as const }, timeoutMs: 2400 };
    const [, dropped] = await runJobs(path, [
      job({ kind: 'connect' }, ports.open, fixed),
      job({ kind: 'connect' }, ports.dropped, fixed),
    ]);
    expect(dropped).toMatchObject(silent);
    expect(dropped?.ms).toBeGreaterThanOrEqual(2400);
  });

  it('gets the same datagram again over UDP; a late answer to it does not pass for one to the next', async () => {
    const [attempt, datagram] = await runJobs(path, [
      job(exchange('udp', [`one ${python}`, `two ${python}`]), ports.udpThird, { timeoutMs: 1200 }),
      job({ kind: 'datagram', payload: Buffer.from(`once ${python}`) }, ports.udpThird, { timeoutMs: 1200 }),
    ]);
    expect(attempt?.tries).toBe(3);
    const { outcome } = attempt ?? {};
    expect(
      outcome?.kind === 'answered' &&
        outcome.replies.map(({ payload, bytes }) => [payload, Buffer.from(bytes).toString()]),
    ).toEqual([
      [0, `re:one ${python}`],
      [1, `re:two ${python}`],
    ]);
    expect(datagram).toMatchObject({ outcome: { kind: 'silent' }, tries: 1 });
  });

  it('tells the node’s clock with an answer', async () => {
    const before = Date.now();
    const [attempt] = await runJobs(path, [job(exchange('udp', ['one']), ports.udpEcho)]);
    expect(attempt?.answeredAt).toBeGreaterThanOrEqual(before - 1);
    expect(attempt?.answeredAt).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('speaks inside TLS, and keeps the handshake whatever comes of it', async () => {
    const inner = {
      payload: Buffer.from('HEAD / HTTP/1.1\r\n\r\n'),
      framing: { kind: 'until', marker: Buffer.from('\r\n\r\n') } as const,
    };
    const [web, mute] = await runJobs(path, [
      job({ kind: 'tls', serverName: null, alpn: ['h2', 'http/1.1'], inner }, ports.web),
      job({ kind: 'tls', serverName: null, alpn: [], inner }, ports.tls, briefOnceConnected),
    ]);
    if (web?.outcome.kind !== 'handshake' || mute?.outcome.kind !== 'handshake')
      throw new Error('no handshake');
    expect(web.outcome.alpn).toBe('http/1.1');
    expect(Buffer.from(web.outcome.reply ?? []).toString()).toBe('HTTP/1.1 200 OK\r\nX-Saw: HEAD\r\n\r\n');
    expect(mute.outcome).toMatchObject({ alpn: null, reply: null });
  });

  it('shakes hands behind a proxy that lets it, and else tells what the proxy said', async () => {
    const through = (host: string): Wire => ({
      ...{ kind: 'tls', serverName: null, alpn: [], inner: null },
      before: {
        payload: Buffer.from(`CONNECT ${host} HTTP/1.1\r\n\r\n`),
        framing: { kind: 'until', marker: Buffer.from('\r\n\r\n') },
        goOn: { offset: 9, mask: 0xff, values: [0x32] },
      },
    });
    const [allowed, denied] = await runJobs(path, [
      job(through('allowed'), ports.proxy),
      job(through('denied'), ports.proxy),
    ]);
    expect(allowed?.outcome.kind).toBe('handshake');
    expect(
      denied?.outcome.kind === 'answered' && Buffer.from(denied.outcome.replies[0]?.bytes ?? []).toString(),
    ).toBe('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
});

describe('the python engine', () => {
  it('says so when the node has no Python', async () => {
    const engine = makePythonEngine({
      session: localSession('/nonexistent', '/bin/sh'),
      trust,
      now: () => new Date(),
    });
    const end = await engine.run([job({ kind: 'connect' }, ports.open)], {
      signal: new AbortController().signal,
      onAttempt: () => expect.unreachable(),
    });
    expect(end.kind).toBe('failed');
  });

  it('speaks IPv6, and reads who sent its errors', async () => {
    const socket = createSocket('udp6');
    const bound = await new Promise<boolean>((resolve) => {
      socket.on('error', () => resolve(false));
      socket.bind(0, '::1', () => resolve(true));
    });
    const port = bound ? socket.address().port : 0;
    socket.close();
    // A machine without IPv6 says so, and nothing else.
    const attempts = await runJobs(null, [
      job({ kind: 'datagram', payload: Uint8Array.of(1) }, port, { host: '::1', source: '::1' }),
      job({ kind: 'connect' }, port, { host: '::1', source: '::1' }),
    ]);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(
      bound
        ? [
            { kind: 'refused', sender: '::1' },
            { kind: 'refused', sender: null },
          ]
        : [expect.objectContaining({ kind: 'cannot' }), expect.objectContaining({ kind: 'cannot' })],
    );
  });

  it('passes over a Python that lacks parts of its library, as Debian’s minimal one does', async () => {
    const folder = tempFolder('minimal');
    writeFileSync(join(folder, 'python3'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    symlinkSync('/usr/bin/python3', join(folder, 'python2'));
    symlinkSync('/bin/sh', join(folder, 'sh'));
    const attempts = await runJobs(folder, [job({ kind: 'connect' }, ports.open)]);
    expect(attempts.map(({ outcome }) => outcome.kind)).toEqual(['connected']);
  });

  it('takes 600 jobs, more than it runs at once', async () => {
    const jobs = Array.from({ length: 600 }, (_, index) =>
      job({ kind: 'connect' }, index % 2 === 0 ? ports.open : ports.closed),
    );
    const attempts = await runJobs(null, jobs);
    expect(attempts.filter(({ outcome }) => outcome.kind === 'connected')).toHaveLength(300);
    expect(attempts.filter(({ outcome }) => outcome.kind === 'refused')).toHaveLength(300);
  });

  it('stops the script when the run is cancelled, and keeps what was seen', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const engine = makePythonEngine({
      session: localSession(),
      trust,
      now: () => new Date(),
    });
    const jobs = [
      job({ kind: 'connect' }, ports.open),
      job(exchange('udp', ['one']), ports.udpMute, { timeoutMs: 60_000 }),
    ];
    const end = await engine.run(jobs, {
      signal: controller.signal,
      onAttempt: (_job, attempt) => {
        seen.push(attempt.outcome.kind);
        controller.abort();
      },
    });
    expect(end.kind).toBe('cancelled');
    expect(seen).toEqual(['connected']);
  });
});
