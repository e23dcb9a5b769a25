import { describe, expect, it, test } from 'vitest';
import { iptables } from '../../../../shared/documents/firewall/iptables.ts';
import { nftables } from '../../../../shared/documents/firewall/nftables.ts';
import { pf } from '../../../../shared/documents/firewall/pf.ts';
import type { FirewallAddress, FirewallRule } from '../../../../shared/documents/firewall/types.ts';
import { windowsFirewall } from '../../../../shared/documents/firewall/windows-firewall.ts';
import {
  inputOfSite,
  testDialect,
  testRandomSites,
  type CloudDialect,
} from '../../../helpers/dialects/cloud-laws.ts';
import { readIptables } from '../../../helpers/dialects/iptables.ts';
import { readNftables } from '../../../helpers/dialects/nftables.ts';
import { flowKeys } from '../../../helpers/dialects/permitted.ts';
import { readPf } from '../../../helpers/dialects/pf.ts';
import { readWindowsFirewall } from '../../../helpers/dialects/windows-firewall.ts';

const isIp = ({ address }: FirewallAddress): boolean => address.kind === 'host' || address.kind === 'network';

const filters: readonly CloudDialect[] = [
  {
    golden: 'nftables-gdansk-dc1.nft',
    dialect: nftables,
    read: readNftables,
    says: ({ from, to }) => isIp(from) && isIp(to),
  },
  {
    golden: 'iptables-gdansk-dc1.iptables',
    dialect: iptables,
    read: readIptables,
    says: ({ from, to }) => isIp(from) && isIp(to),
  },
  {
    golden: 'pf-gdansk-dc1.pf.conf',
    dialect: pf,
    read: readPf,
    says: ({ from, to }) => isIp(from) && isIp(to),
  },
  {
    golden: 'windows-firewall-gdansk-dc1.ps1',
    dialect: windowsFirewall,
    read: readWindowsFirewall,
    says: ({ from, to, rule }) =>
      isIp(from) && isIp(to) && (rule.direction === 'out' ? to : from).node === null,
  },
];

/** Everything that may go wrong in one line: overlapping ports and addresses, many ports, both transports, a ping. */
function awkward(json: Record<string, unknown>): void {
  const [node] = json['nodes'] as { lan: Record<string, unknown> }[];
  if (node !== undefined)
    node.lan = { ...node.lan, address6: '2001:db8:20::10/64', natAddress: '192.0.2.10' };
  json['customRules'] = [
    {
      ...{ id: '3-all', title: "O'Brien's", direction: 'out', port: 'lan', reason: 'All.' },
      services: [
        ...Array.from({ length: 17 }, (_, index) => `${9000 + 2 * index}/tcp`),
        ...['8000-8010/tcp', '8005-8020/tcp', '8005/tcp', '5000-5001/udp', 'icmp'],
      ],
      endpoints: [
        ...['10.60.0.0/24', '10.60.0.7', '10.60.0.0/25', '10.61.0.1/32', '2001:db8:9::/48', '2001:db8:9::1'],
        ...['a.store.example', '*.pds.example'],
      ],
      level: 'optional',
    },
  ];
}

