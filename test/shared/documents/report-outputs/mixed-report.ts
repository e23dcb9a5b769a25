import type { VerifiedReport } from '../../../../shared/documents/report-outputs/types.ts';
import type { Check } from '../../../../shared/plan/types.ts';
import type { Observation } from '../../../../shared/probes/observation.ts';
import type { Report } from '../../../../shared/report/schema.ts';
import { plannedSite } from '../../../helpers/site-run.ts';
import { sampleReport } from '../../report/sample-report.ts';

/** Rules of the mixed report by how they stand. */
export const ids = {
  waived: 'ntp.gdn-1.out.lan.123-udp.v4',
  failed: 'webui.gdn-1.in.lan.443-tcp.v4',
} as const;

function seen({ rule, probe }: Check): Observation {
  if (/^(?:ntp|webui|ping)\./.test(rule)) return 'filtered';
  return probe === 'udp-datagram' ? 'no-answer' : probe === 'tcp' ? 'open' : 'confirmed';
}

/** A report in which rules pass, pass weaker, fail, are inconclusive, attested and waived; two checks are carried over. */
export function mixedReport(change: (json: Record<string, unknown>) => void = () => undefined): Report {
  const words = (json: Record<string, unknown>): void => {
    change(json);
    json['features'] = {
      supportAssistance: true,
      ping: true,
      syslog: true,
      snmp: true,
      activeDirectory: true,
    };
    const endpoints = json['endpoints'] as Record<string, unknown>;
    endpoints['syslogServers'] = ['10.20.5.14'];
    endpoints['snmpManagers'] = ['10.20.5.61'];
  };
  const { rules } = plannedSite('gdansk-dc1', words).ruleSet;
  const trap = rules.find(
    ({ entry, direction, service }) => entry === 'snmp' && direction === 'out' && service === '162/udp',
  );
  const waived = rules.find(({ id }) => id === ids.waived);
  const planned = plannedSite('gdansk-dc1', (json) => {
    words(json);
    const at = '2026-11-01T00:00:00Z';
    json['attestations'] = [
      {
        rule: trap?.id,
        digest: trap?.digest,
        by: 'Grażyna Źrebiec',
        how: 'read the trap at its receiver',
        at,
        expires: null,
      },
    ];
    json['waivers'] = [
      {
        rule: waived?.id,
        digest: waived?.digest,
        by: 'Anna Nowak',
        reason: 'change CHG-7 opens it',
        at,
        expires: '2026-12-31T00:00:00Z',
      },
    ];
  });
  let carried = 0;
  return sampleReport(planned, seen, (run) => ({
    ...run,
    checks: run.checks.map((check) =>
      check.observation === 'confirmed' && carried++ < 2
        ? {
            ...check,
            startedAt: '2026-11-20T08:00:00Z',
            carriedOverFrom: {
              report: '0b7e8f5e-1111-4d4c-9c53-1c3a5b2d8c1e',
              startedAt: '2026-11-20T08:00:00Z',
            },
          }
        : check,
    ),
  }));
}

export function verifiedOf(report: Report, signerKnown = true): VerifiedReport {
  const verified = { result: signerKnown ? 'valid' : 'intact', signerKnown } as const;
  return { report, sha256: 'ab'.repeat(32), verified };
}

/** What names, reasons and replies from a hostile network may hold. */
const hostile =
  '=cmd|\' /C calc\'!A0 "><b>]]>--><!-- \u202egnp\u0007\ud800\nX: 1\\n{a="b"} &amp; \r\n# TYPE x @all [x](http://x.example)';

/** The mixed report with such texts wherever somebody else's words may stand. */
export function hostileReport(): Report {
  const report = mixedReport();
  return {
    ...report,
    rules: report.rules.map((rule) => ({ ...rule, title: `${hostile}${rule.title}` })),
    checks: report.checks.map((check) => ({
      ...check,
      attempts: check.attempts.map((attempt) => ({ ...attempt, outcome: hostile })),
      evidence: { ...check.evidence, [hostile]: hostile, list: [hostile, hostile] },
      explanation: hostile,
      advice:
        check.advice === null ? null : { ...check.advice, owner: hostile, next: hostile, where: hostile },
    })),
    nodes: report.nodes.map((node) => ({ ...node, failure: hostile })),
    waivers: report.waivers.map((waiver) => ({ ...waiver, by: hostile, reason: hostile })),
    signer: { ...report.signer, name: hostile, fingerprint: hostile },
  };
}
