import { describe, expect, it } from 'vitest';
import type { NodeEngines } from '../../../electron/engines/choose-engine.ts';
import { chooseEngine } from '../../../electron/engines/choose-engine.ts';
import type { Engine, EngineEnd, EngineJob } from '../../../electron/engines/engine.ts';
import type { PlannedJob } from '../../../electron/engines/run-jobs.ts';
import { runJobs, spreadRepeats } from '../../../electron/engines/run-jobs.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { RouteFacts } from '../../../shared/probes/node-route.ts';
import type { RawOutcome, Wire } from '../../../shared/probes/types.ts';
import { aCheck, countingRandom, tlsFacts } from '../../shared/probes/samples.ts';

interface Scripted extends Engine {
  readonly ran: EngineJob[];
}

/** An engine whose attempts end as told, one after the other; the last outcome stays. */
function engineThat(
  kind: 'python' | 'forward',
  outcomes: readonly RawOutcome[],
  changes: Partial<Engine> & { readonly end?: EngineEnd; readonly answersFirst?: number } = {},
): Scripted {
  const ran: EngineJob[] = [];
  return {
    kind,
    bindsSource: kind !== 'forward',
    readsChains: kind === 'forward',
    readsIcmp: kind === 'python',
    canDo: (wire) =>
      kind === 'forward' && wire.kind === 'datagram' ? 'a forwarded channel carries TCP only' : null,
    run: (jobs, { onAttempt }) => {
      for (const [index, job] of jobs.entries()) {
        const outcome = outcomes[Math.min(ran.length, outcomes.length - 1)];
        if (outcome === undefined || index >= (changes.answersFirst ?? Infinity)) continue;
        ran.push(job);
        onAttempt(job, { ms: 1, outcome, localAddress: null });
      }
      return Promise.resolve(changes.end ?? { kind: 'finished' });
    },
    ...changes,
    ran,
  };
}

const wireOf: Record<'tcp' | 'tls' | 'udp', Wire> = {
  tcp: { kind: 'connect' },
  tls: { kind: 'tls', serverName: null, alpn: [], inner: null },
  udp: { kind: 'datagram', payload: Uint8Array.of(1) },
};

function planned(
  engines: readonly Engine[],
  wire: keyof typeof wireOf = 'tcp',
  host = '10.20.5.53',
): PlannedJob {
  const check = aCheck({ probe: wire === 'udp' ? 'udp-datagram' : wire, retries: 1 });
  const prepared = probes[check.probe].prepare(check, countingRandom());
  const job = { check, wire: wireOf[wire], host, port: 53, source: null, timeoutMs: 100, startMs: 0 };
  return { job, engines, read: (attempt) => prepared.read(attempt, { resolved: host }) };
}

async function seenBy(
  jobs: readonly PlannedJob[],
  options: Partial<Parameters<typeof runJobs>[1]> = {},
): Promise<{ readonly end: string; readonly seen: readonly string[] }> {
  const seen: string[] = [];
  const end = await runJobs(jobs, {
    ...options,
    signal: new AbortController().signal,
    onAttempt: ({ engine, reading, last }) =>
      seen.push(`${engine.kind} ${reading.observation}${last ? '' : ', again'}`),
  });
  return { end: end.kind, seen };
}

