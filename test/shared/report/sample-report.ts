import type { Check } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import { composeReport, reportBytes } from '../../../shared/report/compose-report.ts';
import type { EarlierFile } from '../../../shared/report/earlier-files.ts';
import { readEarlier } from '../../../shared/report/earlier-files.ts';
import { parseReport } from '../../../shared/report/parse-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { VerifyInput } from '../../../shared/report/verify-report.ts';
import type { PlannedSite } from '../../helpers/site-run.ts';
import { passing, plannedSite, runOf } from '../../helpers/site-run.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { sha256Hex } from '../../../shared/lib/digest.ts';
import { recomputeRules } from '../../../shared/report/recompute-rules.ts';

export const createdAt = '2026-11-24T20:41:07Z';
export const signer = {
  name: 'Błażej Żmijewski',
  email: 'blazej.zmijewski@nordhaven.example',
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEexample',
  fingerprint: 'SHA256:example',
};

/** A site whose required rules can all be proven: what nobody can prove by a probe is left out. */
export function provableSite(): PlannedSite {
  return plannedSite('gdansk-dc1', (json) => {
    json['features'] = { supportAssistance: true, ping: true };
    json['attestations'] = [];
    json['waivers'] = [];
    json['entries'] = {};
    // No probe speaks it: a weak pass at best.
    const scanner = { direction: 'out', services: ['1344/tcp'], endpoints: ['10.20.9.9'], reason: 'scanner' };
    json['customRules'] = [{ id: 'icap', title: 'Antivirus ICAP', ...scanner }];
  });
}

export function sampleReport(
  planned: PlannedSite,
  see: (check: Check) => Observation = passing,
  change: (run: RunRecord) => RunRecord = (run) => run,
): Report {
  return composeReport({
    ...planned,
    siteName: 'gdansk-dc1',
    run: change(runOf(planned, see)),
    id: '4f1c09ae-77d2-4d4c-9c53-1c3a5b2d8c1e',
    createdAt,
    version: '0.1.0',
    previous: null,
    signer,
  }).report;
}

/** Everything that verification is given, for a report that somebody signed with the sample key. */
export function verifyInput(
  report: Report | { bytes: Uint8Array },
  change: Partial<VerifyInput> = {},
): VerifyInput {
  const bytes = 'bytes' in report ? report.bytes : reportBytes(report);
  return {
    file: 'gdansk-dc1.readiness.json',
    parsed: parseReport(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)),
    signature: { ok: true, publicKey: signer.publicKey, fingerprint: signer.fingerprint },
    findSigner: () => ({ known: true, says: 'Signed by a colleague.' }),
    findCatalog,
    recomputeRules,
    version: '0.1.0',
    earlier: [],
    pdf: { answer: 'cannot-tell', says: 'There is no PDF beside it.' },
    ...change,
  };
}

/** A report as it lies beside another one. */
export function earlierFile(
  report: Report | { bytes: Uint8Array },
  signature: EarlierFile['signature'] = null,
): EarlierFile {
  const bytes = 'bytes' in report ? report.bytes : reportBytes(report);
  const file = readEarlier(new TextDecoder().decode(bytes), sha256Hex(bytes), signature, true);
  if (file === null) throw new Error('This is no report.');
  return file;
}
