import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { setMaxListeners } from 'node:events';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEnd, EngineJob } from '../../../electron/engines/engine.ts';
import type { NodeSession } from '../../../electron/engines/node-session.ts';
import { makePerlEngine, runsScript } from '../../../electron/engines/perl.ts';
import { certificateFingerprint } from '../../../electron/engines/tls-trust.ts';
import { mostReplyBytes } from '../../../shared/probes/framing.ts';
import type { RawAttempt, RawOutcome, Wire } from '../../../shared/probes/types.ts';
import { aCheck } from '../../shared/probes/samples.ts';
import { certificateMaker, trustIn } from './certificates.ts';
import { localSession } from './local-session.ts';
import type { LoopbackPeers } from './loopback-peers.ts';
import {
  brief,
  briefOnceConnected,
  exchangeWire,
  holdUp,
  loopbackJob,
  startLoopbackPeers,
} from './loopback-peers.ts';
import { tempFolder } from './temp-folder.ts';

const makers = certificateMaker();
const authority = makers.authority('Lab CA');
const trust = trustIn([authority]);
const leaf = makers.leaf('store.corp.example', authority);

/** A folder in which `perl` is this machine's, started with further settings of its own; it notes its process id there. */
function pathWithPerl(settings: string): string {
  const folder = tempFolder('perl');
  const lines = ['#!/bin/sh', `echo $$ >> ${folder}/pids`, `${settings} exec /usr/bin/perl "$@"`];
  writeFileSync(join(folder, 'perl'), `${lines.join('\n')}\n`, { mode: 0o755 });
  symlinkSync('/bin/sh', join(folder, 'sh'));
  return folder;
}

const inPerl = (folder: string, code: string): string =>
  execFileSync(join(folder, 'perl'), ['-e', code]).toString();

/** Only the modules of Debian's perl-base, which every Debian has: no Time::HiRes, no JSON, no IO::Poll. */
function perlBaseOnly(): string | null {
  const others = inPerl(pathWithPerl(''), 'print join ",", grep { !/perl-base/ } @INC');
  const hasBase = inPerl(pathWithPerl(''), 'print grep { /perl-base/ } @INC') !== '';
  return hasBase ? pathWithPerl(`PERL5OPT=-M-lib=${others}`) : null;
}

/**
 * A machine whose system calls the script does not know: no error queue, and no clock but the ticks of the system. And
 * the Socket module of an old Perl, which has no IPv6.
 */
function withoutSystemCalls(): string {
  const base = perlBaseOnly();
  const folder = tempFolder('module');
  const code =
    'package Unknown; BEGIN { *CORE::GLOBAL::syscall = sub { die "unknown" } } use Socket; undef &Socket::inet_pton; 1;\n';
  writeFileSync(join(folder, 'Unknown.pm'), code);
  const wrapper = base === null ? '' : readFileSync(join(base, 'perl'), 'utf8');
  const others = /-M-lib=(\S+)/.exec(wrapper)?.[1] ?? '';
  return pathWithPerl(`PERL5LIB=${folder} PERL5OPT='-MUnknown -M-lib=${others}'`);
}

const base = perlBaseOnly();
const oldPerl = withoutSystemCalls();
const perls: readonly (readonly [string, string, string | null])[] = [
  ['this machine’s Perl', pathWithPerl(''), '127.0.0.1'],
  ...(base === null ? [] : [['the modules of perl-base alone', base, '127.0.0.1'] as const]),
  ['a machine that it does not know', oldPerl, null],
];

let peers: LoopbackPeers;
beforeAll(async () => {
  peers = await startLoopbackPeers({ key: leaf.key, cert: leaf.pem + authority.pem });
});
afterAll(() => peers.stop());

const tlsWire = (serverName: string | null, changes: Partial<Extract<Wire, { kind: 'tls' }>> = {}): Wire => ({
  ...{ kind: 'tls', serverName, alpn: [], inner: null },
  ...changes,
});

