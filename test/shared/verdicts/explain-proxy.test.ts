import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/lib/digest.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { RawOutcome } from '../../../shared/probes/types.ts';
import { judgeCheck } from '../../../shared/verdicts/judge-check.ts';
import type { CheckJudgement, RuleForVerdict } from '../../../shared/verdicts/types.ts';
import { aCheck, attemptOf, countingRandom, tlsFacts } from '../probes/samples.ts';

const proxy = '10.20.5.80';
const rule: RuleForVerdict = {
  ...{ id: 'object-store.gdn-1.out.lan.3128-tcp.v4', node: 'gdn-1', title: 'Object store', direction: 'out' },
  ...{ port: 'lan', portBasis: 'source', service: '3128/tcp', probe: null },
  ...{ from: [{ address: '10.20.0.10' }], to: [{ address: proxy }] },
};

/** What becomes of an outcome at the proxy, through the probe that reads it. */
function judged(outcome: RawOutcome): CheckJudgement {
  const check = aCheck({
    probe: 'proxy-connect',
    target: { entered: proxy, host: proxy, port: 3128, protocol: 'tcp' },
    through: { host: 's3.corp.example', port: 443, tls: true },
    expectations: { public: true },
  });
  const attempt = attemptOf(outcome);
  const reading = probes['proxy-connect'].prepare(check, countingRandom()).read(attempt, { resolved: proxy });
  return judgeCheck(
    {
      ...{ id: 'check', rule: rule.id, flow: 'flow', flaky: false, engine: 'python', carriedOverFrom: null },
      vantage: { kind: 'node', node: 'gdn-1', interface: 'lan0', address: '10.20.0.10', coversFrom: null },
      target: { address: proxy, resolved: proxy, port: 3128, protocol: 'tcp' },
      observation: reading.observation,
      attempts: [{ ms: attempt.ms, observation: reading.observation, outcome: reading.outcome }],
      startedAt: '2026-11-24T20:40:00Z',
      evidence: Object.fromEntries(
        Object.entries(reading.evidence).map(([key, value]) => [
          key,
          Array.isArray(value) ? value.map(String) : (value as string | number | boolean | null),
        ]),
      ),
      facts: {
        ...{ sourceSeen: null, listener: null, routePort: 'lan', routeSource: '10.20.0.10' },
        ...{ interfaceProven: true, control: null, probe: 'proxy-connect' },
        ...{ openBecause: reading.openBecause, tls: reading.tls },
      },
    },
    rule,
    { deployment: 'one-arm', controls: [], nodeSubnets: ['10.20.0.10/24'] },
  );
}

const says = (status: number, header = 'Server: squid'): RawOutcome => ({
  kind: 'answered',
  replies: [{ payload: 0, bytes: utf8(`HTTP/1.1 ${status} Word\r\n${header}\r\n\r\n`), from: proxy }],
});

describe('what is said of a check through the proxy', () => {
  it('when it passes, names what the proxy reached', () => {
    const { verdict, explanation } = judged({ kind: 'handshake', tls: tlsFacts({ trust: 'public-root' }) });
    expect(verdict).toBe('pass');
    expect(explanation).toMatch(
      /^The proxy 10\.20\.5\.80 answered on 3128\/tcp and reached s3\.corp\.example:443/,
    );
  });

  it.each([
    [
      'its rules',
      says(403),
      'fail',
      /does not allow a connection to s3\.corp\.example:443/,
      /^Customer's proxy team$/,
    ],
    [
      'its own way',
      says(504),
      'fail',
      /did not reach s3\.corp\.example:443/,
      /proxy team first, then the customer's firewall/,
    ],
    [
      'its names',
      says(503, 'X-Squid-Error: ERR_DNS_FAIL 0'),
      'fail',
      /cannot resolve the name/,
      /proxy team/,
    ],
    ['a login', says(407), 'inconclusive', /wants a user name and password/, /^Customer's proxy team$/],
    [
      'inspection',
      { kind: 'handshake', tls: tlsFacts() },
      'fail',
      /TLS to s3\.corp\.example:443 through it comes back with another certificate/,
      /^Customer's proxy team$/,
    ],
  ] as const)('when it is %s, tells who has to act', (_what, outcome, verdict, sentence, owner) => {
    const judgement = judged(outcome);
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.explanation).toMatch(sentence);
    expect(judgement.advice?.owner).toMatch(owner);
    expect(judgement.advice?.next).not.toMatch(/firewall rule/);
  });

  it('when the proxy itself is not reached, is that of any other flow', () => {
    expect(judged({ kind: 'silent' }).explanation).toMatch(/^No answer came to node gdn-1/);
    expect(judged({ kind: 'refused', sender: null }).explanation).toMatch(/refused 3128\/tcp/);
  });
});
