import { describe, expect, it } from 'vitest';
import type { EarlierRequest } from '../../../../shared/documents/change-request/earlier-request.ts';
import { reviseRequest } from '../../../../shared/documents/change-request/revise.ts';
import { asa } from '../../../../shared/documents/firewall/asa.ts';
import { checkpoint } from '../../../../shared/documents/firewall/checkpoint.ts';
import { fortios } from '../../../../shared/documents/firewall/fortios.ts';
import { junos } from '../../../../shared/documents/firewall/junos.ts';
import { firewallInput } from '../../../../shared/documents/firewall/normalise.ts';
import { panos } from '../../../../shared/documents/firewall/panos.ts';
import type { FirewallConfigInput } from '../../../../shared/documents/firewall/types.ts';
import { readAsa } from '../../../helpers/dialects/asa.ts';
import { readCheckpoint } from '../../../helpers/dialects/checkpoint.ts';
import { fillInPolicyNumbers, readFortios } from '../../../helpers/dialects/fortios.ts';
import { readJunos } from '../../../helpers/dialects/junos.ts';
import { readPanos } from '../../../helpers/dialects/panos.ts';
import { flowKeys } from '../../../helpers/dialects/permitted.ts';
import { plannedSite } from '../../../helpers/site-run.ts';
import { requestOfSite } from '../request-of-site.ts';

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

function inputOf(since?: EarlierRequest): FirewallConfigInput {
  const { catalog, site, ruleSet } = plannedSite('gdansk-dc1', revisionB);
  const facts = reviseRequest({
    ...{ catalog, site, ruleSet, version: '0.1.0', practice: false, siteName: 'gdansk-dc1' },
    createdAt: '2026-11-18T08:40:00Z',
    ...(since === undefined ? {} : { since }),
  });
  return firewallInput(facts, '0'.repeat(64));
}

const first = requestOfSite('gdansk-dc1');
const delta = inputOf({ file: first.file, sha256: first.digest });
const whole = inputOf();

describe('revision B as a delta to A', () => {
  it('has lines of every kind', () => {
    const ids = (change: string): string[] =>
      delta.rules.filter((rule) => rule.change === change).map(({ id }) => id);
    const [added, removed] = [ids('add'), ids('remove')];
    expect(added).toContain('icap-2.gdn-1.out.lan.v4.required');
    expect(removed).toContain('syslog.gdn-1.out.lan.v4.required');
    expect(added.filter((id) => removed.includes(id))).toContain('dns.gdn-1.out.lan.v4.required');
    expect(delta.rules.length).toBeLessThan(whole.rules.length);
  });

  it.each([
    { dialect: asa, read: readAsa },
    { dialect: panos, read: readPanos },
    { dialect: fortios, read: readFortios },
    { dialect: junos, read: readJunos },
    { dialect: checkpoint, read: readCheckpoint },
  ])(
    'entered after A, leaves a device of $dialect.title with what B permits, and no more',
    ({ dialect, read }) => {
      const before = dialect.write(firewallInput(first.facts, first.digest)).text;
      const change = dialect.write(delta).text;
      const then = read(before + (dialect === fortios ? fillInPolicyNumbers(change, before) : change));
      expect(flowKeys(then)).toEqual(flowKeys(read(dialect.write(whole).text)));
      expect(flowKeys(then)).not.toEqual(flowKeys(read(before)));
    },
  );
});
