import type { RawAttempt, RawOutcome } from '../../shared/probes/types.ts';
import type { Engine, EngineEnd, EngineJob, EngineRun } from '../engines/engine.ts';
import { pause } from '../engines/pace.ts';
import { speakOver } from '../engines/speak.ts';
import { loadTrustStore } from '../engines/tls-trust.ts';
import { connectToService } from './endpoints.ts';
import type { NodeState } from './node-commands.ts';
import { laptopAddresses } from './scenarios.ts';
import type { Behaviour, TcpService } from './world.ts';
import { behaviourToNode, isTcpService } from './world.ts';

const roundTripMs = 3;
const firstEphemeralPort = 49_152;
const lastEphemeralPort = 65_535;

function serviceOf(job: EngineJob): string {
  return job.port === null ? 'icmp' : `${job.port}/${transportOf(job)}`;
}

function transportOf({ wire }: EngineJob): 'tcp' | 'udp' {
  switch (wire.kind) {
    case 'connect':
    case 'tls':
      return 'tcp';
    case 'exchange':
      return wire.transport;
    case 'datagram':
    case 'echo':
      return 'udp';
  }
}

/** What the packet meets, when that is no service; null: a service accepts it. */
function turnedAway(behaviour: Behaviour): RawOutcome | null {
  switch (behaviour.kind) {
    case 'silent':
      return { kind: 'silent' };
    case 'refused':
      return { kind: 'refused', sender: null };
    // An ordinary program on a laptop gets the same error number for both, without code and sender.
    case 'rejected':
    case 'unreachable':
      return { kind: 'unreachable', errno: 'EHOSTUNREACH' };
    case 'open':
    case 'tls':
    case 'http':
    case 'ssh':
    case 'rpc':
    case 'dns':
    case 'ntp':
    case 'ldap':
    case 'kerberos':
    case 'smb':
    case 'echo-reply':
      return null;
  }
}

function wasCancelled(run: EngineRun): boolean {
  return run.signal.aborted;
}

/**
 * Stands in for the laptop's engine in practice: every job ends as the simulated network lets it end, and no packet is
 * sent. TLS is spoken with the simulated node over a connection in memory, and the node's socket table shows the
 * connections that are held meanwhile.
 */
export function makePracticeLaptop(state: NodeState): Engine {
  const trust = loadTrustStore([state.certificates.publicAuthority.pem]);
  if (!trust.ok) throw new Error('The practice authority cannot be read.');
  let lastPort = firstEphemeralPort;

  const speak = async (job: EngineJob, service: TcpService, run: EngineRun): Promise<RawOutcome> => {
    const { wire } = job;
    if (wire.kind === 'connect') return { kind: 'connected' };
    if (wire.kind === 'datagram' || wire.kind === 'echo') return { kind: 'silent' };
    const connection = connectToService(service, state.certificates, state.world.names);
    return speakOver(connection, job, {
      trust: trust.value,
      now: () => new Date(),
      signal: run.signal,
    });
  };

  const attempt = async (job: EngineJob, run: EngineRun): Promise<RawAttempt> => {
    const source = job.source ?? laptopAddresses[0] ?? '';
    const began = performance.now();
    const ended = (outcome: RawOutcome): RawAttempt => ({
      ms: Math.round(performance.now() - began),
      outcome,
      localAddress: source,
    });
    if (!laptopAddresses.includes(source)) {
      return ended({ kind: 'error', message: `${source} is no address of the practice laptop` });
    }
    const behaviour = behaviourToNode(state.world, source, job.host, serviceOf(job));
    const away = turnedAway(behaviour);
    if (away !== null) {
      await pause(away.kind === 'silent' ? job.timeoutMs : roundTripMs, run.signal);
      return ended(away);
    }
    await pause(roundTripMs, run.signal);
    if (!isTcpService(behaviour)) return ended({ kind: 'answered', replies: [] });
    lastPort = lastPort === lastEphemeralPort ? firstEphemeralPort : lastPort + 1;
    const local = { address: source, port: lastPort };
    const release = state.connections.hold(local, job.port ?? 0);
    try {
      const outcome = await speak(job, behaviour, run);
      const result = ended(outcome);
      await run.whileConnected?.(job, local);
      return result;
    } finally {
      release();
    }
  };

  return {
    kind: 'practice',
    canDo: () => null,
    run: async (jobs, run): Promise<EngineEnd> => {
      await Promise.all(
        jobs.map(async (job) => {
          await pause(job.startMs, run.signal);
          if (wasCancelled(run)) return;
          const result = await attempt(job, run);
          // Cut short by the cancellation, it says nothing.
          if (!wasCancelled(run)) run.onAttempt(job, result);
        }),
      );
      return wasCancelled(run) ? { kind: 'cancelled', message: 'cancelled' } : { kind: 'finished' };
    },
  };
}