async function runIn(
  session: NodeSession,
  jobs: readonly EngineJob[],
  signal = new AbortController().signal,
  onAttempt: (attempt: RawAttempt) => void = () => undefined,
): Promise<{ end: EngineEnd; attempts: RawAttempt[]; readsIcmp: boolean | undefined }> {
  // As the program does: each job that is spoken for listens to it.
  setMaxListeners(0, signal);
  const attempts: RawAttempt[] = [];
  const engine = makePerlEngine({ session, trust, now: () => new Date() });
  const end = await engine.run(jobs, {
    signal,
    onAttempt: (one, attempt) => {
      attempts[jobs.indexOf(one)] = attempt;
      onAttempt(attempt);
    },
  });
  return { end, attempts, readsIcmp: engine.readsIcmp };
}

async function attemptsOf(path: string | null, jobs: readonly EngineJob[]): Promise<RawAttempt[]> {
  const { end, attempts } = await runIn(localSession(path), jobs);
  expect(end).toEqual({ kind: 'finished' });
  return attempts;
}

const texts = (outcome: RawOutcome | undefined): string[] =>
  outcome?.kind === 'answered' ? outcome.replies.map(({ bytes }) => Buffer.from(bytes).toString()) : [];

const pidsIn = (folder: string): number[] =>
  readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n').map(Number);

const isGone = (pid: number): boolean => !existsSync(`/proc/${pid}`);

