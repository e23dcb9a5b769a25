import type { Duplex } from 'node:stream';
import { isEnough } from '../engines/exchange-client.ts';
import { pause } from '../engines/pace.ts';
import type { PythonDone, PythonHello, PythonJob, PythonRequest } from '../engines/python-protocol.ts';
import type { RelayEvent } from '../engines/relay.ts';
import type { ScriptEvent } from '../engines/script-events.ts';
import { answerDns, answerDnsOverTcp, answerNtp } from './answers.ts';
import { makeCarriedBytes } from './carry-bytes.ts';
import type { PracticeCertificates } from './endpoints.ts';
import { answerKerberos, answerKerberosOverTcp, answerLdap, answerSmb } from './directory-answers.ts';
import { connectToService } from './endpoints.ts';
import { answerHttp, answerRpc, sshIdentification } from './service-answers.ts';
import type { Behaviour, World } from './world.ts';
import { behaviourFromNode, isTcpService } from './world.ts';

/** How one job ends, without its id, and how long after its start. */
type Ending =
  | { readonly ms: number; readonly event: WithoutJob<ScriptEvent> }
  /** Connected; our own side speaks TLS over it. */
  | { readonly ms: number; readonly carries: Duplex };

type WithoutJob<E> = E extends unknown ? Omit<E, 'id' | 'ms' | 'local'> : never;

/** One that cannot show the whole certificate chain, so that TLS is really spoken, over what the script carries. */
export const pythonVersion = '3.9.2';

/** What an answer takes on the simulated network: nearly nothing, but never nothing. */
const roundTripMs = 3;

function replyTo(bytes: Buffer, behaviour: Behaviour, job: PythonJob, world: World): Buffer | null {
  switch (behaviour.kind) {
    case 'dns':
      return job.transport === 'tcp' ? answerDnsOverTcp(bytes, world.names) : answerDns(bytes, world.names);
    case 'ntp':
      return answerNtp(bytes, new Date());
    case 'ldap':
      return answerLdap(bytes);
    case 'kerberos':
      return job.transport === 'tcp'
        ? answerKerberosOverTcp(bytes, new Date())
        : answerKerberos(bytes, new Date());
    case 'smb':
      return answerSmb(bytes, new Date());
    case 'http':
      return answerHttp(bytes);
    case 'rpc':
      return answerRpc(bytes);
    case 'ssh':
      return bytes.length === 0 ? sshIdentification : null;
    case 'open':
    case 'tls':
    case 'echo-reply':
    case 'refused':
    case 'rejected':
    case 'unreachable':
    case 'silent':
      return null;
  }
}

function repliesTo(behaviour: Behaviour, job: PythonJob, world: World): readonly Buffer[] {
  const replies: Buffer[] = [];
  for (const payload of job.payloads) {
    const bytes = Buffer.from(payload, 'hex');
    const reply = replyTo(bytes, behaviour, job, world);
    if (reply === null) break;
    replies.push(reply);
    if (isEnough(job.stopAt, reply)) break;
  }
  return replies;
}

function afterAccept(
  behaviour: Behaviour,
  job: PythonJob,
  world: World,
  certificates: PracticeCertificates,
): Ending {
  const late = (message: string): Ending => ({
    ms: job.timeoutMs,
    event: { outcome: 'connected-only', message },
  });
  switch (job.kind) {
    case 'connect':
      return { ms: roundTripMs, event: { outcome: 'connected' } };
    case 'tls':
      return isTcpService(behaviour)
        ? { ms: roundTripMs, carries: connectToService(behaviour, certificates, world.names) }
        : late('no answer to the TLS handshake');
    case 'exchange':
    case 'datagram': {
      const replies = repliesTo(behaviour, job, world);
      if (replies.length === 0) return late('no answer');
      return {
        ms: roundTripMs * (1 + replies.length),
        event: {
          outcome: 'answered',
          replies: replies.map((reply, index) => [index, reply.toString('hex'), job.host] as const),
        },
      };
    }
  }
}

function endingOf(job: PythonJob, world: World, certificates: PracticeCertificates): Ending {
  const silence: Ending = { ms: job.timeoutMs, event: { outcome: 'silent' } };
  if (job.source !== null && job.source !== world.node.address) {
    return { ms: 0, event: { outcome: 'unreachable', errno: 'EADDRNOTAVAIL' } };
  }
  const behaviour = behaviourFromNode(world, job.host, job.port, job.transport);
  switch (behaviour.kind) {
    case 'silent':
    case 'echo-reply':
      return silence;
    case 'refused':
      return {
        ms: roundTripMs,
        event: { outcome: 'refused', sender: job.transport === 'udp' ? job.host : null },
      };
    case 'rejected':
      return { ms: roundTripMs, event: { outcome: 'icmp', code: 13, sender: behaviour.by } };
    case 'unreachable':
      return { ms: roundTripMs, event: { outcome: 'unreachable', errno: 'EHOSTUNREACH' } };
    case 'open':
    case 'tls':
    case 'http':
    case 'ssh':
    case 'rpc':
    case 'dns':
    case 'ntp':
    case 'ldap':
    case 'kerberos':
    case 'smb': {
      if (job.transport === 'tcp') return afterAccept(behaviour, job, world, certificates);
      const ending = afterAccept(behaviour, job, world, certificates);
      return 'event' in ending && ending.event.outcome === 'answered' ? ending : silence;
    }
  }
}

interface Conversation {
  readonly write: (line: string) => void;
  /** Hands over each line that comes behind the request. */
  readonly onLine: (take: (line: string) => void) => void;
  /** Ends the simulated script; unfinished jobs stay without an event. */
  readonly signal: AbortSignal;
}

function isRequest(value: unknown): value is PythonRequest {
  return typeof value === 'object' && value !== null && 'nonce' in value && 'jobs' in value;
}

/**
 * Plays the script that the python engine sends (electron/engines/python-protocol.ts): every job ends as the simulated
 * site lets it end, at the time when a real one would.
 *
 * @param requestLine the line of JSON behind the script.
 * @returns the script's exit status.
 */
export async function answerPython(
  requestLine: string,
  world: World,
  certificates: PracticeCertificates,
  { write, onLine, signal }: Conversation,
): Promise<number> {
  const request: unknown = JSON.parse(requestLine);
  if (!isRequest(request)) return 1;
  const say = (line: PythonHello | ScriptEvent | RelayEvent | PythonDone): void => {
    if (!signal.aborted) write(`${request.nonce} ${JSON.stringify(line)}\n`);
  };
  const carried = makeCarriedBytes(say, signal);
  onLine(carried.take);
  say({ hello: 1, python: pythonVersion, errorQueue: true });
  await Promise.all(
    request.jobs.map(async (job) => {
      const ending = endingOf(job, world, certificates);
      if (job.startMs + ending.ms > request.deadlineMs) return;
      await pause(job.startMs + ending.ms, signal);
      const { id } = job;
      const { ms } = ending;
      const local = world.node.address;
      if ('event' in ending) say({ ...ending.event, id, ms, local });
      else {
        say({ id, ms, local, tries: 1, relay: 'open' });
        await carried.carry(id, ending.carries);
      }
    }),
  );
  say({ done: 1 });
  return signal.aborted ? 1 : 0;
}
