import { describe, expect, it } from 'vitest';
import { sha256Hex, utf8 } from '../../../shared/lib/digest.ts';
import type { Receipt } from '../../../shared/results/receipt.ts';
import { withReceipt } from '../../../shared/results/receipt.ts';
import type { CheckRecord } from '../../../shared/results/types.ts';
import { composeReport } from '../../../shared/report/compose-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { verifyReport } from '../../../shared/report/verify-report.ts';
import { passing, plannedSite, runOf } from '../../helpers/site-run.ts';
import { createdAt, signer, verifyInput } from '../report/sample-report.ts';

const token = 'k7m2pqr9xz';
const receipt: Receipt = { token, by: 'Katarzyna', at: createdAt };
const planned = plannedSite('gdansk-dc1');
const trap = 'snmp.gdn-1.out.lan.162-udp.v4';

function reportWith(change: (check: CheckRecord) => CheckRecord = (check) => check): Report {
  const run = runOf(planned, passing);
  const sent = { tokenSha256: sha256Hex(utf8(token)) };
  const ids = { siteName: 'gdansk-dc1', id: 'r', createdAt, version: '0.1.0', previous: null, signer };
  const checks = run.checks.map((check) =>
    check.rule === trap ? { ...check, evidence: { ...check.evidence, ...sent } } : check,
  );
  const first = composeReport({ ...planned, ...ids, run: { ...run, checks } }).report;
  return composeReport({ ...planned, ...ids, run: { ...run, checks: first.checks.map(change) } }).report;
}

function confirm(check: CheckRecord, given = receipt): CheckRecord {
  return check.rule === trap ? (withReceipt(check, given) ?? check) : check;
}

function findings(report: Report): string[] {
  const { lines } = verifyReport(verifyInput(report));
  return lines.flatMap((line) => line.findings.map(({ message }) => message));
}

function trapOf({ rules }: Report): string | undefined {
  return rules.find(({ id }) => id === trap)?.verdict;
}

describe('a token that a person read at the receiver', () => {
  it('turns silence into a pass, which verifies and says who read it', () => {
    expect(trapOf(reportWith())).toBe('inconclusive');
    const report = reportWith((check) => confirm(check));
    expect(trapOf(report)).toBe('pass');
    expect(findings(report)).toEqual([]);
    const check = report.checks.find(({ rule }) => rule === trap);
    expect(check?.explanation).toContain('arrived: Katarzyna read its token at the receiver');
    expect(check?.attempts.map(({ observation }) => observation)).toEqual(['no-answer', 'confirmed']);
  });

  it('counts as typed by a person: with blanks, and in capitals', () => {
    expect(trapOf(reportWith((check) => confirm(check, { ...receipt, token: ' K7M2PQR9XZ\n' })))).toBe(
      'pass',
    );
  });

  it('is not taken when it is another one, or when the check has an answer of its own', () => {
    expect(trapOf(reportWith((check) => confirm(check, { ...receipt, token: 'abcdefghjk' })))).toBe(
      'inconclusive',
    );
    const refused = reportWith().checks.map((check) => ({ ...check, observation: 'refused' as const }));
    expect(refused.map((check) => withReceipt(check, receipt)).filter((made) => made !== null)).toEqual([]);
  });

  it('is named by verify when nobody read it, when it is forged, or when nobody says who', () => {
    const bare = reportWith((check) =>
      check.rule === trap
        ? {
            ...check,
            observation: 'confirmed',
            attempts: [{ ms: 1, observation: 'confirmed', outcome: 'arrived' }],
          }
        : check,
    );
    expect(findings(bare).join()).toContain('no probe speaks this service');
    const edited = (change: Partial<Receipt>): Report =>
      reportWith((check) => {
        const made = confirm(check);
        return made.facts.receipt === undefined
          ? made
          : { ...made, facts: { ...made.facts, receipt: { ...made.facts.receipt, ...change } } };
      });
    expect(findings(edited({ token: 'abcdefghjk' })).join()).toContain('another token');
    expect(findings(edited({ by: ' ' })).join()).toContain('by nobody');
    expect(findings(edited({ at: '2026-11-20T00:00:00Z' })).join()).toContain('before it was sent');
  });

  it('does not make the receiver’s other ports look as if their silence were a block', () => {
    const others = (report: Report): string[] =>
      report.checks.filter(({ rule }) => rule !== trap).map(({ explanation }) => explanation);
    expect(others(reportWith((check) => confirm(check)))).toEqual(others(reportWith()));
  });
});