describe('the attempts of a job', () => {
  it('are repeated after silence, as often as the check says', async () => {
    const engine = engineThat('python', [{ kind: 'silent' }]);
    expect(await seenBy([planned([engine])])).toEqual({
      end: 'finished',
      seen: ['python filtered, again', 'python filtered'],
    });
  });

  it('end with an answer, a refusal too', async () => {
    const engine = engineThat('python', [{ kind: 'refused', sender: null }]);
    expect((await seenBy([planned([engine])])).seen).toEqual(['python refused']);
  });

  it('go on with the next engine when one says that it cannot', async () => {
    const cannot = engineThat('forward', [{ kind: 'cannot', reason: 'no forwarding' }]);
    const python = engineThat('python', [{ kind: 'connected' }]);
    expect((await seenBy([planned([cannot, python])])).seen).toEqual(['python open']);
  });

  it('are not testable when no engine can', async () => {
    const one = engineThat('forward', [{ kind: 'cannot', reason: 'no forwarding' }]);
    const other = engineThat('python', [{ kind: 'cannot', reason: 'no such address' }]);
    expect((await seenBy([planned([one, other])])).seen).toEqual(['python not-testable']);
  });

  it('keep what one engine saw when the next one, asked to see more, cannot', async () => {
    const forward = engineThat('forward', [{ kind: 'unreachable', errno: 'EHOSTUNREACH' }]);
    const python = engineThat('python', [{ kind: 'cannot', reason: 'no such address' }]);
    expect((await seenBy([planned([forward, python])])).seen).toEqual(['forward unreachable']);
    const failing = engineThat('python', [], { end: { kind: 'failed', message: 'no Python' } });
    expect((await seenBy([planned([forward, failing])])).seen).toEqual(['forward unreachable']);
  });

  it('let an engine that reads the whole chain look again after one that read the leaf only', async () => {
    const leafOnly = engineThat('python', [{ kind: 'handshake', tls: tlsFacts({ chainRead: false }) }]);
    const forward = engineThat('forward', [{ kind: 'handshake', tls: tlsFacts({ trust: 'entered-ca' }) }]);
    expect((await seenBy([planned([leafOnly, forward], 'tls')])).seen).toEqual(['forward confirmed']);
  });

  it('go on with the next engine for the jobs that a failed one left', async () => {
    const failing = engineThat('python', [{ kind: 'connected' }], {
      end: { kind: 'failed', message: 'ended early' },
      answersFirst: 1,
    });
    const forward = engineThat('forward', [{ kind: 'refused', sender: null }]);
    const { seen } = await seenBy([planned([failing, forward]), planned([failing, forward])]);
    expect(seen).toEqual(['python open', 'forward refused']);
  });

  it('stop with the session, and keep what was seen', async () => {
    const lost = engineThat('python', [{ kind: 'silent' }], {
      end: { kind: 'lost', message: 'gone' },
      answersFirst: 1,
    });
    const result = await seenBy([planned([lost]), planned([lost])]);
    expect(result).toEqual({ end: 'lost', seen: ['python filtered, again'] });
  });
});

describe('the silence of an engine that repeats inside its wait', () => {
  const silentInside = (): Scripted => engineThat('python', [{ kind: 'silent' }], { repeatsInside: true });

  it('is not repeated', async () => {
    const engine = silentInside();
    expect((await seenBy([planned([engine]), planned([engine])])).seen).toEqual([
      'python filtered',
      'python filtered',
    ]);
  });

  it('is repeated where a host that was asked a lot may have kept an ICMP error back', async () => {
    const engine = silentInside();
    const { seen } = await seenBy(Array.from({ length: 6 }, () => planned([engine], 'udp')));
    expect(seen.filter((one) => one.endsWith('again'))).toHaveLength(6);
  });

  it('is repeated over UDP where a firewall rejected anything: the tries of others may have used up its limit', async () => {
    const rejecting = engineThat('python', [{ kind: 'icmp-unreachable', code: 13, sender: '10.20.0.1' }], {
      repeatsInside: true,
    });
    const silent = silentInside();
    const { seen } = await seenBy([planned([silent], 'udp'), planned([silent]), planned([rejecting])]);
    expect(seen.filter((one) => one.endsWith('again'))).toEqual(['python no-answer, again']);
  });

  it('is not repeated over TCP, however much a firewall rejects: a reject that was kept back would fail alike', async () => {
    const rejecting = engineThat('python', [{ kind: 'icmp-unreachable', code: 13, sender: '10.20.0.1' }], {
      repeatsInside: true,
    });
    const silent = silentInside();
    const rejected = Array.from({ length: 5 }, () => planned([rejecting]));
    const { seen } = await seenBy([planned([silent]), ...rejected]);
    expect(seen).toContain('python filtered');
    expect(seen).not.toContain('python filtered, again');
  });
});

