import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { detectNode } from '../../../electron/engines/detect.ts';
import type { Engine, EngineEnd, EngineJob } from '../../../electron/engines/engine.ts';
import type { NodeSession } from '../../../electron/engines/node-session.ts';
import { makeShellEngine } from '../../../electron/engines/shell.ts';
import type { ShellTools } from '../../../electron/engines/shell-tools.ts';
import { connect } from '../../../electron/ssh/index.ts';
import type { SshSession } from '../../../electron/ssh/index.ts';
import type { RawOutcome, Wire } from '../../../shared/probes/types.ts';
import { dropPort } from '../../helpers/dropped-port.ts';
import type { DroppedPort } from '../../helpers/dropped-port.ts';
import { freePort } from '../../helpers/free-port.ts';
import { sshdMissing, startSshd } from '../../helpers/sshd.ts';
import type { Sshd } from '../../helpers/sshd.ts';
import { aCheck } from '../../shared/probes/samples.ts';
import { certificateMaker, trustIn } from './certificates.ts';
import { localSession } from './local-session.ts';

const maker = certificateMaker();
const authority = maker.authority('Lab CA');
const leaf = maker.leaf('store.corp.example', authority);
const trust = trustIn([authority]);
const tls: Wire = { kind: 'tls', serverName: 'store.corp.example', alpn: [], inner: null };
const tap: Wire = { kind: 'connect' };
const asks: Wire = {
  ...{ kind: 'exchange', transport: 'tcp', stopAt: null, framing: { kind: 'any' } },
  payloads: [Uint8Array.of(1)],
};

const bash = execFileSync('sh', ['-c', 'command -v bash'], { encoding: 'utf8' }).trim();
const onlyBash: ShellTools = { netcats: [], bash, timeout: 'timeout' };
const flavours: readonly (readonly [string, ShellTools])[] = (
  [
    ['openbsd', '/usr/bin/nc.openbsd', 'WNnqsuvwz'],
    ['openbsd', '/usr/bin/nc.openbsd', 'nsuvwz'],
    ['traditional', '/usr/bin/nc.traditional', 'nqsuvwz'],
    ['ncat', '/usr/bin/ncat', 'nsuvwz'],
    ['busybox', '/usr/bin/busybox', 'ew'],
  ] as const
).map(([flavour, path, options]) => [
  `${flavour} with -${options}`,
  { netcats: [{ flavour, path, options, applet: flavour === 'busybox' }], bash: null, timeout: 'timeout' },
]);

const servers: Server[] = [];
const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
const ports = { mute: 0, tls: 0, closed: 0, dropped: 0 };
/** Connections to the mute server that their client has not ended. */
const held = new Set<Socket>();
let dropped: DroppedPort;

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
  ports.mute = await listen(
    createServer({ allowHalfOpen: true }, (socket) => {
      held.add(socket);
      socket.on('error', () => undefined);
      // It keeps its own half open, as a peer may that has gone to sleep.
      socket.on('end', () => held.delete(socket));
      socket.on('close', () => held.delete(socket));
      socket.resume();
    }),
  );
  const pem = { key: leaf.key, cert: leaf.pem };
  ports.tls = await listen(createTlsServer(pem, (socket) => socket.on('error', () => undefined)));
  ports.closed = await freePort();
  dropped = await dropPort();
  ports.dropped = dropped.port;
});
afterAll(() => {
  for (const one of servers) one.close();
  dropped.stop();
});

const job = (wire: Wire, port: number, timeoutMs = 1000): EngineJob => ({
  ...{ check: aCheck(), wire, host: '127.0.0.1', port, source: null, timeoutMs, startMs: 0 },
});

const engineOf = (session: NodeSession, tools: ShellTools, atOnce?: number): Engine => {
  const engine = makeShellEngine({
    ...{ session, trust, now: () => new Date(), tools },
    ...(atOnce === undefined ? {} : { atOnce }),
  });
  if (engine === null) throw new Error('The node has no tool.');
  return engine;
};

interface Ran {
  readonly end: EngineEnd;
  readonly kinds: readonly (RawOutcome['kind'] | undefined)[];
}

