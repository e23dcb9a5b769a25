import { describe, expect, it } from 'vitest';
import type { CheckFacts, ObservedCheck, RunRecord } from '../../../shared/results/types.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { VerifyLine } from '../../../shared/report/types.ts';
import { verifyReport } from '../../../shared/report/verify-report.ts';
import { passing, plannedSite } from '../../helpers/site-run.ts';
import { provableSite, sampleReport, verifyInput } from './sample-report.ts';

const planned = provableSite();

/** A signer who edits what was seen, and lets every verdict, sentence and readiness follow from it. */
function forged(change: (run: RunRecord) => RunRecord, blocked = false): Report {
  const see = blocked
    ? (check: Parameters<typeof passing>[0]) => (check.rule.startsWith('ntp.') ? 'filtered' : passing(check))
    : passing;
  return sampleReport(planned, see, change);
}

const ofRule =
  (rule: string, change: (check: ObservedCheck) => Partial<ObservedCheck>) =>
  (run: RunRecord): RunRecord => ({
    ...run,
    checks: run.checks.map((check) => (check.rule.startsWith(rule) ? { ...check, ...change(check) } : check)),
  });

const factsOf =
  (rule: string, facts: (check: ObservedCheck) => Partial<CheckFacts>) =>
  (run: RunRecord): RunRecord =>
    ofRule(rule, (check) => ({ facts: { ...check.facts, ...facts(check) } }))(run);

const tlsOf = (rule: string, tls: Partial<NonNullable<CheckFacts['tls']>>) =>
  factsOf(rule, ({ facts }) => ({ tls: facts.tls === null ? null : { ...facts.tls, ...tls } }));

function verdictsOf(report: Report, version = '0.1.0'): VerifyLine {
  const line = verifyReport(verifyInput(report, { version })).lines.find(({ what }) => what === 'verdicts');
  if (line === undefined) throw new Error('no line about verdicts');
  return line;
}