describe.each(filters.map((filter) => ({ title: filter.dialect.title, filter })))(
  '$title',
  ({ filter: { dialect, read, says, golden }, filter }) => {
    testDialect(filter);

    it('says beside each rule its line, why it is asked for, and how to see it at work', () => {
      const input = inputOfSite('gdansk-dc1');
      const { text } = dialect.write(input);
      for (const { number, id, reason } of input.rules) {
        expect(text).toContain(`Line ${number}: ${id}`);
        expect(text).toContain(`Why: ${reason}`);
      }
      const verify = {
        nftables: 'Verify: nft list chain inet gatecheck gc-ntp.gdn-1.out.lan.v4.required',
        'iptables-save': 'Verify: iptables -C GC-ntp-',
        pf: 'Verify: pfctl -a gatecheck/FCR-2026-014-A -vsr | grep -A 3 gc-ntp.gdn-1.out.lan.v4.required',
        'Windows Firewall': "Verify: Get-NetFirewallRule -Name 'gc-ntp.gdn-1.out.lan.v4.required.udp'",
      }[dialect.title];
      expect(text).toContain(verify ?? 'a verify command');
    });

    it('writes overlapping ports and networks, more ports than one match takes, and pings', () => {
      const input = inputOfSite('gdansk-dc1', awkward);
      const { text, notExpressed } = dialect.write(input);
      const wanted = input.rules.flatMap((rule) =>
        rule.from.flatMap((from) =>
          rule.to.flatMap((to) =>
            rule.services
              .filter((service) => says({ from, to, service, rule }))
              .map((service) => ({
                from: from.text,
                to: to.text.replace(/\/32$/, ''),
                service:
                  service.kind === 'icmp'
                    ? 'icmp'
                    : `${service.first === service.last ? service.first : `${service.first}-${service.last}`}/${service.transport}`,
              })),
          ),
        ),
      );
      const found = read(text).map(({ to, ...rest }) => ({ ...rest, to: to.replace(/\/32$/, '') }));
      expect(flowKeys(found)).toEqual(flowKeys(wanted));
      for (const name of ['a.store.example', '*.pds.example']) {
        const said = notExpressed.filter(({ reason }) => reason.includes(`${name} is not expressible here`));
        expect(said.map(({ id }) => id)).toEqual(['3-all.gdn-1.out.lan.name.optional']);
        expect(text).toContain(`NOT WRITTEN: line ${said[0]?.number ?? ''}, ${said[0]?.id ?? ''}: ${name}`);
      }
      // Seen from the other side: a remark, never a rule.
      expect(text).toContain('NAT: 10.20.0.10 is seen as 192.0.2.10');
      expect(JSON.stringify(found)).not.toContain('192.0.2.10');
    });

    it('has no command that its reader would overlook', () => {
      const { text } = dialect.write(inputOfSite('gdansk-dc1'));
      expect(() => read(`${text}permit ip any any\n`)).toThrow();
      expect(golden).toContain(dialect.extension);
    });

    test('no file says any, and none waits for an address in silence', () => {
      const input = inputOfSite('draft');
      const { text, notExpressed } = dialect.write(input);
      expect(input.waiting.length).toBeGreaterThan(3);
      for (const { id } of input.waiting) {
        expect(text).toContain(id);
        expect(notExpressed.map((one) => one.id)).toContain(id);
      }
      const commands = text.split('\n').filter((line) => !line.trim().startsWith('#'));
      expect(commands.join('\n')).not.toMatch(/\b(any|all)\b|0\.0\.0\.0|::\/0/i);
    });
  },
);

describe('The packet filters', () => {
  testRandomSites(filters, 100);
});

describe.each([
  { title: 'nftables', dialect: nftables, read: readNftables },
  { title: 'iptables', dialect: iptables, read: readIptables },
  { title: 'Windows Firewall', dialect: windowsFirewall, read: readWindowsFirewall },
])('a delta in $title, loaded after the revision before', ({ dialect, read }) => {
  it('takes out what is removed, changes what is changed, and leaves the rest alone', () => {
    const input = inputOfSite('gdansk-dc1');
    const [removed, changed, ...kept] = input.rules.filter(
      ({ family, from, to }) => family === 'v4' && [...from, ...to].every(({ node }) => node !== 'none'),
    );
    if (removed === undefined || changed === undefined) throw new Error('The fixture has too few rules.');
    const [address] = kept.find(({ entry }) => entry === 'ntp')?.to ?? [];
    if (address === undefined) throw new Error('The fixture has no NTP server.');
    const after: FirewallRule = { ...changed, [changed.direction === 'out' ? 'to' : 'from']: [address] };
    const before = dialect.write(input).text;
    const delta = dialect.write({
      ...input,
      name: 'FCR-2026-014-B',
      rules: [after, { ...changed, change: 'remove' }, { ...removed, change: 'remove' }],
    }).text;
    const names = input.rules.filter(({ family }) => family === 'name');
    const whole = dialect.write({ ...input, rules: [after, ...kept, ...names] }).text;
    expect(delta).toContain('REMOVE: ');
    expect(flowKeys(read(before + delta))).toEqual(flowKeys(read(whole)));
    expect(flowKeys(read(before + delta))).not.toEqual(flowKeys(read(before)));
  });
});

describe('a delta in pf', () => {
  it('names the labels to take out, because an anchor is loaded as a whole', () => {
    const input = inputOfSite('gdansk-dc1');
    const [removed] = input.rules;
    if (removed === undefined) throw new Error('The fixture has no rule.');
    const { text } = pf.write({ ...input, rules: [{ ...removed, change: 'remove' }] });
    expect(text).toContain(`#   label "gc-${removed.id}"`);
    expect(readPf(text)).toEqual([]);
    expect(pf.write(input).text).toContain(`label "gc-${removed.id}"`);
  });
});
