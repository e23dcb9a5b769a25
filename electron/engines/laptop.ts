import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { RawAttempt, RawOutcome, StopRule } from '../../shared/probes/types.ts';
import type { NodeInterface } from '../../shared/probes/node-route.ts';
import type { Engine, EngineEnd, EngineJob, EngineRun } from './engine.ts';
import { isEnough } from './exchange-client.ts';
import { eachAtMost, pause } from './pace.ts';
import { measurePath } from './path-mtu.ts';
import { speakOver } from './speak.ts';
import type { TrustStore } from './tls-trust.ts';

const mostAtOnce = 64;

export interface LaptopEngineOptions {
  readonly trust: TrustStore;
  readonly now: () => Date;
  /** Jobs at the same time, if fewer than the engine would take. */
  readonly atOnce?: number;
}

/** Addresses of this computer, each with its prefix; loopback and link-local ones left out. */
export function laptopInterfaces(): readonly NodeInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) => {
    const own = (addresses ?? [])
      .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
      .map(({ cidr }) => cidr);
    const known = own.filter((cidr): cidr is string => cidr !== null);
    return known.length === 0 ? [] : [{ name, addresses: known }];
  });
}

/** What an error of the system says about the path. */
export function readErrno(error: NodeJS.ErrnoException, source: string | null): RawOutcome {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { kind: 'refused', sender: null };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
      return { kind: 'unreachable', errno: error.code };
    case 'ETIMEDOUT':
      return { kind: 'silent' };
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return { kind: 'cannot', reason: `this computer cannot send from ${source ?? 'its address'}` };
    default:
      return { kind: 'error', message: error.message };
  }
}

type Opened =
  | { readonly kind: 'connected'; readonly socket: Socket; readonly ms: number }
  | { readonly kind: 'ended'; readonly attempt: RawAttempt };

function open(job: EngineJob, signal: AbortSignal): Promise<Opened> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({
      host: job.host,
      port: job.port ?? 0,
      ...(job.source === null ? {} : { localAddress: job.source }),
    });
    const settle = (opened: Opened): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.off('error', failed);
      // Without a listener an error on an idle connection would end the process.
      socket.on('error', () => undefined);
      if (opened.kind === 'ended') socket.destroy();
      resolve(opened);
    };
    const end = (outcome: RawOutcome): void =>
      settle({
        kind: 'ended',
        attempt: { ms: performance.now() - began, outcome, localAddress: socket.localAddress ?? null },
      });
    const failed = (error: Error): void => end(readErrno(error, job.source));
    const stop = (): void => end({ kind: 'error', message: 'cancelled' });
    const timer = setTimeout(() => end({ kind: 'silent' }), job.timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('error', failed);
    socket.once('connect', () => settle({ kind: 'connected', socket, ms: performance.now() - began }));
  });
}

async function overTcp(job: EngineJob, run: EngineRun, options: LaptopEngineOptions): Promise<RawAttempt> {
  const { signal } = run;
  const opened = await open(job, signal);
  if (opened.kind === 'ended') return opened.attempt;
  const { socket } = opened;
  const { localAddress = null, localPort = 0 } = socket;
  if (localAddress !== null) await run.whileConnected?.(job, { address: localAddress, port: localPort });
  const began = performance.now();
  const { trust, now } = options;
  const outcome = await speakOver(socket, job, { trust, now, signal });
  const speaking = job.wire.kind === 'connect' ? 0 : performance.now() - began;
  return { ms: opened.ms + speaking, outcome, localAddress };
}

/** Connected, so that the system reports ICMP errors and other senders are left aside. */
function overUdp(
  job: EngineJob,
  payloads: readonly Uint8Array[],
  stopAt: StopRule | null,
  signal: AbortSignal,
): Promise<RawAttempt> {
  return new Promise((resolve) => {
    const socket = createSocket(job.host.includes(':') ? 'udp6' : 'udp4');
    const began = performance.now();
    const replies: { payload: number; bytes: Uint8Array; from: string }[] = [];
    let sent = 0;
    let timer: NodeJS.Timeout | undefined;
    let localAddress: string | null = null;
    let answeredAt: number | null = null;
    let settled = false;
    const finish = (outcome: RawOutcome): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.close();
      const ms = performance.now() - began;
      resolve({ ms, outcome, localAddress, ...(answeredAt === null ? {} : { answeredAt }) });
    };
    const conclude = (): void =>
      finish(replies.length > 0 ? { kind: 'answered', replies } : { kind: 'silent' });
    const stop = (): void => finish({ kind: 'error', message: 'cancelled' });
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(conclude, job.timeoutMs);
    };
    const sendNext = (): void => {
      const payload = payloads[sent];
      if (payload === undefined) {
        conclude();
        return;
      }
      sent += 1;
      wait();
      socket.send(payload, (error) => {
        if (error !== null) finish(readErrno(error, job.source));
      });
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.on('error', (error) => finish(readErrno(error, job.source)));
    socket.on('message', (bytes, from) => {
      answeredAt = Date.now();
      replies.push({ payload: sent - 1, bytes: Uint8Array.from(bytes), from: from.address });
      if (isEnough(stopAt, bytes) || sent >= payloads.length) finish({ kind: 'answered', replies });
      else sendNext();
    });
    wait();
    socket.bind({ port: 0, ...(job.source === null ? {} : { address: job.source }) }, () => {
      socket.connect(job.port ?? 0, job.host, (error?: Error) => {
        if (error !== undefined) {
          finish(readErrno(error, job.source));
          return;
        }
        localAddress = socket.address().address;
        sendNext();
      });
    });
  });
}

async function attemptOf(job: EngineJob, run: EngineRun, options: LaptopEngineOptions): Promise<RawAttempt> {
  const { wire, host, source, timeoutMs } = job;
  const { signal } = run;
  if (wire.kind === 'echo') {
    return { ...(await measurePath(host, { source, timeoutMs, signal })), localAddress: source };
  }
  if (wire.kind === 'datagram') return overUdp(job, [wire.payload], null, signal);
  if (wire.kind === 'exchange' && wire.transport === 'udp')
    return overUdp(job, wire.payloads, wire.stopAt, signal);
  return overTcp(job, run, options);
}

/** In rules: from the technician's computer, bound to its address in the rule's source network. */
export function makeLaptopEngine(options: LaptopEngineOptions): Engine {
  return {
    kind: 'laptop',
    readsChains: true,
    readsIcmp: false,
    canDo: () => null,
    run: async (jobs, run): Promise<EngineEnd> => {
      const stopped = (): boolean => run.signal.aborted;
      await eachAtMost(jobs, Math.min(options.atOnce ?? mostAtOnce, mostAtOnce), run.signal, async (job) => {
        await pause(job.startMs, run.signal);
        if (stopped()) return;
        const attempt = await attemptOf(job, run, options);
        if (!stopped()) run.onAttempt(job, attempt);
      });
      return stopped() ? { kind: 'cancelled', message: 'cancelled' } : { kind: 'finished' };
    },
  };
}

/** The same, without their prefixes. */
export function laptopAddresses(): readonly string[] {
  return laptopInterfaces().flatMap(({ addresses }) =>
    addresses.map((address) => address.replace(/\/\d+$/, '')),
  );
}