describe('a report that speaks against itself', () => {
  it('shows a check from the future, which no faithful program writes', () => {
    const report = forged(ofRule('ntp.', () => ({ startedAt: '2026-12-24T20:40:00Z' })));
    expect(verdictsOf(report).findings).toEqual([]);
    const line = verdictsOf({ ...report, createdAt: '2026-11-24T20:41:07Z' });
    expect(line.answer).toBe('invalid');
    expect(line.findings.map(({ message }) => message).join('\n')).toMatch(/after the report/);
  });

  it('is not what a faithful run gives', () => {
    expect(verdictsOf(forged((run) => run)).findings).toEqual([]);
    expect(verdictsOf(forged((run) => run, true)).findings).toEqual([]);
    expect(sampleReport(planned).readiness).toBe('ready');
  });

  it.each<[string, (run: RunRecord) => RunRecord, RegExp]>([
    [
      'an answer that none of the attempts gave',
      ofRule('ntp.', () => ({ observation: 'confirmed' })),
      /is “confirmed”, but its attempts give “filtered”/,
    ],
    [
      'an answer without an attempt',
      ofRule('ntp.', () => ({ observation: 'confirmed', attempts: [], engine: 'none', startedAt: null })),
      /is “confirmed” without an attempt/,
    ],
  ])('shows %s', (_name, change, says) => {
    const report = forged(change, true);
    expect(report.readiness).toBe('ready');
    const line = verdictsOf(report);
    expect(line.answer).toBe('invalid');
    expect(line.findings.map(({ message }) => message).join('\n')).toMatch(says);
  });

  it.each<[string, (run: RunRecord) => RunRecord, RegExp]>([
    ['attempts without an engine', ofRule('ntp.', () => ({ engine: 'none' })), /no engine made them/],
    ['attempts without a time', ofRule('ntp.', () => ({ startedAt: null })), /but no time/],
    ['the laptop’s engine at the node', ofRule('ntp.', () => ({ engine: 'laptop' })), /engine laptop made/],
    [
      'an old check passed off as a new one',
      ofRule('ntp.', () => ({ startedAt: '2026-11-20T20:40:00Z' })),
      /began before the run did/,
    ],
    [
      'a pass carried over for too long',
      ofRule('ntp.', () => ({
        startedAt: '2026-11-01T20:40:00Z',
        carriedOverFrom: { report: 'x', startedAt: '2026-11-01T20:40:00Z' },
      })),
      /more than seven days/,
    ],
    [
      'a node that was never reached',
      (run) => ({ ...run, nodes: run.nodes.map((node) => ({ ...node, hostKey: null, hostKeyTrust: null })) }),
      /was never reached/,
    ],
    [
      'an interface that the node did not show',
      (run) => ({ ...run, nodes: run.nodes.map((node) => ({ ...node, interfaces: [] })) }),
      /calls its interface proven/,
    ],
    [
      'a node too many',
      (run) => ({ ...run, nodes: [...run.nodes, ...run.nodes] }),
      /not the nodes of the site/,
    ],
    [
      'another target than declared',
      ofRule('ntp.', ({ target }) => ({ target: { ...target, resolved: '10.66.0.1' } })),
      /went to 10\.66\.0\.1/,
    ],
    [
      'a source that another address proves',
      factsOf('webui.', () => ({ sourceSeen: { address: '10.20.1.9', basis: 'same-run' } })),
      /its source is proven for 10\.20\.1\.9/,
    ],
    [
      'an untrusted certificate of a public endpoint',
      tlsOf('licensing.', { trust: 'untrusted', issuer: 'CN=Inspection CA' }),
      /the certificate on record gives “intercepted”/,
    ],
    [
      'another certificate than the one that the node serves to itself',
      tlsOf('webui.', { nodeSide: `SHA256:${'N'.repeat(43)}` }),
      /the certificate on record gives “intercepted”/,
    ],
    [
      'a confirmed WebUI without its certificate',
      factsOf('webui.', () => ({ tls: null })),
      /without a certificate/,
    ],
    [
      'an answer of a service that no probe speaks',
      (run) => ({
        ...run,
        checks: run.checks.map((check) =>
          check.facts.probe === 'tcp'
            ? {
                ...check,
                observation: 'confirmed',
                attempts: check.attempts.map((one) => ({ ...one, observation: 'confirmed' })),
              }
            : check,
        ),
      }),
      /no probe speaks this service/,
    ],
    ['another probe than planned', factsOf('licensing.', () => ({ probe: 'tcp' })), /but https is planned/],
    [
      'the negative controls left out',
      (run) => ({ ...run, controls: [] }),
      /control\.gdn-1\.lan\.80 is missing/,
    ],
    [
      'a control at an address that is none for controls',
      (run) => ({ ...run, controls: run.controls.map((one) => ({ ...one, address: '10.20.5.53' })) }),
      /is not planned as it stands/,
    ],
    [
      'a control that did not run, named as a guard',
      (run) => ({ ...run, controls: run.controls.map((one) => ({ ...one, observation: 'not-run' })) }),
      /which did not run/,
    ],
  ])('shows %s, though every verdict follows', (_name, change, says) => {
    const line = verdictsOf(forged(change));
    expect(line.answer).toBe('invalid');
    expect(line.findings.map(({ message }) => message).join('\n')).toMatch(says);
  });

  it('shows a check of one node by another, when one of the two was never reached', () => {
    const two = plannedSite('szczecin-dc1');
    const unreached = (name: string) =>
      verdictsOf(
        sampleReport(two, passing, (run) => ({
          ...run,
          nodes: run.nodes.map((node) =>
            node.name === name ? { ...node, hostKey: null, hostKeyTrust: null } : node,
          ),
        })),
      ).findings.map(({ message }) => message);
    const ssh = 'ssh-peers.szz-1.in.wan.22-tcp.v4#10.48.250.11>203.0.113.10@szz-2.wan~203.0.113.10:22';
    expect(verdictsOf(sampleReport(two)).findings).toEqual([]);
    expect(unreached('szz-1')).toContain(
      `${ssh} was carried out, but node szz-1, which it checks, was never reached.`,
    );
    expect(unreached('szz-2')).toContain(`${ssh} was carried out, but node szz-2 was never reached.`);
  });

  it('takes our listener’s token for a service that no probe speaks, and only where the listener stood', () => {
    const two = plannedSite('szczecin-dc1');
    const by = (listener: CheckFacts['listener']) =>
      verdictsOf(
        sampleReport(two, passing, (run) => ({
          ...run,
          checks: run.checks.map((check) => {
            const { vantage } = check;
            if (!check.rule.includes('662-tcp') || vantage.kind === 'node' || check.attempts.length === 0)
              return check;
            const address = vantage.address ?? '';
            return {
              ...check,
              observation: 'confirmed',
              attempts: check.attempts.map((one) => ({ ...one, observation: 'confirmed' })),
              facts: { ...check.facts, listener, sourceSeen: { address, basis: 'listener' } },
            };
          }),
        })),
      ).findings.map(({ message }) => message);
    expect(by('temporary')).toEqual([]);
    expect(by(false).join(' ')).toContain('no probe speaks this service');
  });

  it('shows a sentence that says otherwise than the observation', () => {
    const report = structuredClone(forged((run) => run, true));
    for (const check of report.checks) check.explanation = 'Answered as expected.';
    expect(verdictsOf(report).findings[0]?.message).toMatch(/explained otherwise/);
  });

  it('of another version is held against itself, not against our plan and sentences, and says so', () => {
    const gone = forged((run) => ({
      ...run,
      checks: run.checks.slice(1).map((check) => ({ ...check, facts: { ...check.facts, control: null } })),
    }));
    const line = verdictsOf(gone, '0.2.0');
    expect(line.answer).toBe('valid');
    expect(line.says).toContain('Whether checks are missing was not looked at');
  });
});