async function untilGone(pids: readonly number[]): Promise<boolean> {
  for (let looks = 0; looks < 100 && !pids.every(isGone); looks++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return pids.every(isGone);
}

describe.each(perls)('the script with %s', (name, path, icmpSender) => {
  it('tells every way apart in which a check can end', async () => {
    const { ports } = peers;
    const { attempts, end, readsIcmp } = await runIn(localSession(path), [
      loopbackJob({ kind: 'connect' }, ports.open),
      loopbackJob({ kind: 'connect' }, ports.closed),
      loopbackJob(exchangeWire('tcp', ['hello', 'again'], true), ports.framed),
      loopbackJob(exchangeWire('tcp', ['hello']), ports.mute, briefOnceConnected),
      loopbackJob(tlsWire('store.corp.example'), ports.tls),
      loopbackJob(tlsWire(null), ports.framed, briefOnceConnected),
      loopbackJob(exchangeWire('udp', ['one', 'two']), ports.udpEcho),
      loopbackJob(exchangeWire('udp', ['one']), ports.udpMute, brief),
      loopbackJob({ kind: 'datagram', payload: Uint8Array.of(1) }, ports.udpClosed),
      loopbackJob({ kind: 'connect' }, ports.open, { source: '192.0.2.1' }),
    ]);
    expect(end).toEqual({ kind: 'finished' });
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
    expect(texts(framed).map((text) => text.slice(2))).toEqual(['hello', 'again']);
    expect(texts(echoed)).toEqual(['re:one', 're:two']);
    expect(refused).toEqual({ kind: 'refused', sender: icmpSender });
    expect(readsIcmp).toBe(icmpSender !== null);
    if (handshake?.kind !== 'handshake') throw new Error('no handshake');
    expect(handshake.tls).toMatchObject({ trust: 'entered-ca', nameMatches: true, validNow: true });
    expect(handshake.tls.chainRead).toBe(true);
    expect(handshake.tls.chain).toHaveLength(2);
    expect(handshake.tls.fingerprint).toBe(
      certificateFingerprint(Buffer.from(leaf.pem.replace(/-----[^-]+-----/g, ''), 'base64')),
    );
  });

  it('sends a silent payload again, and counts how often; a late answer to it does not pass for one to the next', async () => {
    const { udpThird } = peers.ports;
    const [attempt, datagram] = await attemptsOf(path, [
      loopbackJob(exchangeWire('udp', [`one ${name}`, `two ${name}`]), udpThird, { timeoutMs: 1200 }),
      loopbackJob({ kind: 'datagram', payload: Buffer.from(`once ${name}`) }, udpThird, { timeoutMs: 1200 }),
    ]);
    expect(attempt?.tries).toBe(3);
    expect(texts(attempt?.outcome)).toEqual([`re:one ${name}`, `re:two ${name}`]);
    expect(datagram).toMatchObject({ outcome: { kind: 'silent' }, tries: 1 });
  });

  it('asks a silent target six times, and gives it up early once its host has answered on another port', async () => {
    const timeoutMs = 60_000;
    const [open, dropped] = await attemptsOf(path, [
      loopbackJob({ kind: 'connect' }, peers.ports.open, { timeoutMs }),
      loopbackJob({ kind: 'connect' }, peers.ports.dropped, { timeoutMs }),
    ]);
    expect(open).toMatchObject({ outcome: { kind: 'connected' }, tries: 1 });
    expect(dropped).toMatchObject({ outcome: { kind: 'silent' }, tries: 6 });
  });

  it('does so also when it was held up for longer than it waits', async () => {
    const timeoutMs = 60_000;
    const { attempts } = await runIn(
      localSession(path),
      [
        loopbackJob({ kind: 'connect' }, peers.ports.open, { timeoutMs }),
        loopbackJob({ kind: 'connect' }, peers.ports.dropped, { timeoutMs }),
      ],
      undefined,
      ({ outcome }) => {
        if (outcome.kind === 'connected') holdUp(pidsIn(path).at(-1) ?? 0, 1500);
      },
    );
    expect(attempts[1]).toMatchObject({ outcome: { kind: 'silent' }, tries: 6 });
    expect(attempts[1]?.ms).toBeGreaterThan(1500);
  });

  it('waits for a silent target as long as the site says when nothing answers, and with fixed waits', async () => {
    const silent = { outcome: { kind: 'silent' }, tries: 6 };
    const { open, dropped } = peers.ports;
    const [alone] = await attemptsOf(path, [loopbackJob({ kind: 'connect' }, dropped, { timeoutMs: 2400 })]);
    expect(alone).toMatchObject(silent);
    expect(alone?.ms).toBeGreaterThanOrEqual(2390);
    const fixed = { check: { ...aCheck(), waits: 'fixed' as const }, timeoutMs: 2400 };
    const [, waited] = await attemptsOf(path, [
      loopbackJob({ kind: 'connect' }, open, fixed),
      loopbackJob({ kind: 'connect' }, dropped, fixed),
    ]);
    expect(waited).toMatchObject(silent);
    expect(waited?.ms).toBeGreaterThanOrEqual(2390);
  });

  it('tells the node’s clock with an answer, where it knows it to a fraction of a second', async () => {
    const before = Date.now();
    const [attempt] = await attemptsOf(path, [
      loopbackJob(exchangeWire('udp', ['one']), peers.ports.udpEcho),
    ]);
    if (icmpSender === null) {
      expect(attempt?.answeredAt).toBeUndefined();
      return;
    }
    expect(attempt?.answeredAt).toBeGreaterThanOrEqual(before - 1);
    expect(attempt?.answeredAt).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('runs 300 checks at once', async () => {
    const { open, closed, udpClosed } = peers.ports;
    const wires = [
      loopbackJob({ kind: 'connect' }, open),
      loopbackJob({ kind: 'connect' }, closed),
      loopbackJob({ kind: 'datagram', payload: Uint8Array.of(1) }, udpClosed),
    ];
    const jobs = Array.from({ length: 300 }, (_, index) => ({ ...wires[index % 3], index }) as EngineJob);
    const attempts = await attemptsOf(path, jobs);
    expect(attempts.map(({ outcome }) => outcome.kind)).toEqual(
      Array.from({ length: 300 }, (_, index) => (index % 3 === 0 ? 'connected' : 'refused')),
    );
  });
});

const shells = ['/bin/sh', '/bin/bash', '/bin/tcsh', '/bin/mksh', '/bin/zsh'].filter((one) =>
  existsSync(one),
);

describe.each(shells.map((one) => [one] as const))('a login shell %s', (shell) => {
  it('carries the script as it is', async () => {
    const { end, attempts } = await runIn(localSession(null, shell), [
      loopbackJob({ kind: 'connect' }, peers.ports.open),
      loopbackJob(tlsWire('store.corp.example'), peers.ports.tls),
    ]);
    expect(end).toEqual({ kind: 'finished' });
    expect(attempts.map(({ outcome }) => outcome.kind)).toEqual(['connected', 'handshake']);
  });
});

describe('the perl engine', () => {
  it('says that it cannot send over IPv6 where the node’s Perl does not know it', async () => {
    const [attempt] = await attemptsOf(oldPerl, [
      loopbackJob({ kind: 'connect' }, peers.ports.open, { host: '::1', source: null }),
    ]);
    expect(attempt?.outcome).toEqual({ kind: 'cannot', reason: "the node's Perl does not know IPv6" });
  });

  it('does not count on a Perl that lacks what the script needs', () => {
    expect(runsScript({ modules: ['Socket', 'Fcntl', 'Errno', 'Time::HiRes'] })).toBe(true);
    expect(runsScript({ modules: ['Fcntl', 'POSIX'] })).toBe(false);
  });

  it('says so when the node has no Perl', async () => {
    const folder = tempFolder('empty');
    symlinkSync('/bin/sh', join(folder, 'sh'));
    writeFileSync(join(folder, 'perl'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const jobs = [loopbackJob({ kind: 'connect' }, peers.ports.open)];
    // The usual places are looked at too: none of them may be there for this.
    const session = localSession(folder);
    const { end, attempts } = await runIn(
      {
        ...session,
        execStream: (command, options) =>
          session.execStream(command.replace(/\/usr\/\S*\/perl/g, '/nonexistent/perl'), options),
      },
      jobs,
    );
    expect(end).toEqual({ kind: 'failed', message: 'The node has no Perl that can run the script.' });
    expect(attempts).toEqual([]);
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
    const attempts = await attemptsOf(null, [
      loopbackJob({ kind: 'datagram', payload: Uint8Array.of(1) }, port, { host: '::1', source: '::1' }),
      loopbackJob({ kind: 'connect' }, port, { host: '::1', source: '::1' }),
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

  it('cuts a flood off, and takes garbage for what it is', async () => {
    const { ports } = peers;
    const until = (payload: string): Wire => ({
      ...(exchangeWire('tcp', [payload]) as Extract<Wire, { kind: 'exchange' }>),
      framing: { kind: 'until', marker: Uint8Array.from(Buffer.from('\r\n\r\n')) },
    });
    const attempts = await attemptsOf(null, [
      loopbackJob(until('hello'), ports.flood),
      loopbackJob(until(''), ports.garbage),
      loopbackJob(tlsWire(null), ports.flood),
      loopbackJob(tlsWire(null), ports.garbage),
      loopbackJob(tlsWire(null), ports.mute, briefOnceConnected),
      loopbackJob(tlsWire(null), ports.hangsUp),
      loopbackJob(exchangeWire('tcp', ['hello']), ports.hangsUp),
    ]);
    const outcomes = attempts.map(({ outcome }) => outcome);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...['answered', 'answered'],
      ...Array<string>(5).fill('connected-only'),
    ]);
    const [flood, garbage] = outcomes.map((outcome) =>
      outcome.kind === 'answered' ? Buffer.from(outcome.replies[0]?.bytes ?? []) : null,
    );
    expect(flood).toHaveLength(mostReplyBytes);
    expect(garbage?.toString('hex')).toBe('0d0a00fffe225c7d');
    expect(outcomes[2]).toEqual({ kind: 'connected-only', message: 'the peer does not speak TLS' });
  });

  it('speaks inside TLS over what the script carries', async () => {
    const head = Uint8Array.from(Buffer.from('HEAD / HTTP/1.1\r\n\r\n'));
    const inner = {
      payload: head,
      framing: { kind: 'until' as const, marker: Uint8Array.from(Buffer.from('\r\n\r\n')) },
    };
    const wire = tlsWire('store.corp.example', { alpn: ['h2', 'http/1.1'], inner });
    const [attempt] = await attemptsOf(null, [loopbackJob(wire, peers.ports.tls)]);
    const outcome = attempt?.outcome;
    if (outcome?.kind !== 'handshake') throw new Error('no handshake');
    expect(outcome.alpn).toBe('http/1.1');
    expect(Buffer.from(outcome.reply ?? []).toString()).toBe('HTTP/1.1 200 OK\r\nServer: lab\r\n\r\n');
  });

  it('shakes hands with 200 peers, however many can be spoken to at once', async () => {
    const jobs = Array.from({ length: 200 }, () =>
      loopbackJob(tlsWire('store.corp.example'), peers.ports.tls),
    );
    const attempts = await attemptsOf(null, jobs);
    expect(attempts).toHaveLength(200);
    expect(new Set(attempts.map(({ outcome }) => outcome.kind))).toEqual(new Set(['handshake']));
  });

  it('shakes hands behind a proxy that lets it, and else tells what the proxy said', async () => {
    const through = (host: string): Wire =>
      tlsWire(null, {
        before: {
          payload: Buffer.from(`CONNECT ${host} HTTP/1.1\r\n\r\n`),
          framing: { kind: 'until', marker: Buffer.from('\r\n\r\n') },
          goOn: { offset: 9, mask: 0xff, values: [0x32] },
        },
      });
    const [allowed, denied] = await attemptsOf(null, [
      loopbackJob(through('allowed'), peers.ports.proxy),
      loopbackJob(through('denied'), peers.ports.proxy),
    ]);
    expect(allowed?.outcome.kind).toBe('handshake');
    expect(texts(denied?.outcome)).toEqual(['HTTP/1.1 403 Forbidden\r\n\r\n']);
  });

  it('stops at the reply that is enough', async () => {
    const stopAt = { offset: 2, mask: 0xff, values: ['h'.charCodeAt(0)] };
    const wire = exchangeWire('tcp', ['hello', 'again'], true);
    if (wire.kind !== 'exchange') throw new Error('another wire');
    const [attempt] = await attemptsOf(null, [loopbackJob({ ...wire, stopAt }, peers.ports.framed)]);
    expect(texts(attempt?.outcome).map((text) => text.slice(2))).toEqual(['hello']);
  });

  it('is not led astray by the node’s own settings for Perl and its language', async () => {
    const settings = {
      PERL_UNICODE: 'SDA',
      PERL5OPT: '-w',
      PERLIO: ':utf8',
      LC_ALL: 'xx_XX.UTF-8',
      LANG: 'de_DE',
    };
    const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, settings);
    try {
      const [answered, refused] = await attemptsOf(null, [
        loopbackJob(exchangeWire('tcp', ['\u00e9\u0000\u00ff'], true), peers.ports.framed),
        loopbackJob({ kind: 'connect' }, peers.ports.open, { source: '192.0.2.1' }),
      ]);
      expect(texts(answered?.outcome).map((text) => text.slice(2))).toEqual(['\u00e9\u0000\u00ff']);
      expect(refused?.outcome).toEqual({
        kind: 'cannot',
        reason: 'the node cannot send from 192.0.2.1: Cannot assign requested address',
      });
    } finally {
      for (const [name, value] of before)
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
    }
  });

  it('stops the script when the run is cancelled, keeps what was seen, and leaves no process', async () => {
    const folder = pathWithPerl('');
    const controller = new AbortController();
    const { end, attempts } = await runIn(
      localSession(folder),
      [
        loopbackJob({ kind: 'connect' }, peers.ports.open),
        loopbackJob(exchangeWire('udp', ['one']), peers.ports.udpMute, { timeoutMs: 60_000 }),
        loopbackJob(tlsWire(null), peers.ports.mute, { timeoutMs: 60_000 }),
      ],
      controller.signal,
      () => controller.abort(),
    );
    expect(end.kind).toBe('cancelled');
    expect(attempts.map(({ outcome }) => outcome.kind)).toEqual(['connected']);
    expect(await untilGone(pidsIn(folder))).toBe(true);
  });

  it('says nothing of a peer whose connection went with the script', async () => {
    const folder = pathWithPerl('');
    const killed = { done: false };
    const { end, attempts } = await runIn(
      localSession(folder),
      [
        loopbackJob({ kind: 'connect' }, peers.ports.open),
        loopbackJob(tlsWire(null), peers.ports.mute, { timeoutMs: 60_000 }),
      ],
      new AbortController().signal,
      () => {
        killed.done = true;
        const pid = pidsIn(folder).at(-1);
        // Once the relay stands as well.
        setTimeout(() => process.kill(pid ?? 0, 'SIGKILL'), 200);
      },
    );
    expect(killed.done).toBe(true);
    expect(end.kind).toBe('failed');
    expect(attempts.map(({ outcome }) => outcome.kind)).toEqual(['connected']);
  });
});