async function runAll(
  engine: Engine,
  jobs: readonly EngineJob[],
  options: { readonly signal?: AbortSignal; readonly onFirst?: () => void } = {},
): Promise<Ran> {
  const kinds: RawOutcome['kind'][] = [];
  const end = await engine.run(jobs, {
    signal: options.signal ?? new AbortController().signal,
    onAttempt: (one, { outcome }) => {
      expect(kinds[jobs.indexOf(one)]).toBeUndefined();
      kinds[jobs.indexOf(one)] = outcome.kind;
      if (Object.keys(kinds).length === 1) options.onFirst?.();
    },
  });
  return { end, kinds: jobs.map((_, index) => kinds[index]) };
}

/** What runs of a server's sessions: all of it has the home that this server gives, even when its parent is gone. */
function leftOf(server: Sshd): readonly string[] {
  const home = `HOME=${dirname(server.userKey)}\0`;
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      if (!readFileSync(`/proc/${entry}/environ`, 'latin1').includes(home)) return [];
      return [readFileSync(`/proc/${entry}/cmdline`, 'latin1').replaceAll('\0', ' ')];
    } catch {
      return [];
    }
  });
}

/** The same after a while; tools end by themselves when their wait is over. */
async function leftAfter(server: Sshd, ms: number): Promise<readonly string[]> {
  for (const end = performance.now() + ms; performance.now() < end && leftOf(server).length > 0;)
    await sleep(100);
  return leftOf(server);
}

const until = async (isTrue: () => boolean): Promise<void> => {
  for (let attempt = 0; attempt < 100 && !isTrue(); attempt += 1) await sleep(50);
  expect(isTrue()).toBe(true);
};

describe.skipIf(sshdMissing)('an SSH server that allows one session at a time', () => {
  let sshd: Sshd;
  let session: SshSession;
  beforeAll(async () => {
    sshd = await startSshd({ config: ['MaxSessions 1'] });
    session = await signIn(sshd);
  });
  afterAll(async () => {
    session.close();
    await sshd.stop();
  });

  it('lets detection, all connections and every conversation follow one another', async () => {
    const { signal } = new AbortController();
    const detection = await detectNode(session, { routes: [], signal });
    expect(detection.netcats.length).toBeGreaterThan(0);
    const { end, kinds } = await runAll(engineOf(session, detection), [
      ...[job(tap, ports.mute), job(tap, ports.closed), job(tap, ports.dropped)],
      ...Array.from({ length: 8 }, () => job(tls, ports.tls)),
    ]);
    expect(end).toEqual({ kind: 'finished' });
    expect(kinds).toEqual(['connected', 'refused', 'silent', ...Array<string>(8).fill('handshake')]);
  });

  it.each([...flavours, ['bash', onlyBash] as const])(
    'has its session back after each conversation: %s',
    async (_name, tools) => {
      const { end, kinds } = await runAll(engineOf(session, tools), [
        ...[job(tls, ports.tls), job(asks, ports.mute), job(tls, ports.tls)],
      ]);
      expect(end).toEqual({ kind: 'finished' });
      expect(kinds).toEqual(['handshake', 'connected-only', 'handshake']);
    },
  );

  it('says that a server without a session for commands is no network that blocks', async () => {
    const other = await startSshd({ config: ['MaxSessions 0'] });
    const none = await signIn(other);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1500);
    const { end, kinds } = await runAll(engineOf(none, onlyBash), [job(tap, ports.mute)], {
      signal: controller.signal,
    });
    expect(kinds).toEqual([undefined]);
    expect(end.kind).toBe('cancelled');
    none.close();
    await other.stop();
  });
});

