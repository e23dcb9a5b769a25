import type { EarlierRequest } from '../../../shared/documents/change-request/earlier-request.ts';
import { reviseRequest } from '../../../shared/documents/change-request/revise.ts';
import { firewallInput } from '../../../shared/documents/firewall/normalise.ts';
import type { FirewallConfigInput } from '../../../shared/documents/firewall/types.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { plannedSite } from '../site-run.ts';

type Change = (json: Record<string, unknown>) => void;

/** Revision B: another DNS server, one domain controller less, no syslog, an ICAP server more, SNMP as before. */
function revisionB(json: Record<string, unknown>): void {
  json['request'] = { ...(json['request'] as object), revision: 'B', supersedes: 'A' };
  json['features'] = { ...(json['features'] as object), syslog: false };
  json['endpoints'] = {
    ...(json['endpoints'] as object),
    dnsServers: ['10.20.5.53', '10.20.5.55'],
    domainControllers: [{ address: '10.20.5.11', label: 'dc1' }],
    objectStores: ['other.objects.cloud.example'],
  };
  const [rule] = json['customRules'] as Record<string, unknown>[];
  json['customRules'] = [rule, { ...rule, id: 'icap-2', title: 'Second scanner', endpoints: ['10.20.9.10'] }];
}

/** Revision A of a site, revision B as a delta to it, and revision B as a whole; `inBoth` edits the site of either, `inB` that of B only. */
export function revisionsOfSite(
  inBoth?: Change,
  inB?: Change,
): {
  readonly first: FirewallConfigInput;
  readonly delta: FirewallConfigInput;
  readonly whole: FirewallConfigInput;
} {
  const second = (since?: EarlierRequest): FirewallConfigInput => {
    const { catalog, site, ruleSet } = plannedSite('gdansk-dc1', (json) => {
      inBoth?.(json);
      revisionB(json);
      inB?.(json);
    });
    const facts = reviseRequest({
      ...{ catalog, site, ruleSet, version: '0.1.0', practice: false, siteName: 'gdansk-dc1' },
      createdAt: '2026-11-18T08:40:00Z',
      ...(since === undefined ? {} : { since }),
    });
    return firewallInput(facts, '0'.repeat(64));
  };
  const { facts, file, digest } = requestOfSite('gdansk-dc1', inBoth);
  return {
    first: firewallInput(facts, '0'.repeat(64)),
    delta: second({ file, sha256: digest }),
    whole: second(),
  };
}