describe('silence while the way to the node stands still', () => {
  it('counts for nothing: the job is tried anew', async () => {
    const engine = engineThat('python', [{ kind: 'silent' }, { kind: 'connected' }]);
    let still = true;
    const doubtsSilence = (): boolean => {
      const was = still;
      still = false;
      return was;
    };
    expect((await seenBy([planned([engine])], { doubtsSilence })).seen).toEqual(['python open']);
  });

  it('is unknown, and no silence, when it never ends', async () => {
    const engine = engineThat('python', [{ kind: 'silent' }]);
    const { seen } = await seenBy([planned([engine])], { doubtsSilence: () => true });
    expect(new Set(seen)).toEqual(new Set(['python error, again', 'python error']));
  });

  it('does not touch an answer', async () => {
    const engine = engineThat('python', [{ kind: 'refused', sender: null }]);
    expect((await seenBy([planned([engine])], { doubtsSilence: () => true })).seen).toEqual([
      'python refused',
    ]);
  });
});

describe('repeats', () => {
  const starts = (jobs: readonly PlannedJob[], fromFirewall: boolean, asked: number): readonly number[] =>
    spreadRepeats(jobs, { fromFirewall, askedBefore: new Map([['10.20.5.53', asked]]) }).map(
      ({ job }) => job.startMs,
    );
  const three = (wire: 'tcp' | 'udp'): PlannedJob[] => [
    planned([], wire),
    planned([], wire),
    planned([], wire),
  ];

  it('all start at once where no limit on ICMP errors can matter', () => {
    expect(starts(three('udp'), false, 3)).toEqual([0, 0, 0]);
    expect(starts(three('tcp'), false, 30)).toEqual([0, 0, 0]);
  });

  it('go to one host about one a second when it was asked on many UDP ports', () => {
    expect(starts(three('udp'), false, 12)).toEqual([0, 1050, 2100]);
  });

  it('go out about one a second over UDP when a firewall rejects, whatever the host; over TCP all at once', () => {
    const two = (wire: 'tcp' | 'udp'): PlannedJob[] => [
      planned([], wire, '10.0.0.1'),
      planned([], wire, '10.0.0.2'),
    ];
    expect(starts(two('udp'), true, 0)).toEqual([0, 1050]);
    expect(starts(two('tcp'), true, 0)).toEqual([0, 0]);
  });
});

describe('the engine of a check', () => {
  const proven: RouteFacts = {
    ...{
      routePort: 'lan',
      routeSource: '10.20.0.10',
      interface: 'lan0',
      interfaceProven: true,
      wrong: null,
      proof: '',
    },
  };
  const unproven = { ...proven, interfaceProven: false };
  const kinds = (
    wire: keyof typeof wireOf,
    able: Partial<NodeEngines>,
    route: RouteFacts,
    onePort = false,
  ): readonly string[] =>
    chooseEngine(aCheck(), wireOf[wire], { ...none, ...able }, { route, onePort }).engines.map(
      ({ kind }) => kind,
    );
  const none: NodeEngines = { python: null, perl: null, forward: null, shell: null };
  const forward = engineThat('forward', []);
  const oldPython = engineThat('python', []);
  const newPython = engineThat('python', [], { readsChains: true });

  it('is Python where it can, because it binds the source and reads ICMP', () => {
    expect(kinds('tcp', { forward, python: oldPython }, proven)).toEqual(['python', 'forward']);
    expect(kinds('udp', { forward, python: oldPython }, proven)).toEqual(['python']);
    expect(kinds('tls', { forward, python: newPython }, proven)).toEqual(['python', 'forward']);
  });

  it('is the forwarded channel for TLS where Python gives the leaf only', () => {
    expect(kinds('tls', { forward, python: oldPython }, proven)).toEqual(['forward', 'python']);
  });

  it('is never the forwarded channel where the route does not prove the port', () => {
    expect(kinds('tcp', { forward, python: null }, unproven)).toEqual([]);
    expect(kinds('tls', { forward, python: oldPython }, unproven)).toEqual(['python']);
  });

  it('is the forwarded channel on a node that shows no routes and has one port', () => {
    expect(kinds('tcp', { forward, python: null }, unproven, true)).toEqual(['forward']);
    expect(kinds('tcp', { forward, python: null }, { ...unproven, wrong: 'other port' }, true)).toEqual([]);
  });

  it('says why there is none', () => {
    const choice = chooseEngine(
      aCheck(),
      wireOf.udp,
      { ...none, forward },
      { route: proven, onePort: false },
    );
    expect(choice.engines).toEqual([]);
    expect(choice.reason).toBe(
      'the node has no Python; the node has no Perl; a forwarded channel carries TCP only; the node has no tool that opens connections (nc, ncat, bash)',
    );
  });
});