describe.skipIf(sshdMissing)('a run that ends early', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());
  let session: SshSession;
  afterEach(() => session.close());

  it.each([...flavours, ['bash', onlyBash] as const])(
    'leaves no process on the node when the session dies in a conversation: %s',
    async (_name, tools) => {
      session = await signIn(sshd);
      const running = runAll(engineOf(session, tools), [job(asks, ports.mute, 2000)]);
      // The first connection only tries the port; the second one is the conversation.
      await until(() => held.size === 1);
      await sleep(300);
      sshd.signalSessions('SIGKILL');
      const { end, kinds } = await running;
      expect(['lost', 'finished']).toContain(end.kind);
      expect(kinds[0] === undefined || kinds[0] === 'connected-only').toBe(true);
      expect(await leftAfter(sshd, 6000)).toEqual([]);
      await until(() => held.size === 0);
    },
  );

  it.each([
    ['bash', onlyBash],
    ['bash without timeout', { ...onlyBash, timeout: null }],
    ...flavours,
  ] as const)(
    'leaves no process on the node when the session dies while targets are silent: %s',
    async (_name, tools) => {
      session = await signIn(sshd);
      const jobs = [job(tap, ports.dropped, 2000), job(tap, ports.closed)];
      const onFirst = (): void => {
        expect(leftOf(sshd).length).toBeGreaterThan(0);
        sshd.signalSessions('SIGKILL');
      };
      const { end, kinds } = await runAll(engineOf(session, tools), jobs, { onFirst });
      expect(end.kind).toBe('lost');
      expect(kinds).toEqual([undefined, 'refused']);
      expect(await leftAfter(sshd, 5000)).toEqual([]);
    },
  );

  it('reports nothing more after a cancel, and leaves nothing', async () => {
    session = await signIn(sshd);
    const controller = new AbortController();
    const { end, kinds } = await runAll(
      engineOf(session, onlyBash),
      [job(tap, ports.dropped, 2000), job(tap, ports.mute)],
      { signal: controller.signal, onFirst: () => controller.abort() },
    );
    expect(end.kind).toBe('cancelled');
    expect(kinds).toEqual([undefined, 'connected']);
    expect(await leftAfter(sshd, 5000)).toEqual([]);
  });
});

describe('many targets', () => {
  it('are tried in several commands when one shell would hold too much, and few at once', async () => {
    const jobs = Array.from({ length: 300 }, (_, index) =>
      job(tap, index % 3 === 0 ? ports.closed : ports.mute),
    );
    const { end, kinds } = await runAll(engineOf(localSession(), onlyBash, 16), jobs);
    expect(end).toEqual({ kind: 'finished' });
    expect(kinds.every((kind, index) => kind === (index % 3 === 0 ? 'refused' : 'connected'))).toBe(true);
  });
});

const shells = ['dash', 'bash', 'mksh', 'zsh']
  .map((name) => `/bin/${name}`)
  .filter((path) => existsSync(path));
const netcatOnly = flavours[0]?.[1] ?? onlyBash;

describe.each(shells)('a node whose sh is %s', (shell) => {
  it('runs the script', async () => {
    const session = localSession();
    const as: NodeSession = {
      ...session,
      openStream: (command, options) => session.openStream(command.replace(/^sh/, shell), options),
    };
    const { end, kinds } = await runAll(engineOf(as, netcatOnly), [
      ...[job(tap, ports.mute), job(tap, ports.closed), job(tls, ports.tls), job(tap, ports.dropped)],
    ]);
    expect(end).toEqual({ kind: 'finished' });
    expect(kinds).toEqual(['connected', 'refused', 'handshake', 'silent']);
  });
});

describe.skipIf(!existsSync('/bin/tcsh'))('a login shell that is no POSIX shell', () => {
  it('runs the script all the same', async () => {
    const session = localSession(null, '/bin/tcsh');
    const { end, kinds } = await runAll(engineOf(session, netcatOnly), [
      job(tap, ports.mute),
      job(tls, ports.tls),
    ]);
    expect(end).toEqual({ kind: 'finished' });
    expect(kinds).toEqual(['connected', 'handshake']);
  });
});

describe('a node whose shell is a menu', () => {
  it('is no observation', async () => {
    const session = localSession(null, '/bin/echo');
    const { end, kinds } = await runAll(engineOf(session, netcatOnly), [job(tap, ports.mute)]);
    expect(end.kind).toBe('failed');
    expect(kinds).toEqual([undefined]);
  });
});
