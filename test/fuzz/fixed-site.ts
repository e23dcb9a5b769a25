import type { ChangeRequest } from '../../shared/documents/change-request/compose.ts';
import { composeChangeRequest } from '../../shared/documents/change-request/compose.ts';
import { composeReport, reportBytes } from '../../shared/report/compose-report.ts';
import { passing, plannedSite, runOf, type PlannedSite } from '../helpers/site-run.ts';
import { fixedSigner } from './fixed-keys.ts';

/** A small site with a little of everything: what it makes is small too, and quickly read. */
export function fixedSite(): PlannedSite {
  return plannedSite('szczecin-dc1', (json) => {
    json['features'] = {};
    json['entries'] = {};
    json['attestations'] = [];
    json['waivers'] = [];
    json['endpoints'] = {
      dnsServers: ['10.1.1.53'],
      ntpServers: [{ address: 'ntp.example', label: 'Zeit' }],
    };
  });
}

/** The request of that site. */
export function fixedRequest({ catalog, site, ruleSet }: PlannedSite): ChangeRequest {
  const times = { createdAt: '2026-11-17T08:40:00Z', version: '0.1.0' };
  return composeChangeRequest({
    catalog,
    site,
    ruleSet,
    ...times,
    practice: false,
    siteName: 'szczecin-dc1',
  });
}

/** The readiness report of that site. */
export function fixedReport(planned: PlannedSite, previous: null = null): Uint8Array {
  const { name, email, publicKeyLine: publicKey, fingerprint } = fixedSigner();
  const { report } = composeReport({
    ...planned,
    ...{ siteName: 'szczecin-dc1', run: runOf(planned, passing), id: '00000000-0000-4000-8000-000000000001' },
    ...{ createdAt: '2026-11-24T20:41:07Z', version: '0.1.0', previous },
    signer: { name, email, publicKey, fingerprint },
  });
  return reportBytes(report);
}
