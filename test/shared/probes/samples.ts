import type { Check } from '../../../shared/plan/types.ts';
import type { TlsFacts } from '../../../shared/probes/observation.ts';
import type { RawAttempt, RawOutcome } from '../../../shared/probes/types.ts';

/** A check of the node `gdn-1` towards 10.20.5.53, changed where a test says so. */
export function aCheck(
  changes: Partial<Omit<Check, 'expectations' | 'target'>> & {
    readonly expectations?: Partial<Check['expectations']>;
    readonly target?: Partial<Check['target']>;
  } = {},
): Check {
  const { expectations, target, ...rest } = changes;
  return {
    id: 'check',
    rule: 'rule',
    flow: 'flow',
    node: 'gdn-1',
    vantage: { kind: 'node', node: 'gdn-1', port: 'lan', address: '10.20.0.10' },
    target: { entered: '10.20.5.53', host: '10.20.5.53', port: 53, protocol: 'udp', ...target },
    family: 'v4',
    probe: 'dns-udp',
    expectations: {
      serverName: null,
      issuer: null,
      public: false,
      resolvesTo: [],
      dnsQuestions: [],
      domain: null,
      standsFor: null,
      ...expectations,
    },
    timeoutMs: 3000,
    retries: 1,
    unable: null,
    ...rest,
  };
}

/** Counts up from 1: ids and tokens that a test can predict. */
export function countingRandom(): (bytes: number) => Uint8Array {
  let next = 0;
  return (bytes) => Uint8Array.from({ length: bytes }, () => (next += 1) & 0xff);
}

export function attemptOf(outcome: RawOutcome, ms = 4): RawAttempt {
  return { ms, outcome, localAddress: '10.20.0.10' };
}

export function tlsFacts(changes: Partial<TlsFacts> = {}): TlsFacts {
  return {
    protocol: 'TLSv1.3',
    subject: 'CN=store.corp.example',
    issuer: 'CN=Corp CA',
    names: ['store.corp.example'],
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
    fingerprint: 'SHA256:leaf',
    chain: ['SHA256:leaf', 'SHA256:ca'],
    validatedBy: ['SHA256:ca'],
    chainRead: true,
    trust: 'untrusted',
    roots: 'roots 1',
    validNow: true,
    nameMatches: true,
    nodeSide: null,
    ...changes,
  };
}
