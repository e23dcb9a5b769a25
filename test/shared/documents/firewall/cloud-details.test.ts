import { describe, expect, test } from 'vitest';
import { aerleon } from '../../../../shared/documents/firewall/aerleon.ts';
import { azureNsg } from '../../../../shared/documents/firewall/azure-nsg.ts';
import { gcp } from '../../../../shared/documents/firewall/gcp.ts';
import { mud } from '../../../../shared/documents/firewall/mud.ts';
import { terraformAws } from '../../../../shared/documents/firewall/terraform-aws.ts';
import type {
  FirewallAddress,
  FirewallConfigInput,
  FirewallRule,
} from '../../../../shared/documents/firewall/types.ts';
import { textFormats } from '../../../../shared/documents/text-formats.ts';
import { parseEndpointAddress } from '../../../../shared/lib/endpoint-address.ts';
import { parseService } from '../../../../shared/lib/service.ts';
import { readHcl } from '../../../helpers/dialects/hcl.ts';
import { readMud } from '../../../helpers/dialects/mud.ts';
import { readTerraformAws } from '../../../helpers/dialects/terraform-aws.ts';
import { requestOfSite } from '../request-of-site.ts';

function address(text: string, node: string | null = null): FirewallAddress {
  const parsed = parseEndpointAddress(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return { address: parsed.value, text, natAddress: null, label: '', node, zone: null };
}

/** A line of the node gdn-1, 10.20.0.10. */
function rule(
  far: readonly FirewallAddress[],
  services: readonly string[],
  parts: Partial<FirewallRule> = {},
): FirewallRule {
  const own = [address('10.20.0.10', 'gdn-1')];
  const out = (parts.direction ?? 'out') === 'out';
  return {
    ...{ id: 'dns.gdn-1.out.lan.v4.required', number: 1, change: 'add', entry: 'dns', node: 'gdn-1' },
    ...{ title: 'DNS', reason: 'Names.', direction: 'out', port: 'lan', family: 'v4', level: 'required' },
    ...{ from: out ? own : far, to: out ? far : own, temporary: false },
    services: services.flatMap((text) => {
      const service = parseService(text);
      return service.ok ? [service.value] : [];
    }),
    ...parts,
  };
}

function input(...rules: readonly FirewallRule[]): FirewallConfigInput {
  return {
    header: ['REVIEW BEFORE USE.'],
    createdAt: '2026-11-17T08:40:00Z',
    rules,
    waiting: [],
    name: 'FCR-1-A',
  };
}

const peer = rule([address('10.30.0.10', 'krk-1')], ['22/tcp'], { id: 'peer.gdn-1.out.lan.v4.required' });

describe('A flow between two nodes of the site', () => {
  test('is an outbound rule of the first node and an inbound rule of the second one', () => {
    const labels = (text: string): string[] =>
      readHcl(text)
        .filter(({ type }) => type === 'resource')
        .map((block) => block.labels.join(' '));
    expect(labels(terraformAws.write(input(peer)).text)).toEqual([
      'aws_security_group node_gdn_1_lan_10_20_0_10',
      'aws_security_group node_krk_1_10_30_0_10',
      'aws_vpc_security_group_egress_rule node_gdn_1_lan_10_20_0_10_out_22_tcp_10_30_0_10',
      'aws_vpc_security_group_ingress_rule node_krk_1_10_30_0_10_in_22_tcp_10_20_0_10',
    ]);
    expect(labels(azureNsg.write(input(peer)).text)).toHaveLength(2);
    expect(labels(gcp.write(input(peer)).text)).toHaveLength(2);
  });

  test('stands in both lists of the MUD file, with its replies', () => {
    const file = JSON.parse(mud.write(input(peer)).text) as {
      'ietf-access-control-list:acls': { acl: { name: string; aces: { ace: { name: string }[] } }[] };
    };
    expect(
      file['ietf-access-control-list:acls'].acl.map(({ name, aces }) => [
        name,
        aces.ace.map((one) => one.name),
      ]),
    ).toEqual([
      ['from-device-v4', ['peer.gdn-1.out.lan.v4.required.1', 'peer.gdn-1.out.lan.v4.required.2.r']],
      ['to-device-v4', ['peer.gdn-1.out.lan.v4.required.1.r', 'peer.gdn-1.out.lan.v4.required.2']],
    ]);
  });
});

describe('AWS security groups', () => {
  test('never hold for an address that a line does not name: each address of a node has a group of its own', () => {
    const virtual = rule([address('10.20.9.0/24')], ['445/tcp'], {
      ...{ id: 'smb.gdn-1.in.lan.v4.required', direction: 'in' },
      to: [address('10.20.0.10', 'gdn-1'), address('10.20.0.12', 'gdn-1')],
    });
    const dns = rule([address('10.20.5.53')], ['53/udp']);
    expect(readTerraformAws(terraformAws.write(input(virtual, dns)).text)).toEqual([
      { from: '10.20.9.0/24', to: '10.20.0.10', service: '445/tcp' },
      { from: '10.20.9.0/24', to: '10.20.0.12', service: '445/tcp' },
      { from: '10.20.0.10', to: '10.20.5.53', service: '53/udp' },
    ]);
  });

  test('write a flow that two lines ask for once, and verify both lines by it', () => {
    const again = rule([address('10.20.5.53')], ['53/udp'], {
      id: 'names.gdn-1.out.lan.v4.optional',
      number: 2,
    });
    const { text, notExpressed } = terraformAws.write(
      input(rule([address('10.20.5.53')], ['53/udp']), again),
    );
    expect(text.match(/^resource "aws_vpc/gm)).toHaveLength(1);
    expect(text).toContain('# Written for line 1, dns.gdn-1.out.lan.v4.required, too:');
    expect(text.match(/Values=dns\.gdn-1\.out\.lan\.v4\.required$/gm)).toHaveLength(2);
    expect(notExpressed).toEqual([]);
  });

  test('permit the echo request, not all of ICMP, in either family', () => {
    const six = rule([address('2001:db8:9::1')], ['icmp'], {
      ...{ id: 'ping.gdn-1.out.lan.v6.optional', family: 'v6', from: [address('2001:db8::10', 'gdn-1')] },
    });
    const { text } = terraformAws.write(input(rule([address('10.20.5.53')], ['icmp']), six));
    expect(text).toMatch(/ip_protocol +=  *"icmp"\n +from_port +=  *8\n +to_port +=  *0\n/);
    expect(text).toMatch(/ip_protocol +=  *"icmpv6"\n +from_port +=  *128\n +to_port +=  *0\n/);
  });

  test('say when a group has more rules than AWS takes', () => {
    const many = Array.from({ length: 61 }, (_, index) => address(`10.20.5.${index + 1}`));
    expect(terraformAws.write(input(rule(many, ['53/udp']))).text).toContain(
      '# QUOTA: 61 x aws_vpc_security_group_egress_rule of node_gdn_1_lan_10_20_0_10; the usual quota is 60.',
    );
  });
});

describe('Azure network security groups', () => {
  test('take a host beside its own network in a rule of its own', () => {
    const { text } = azureNsg.write(
      input(rule([address('10.20.5.0/24'), address('10.20.5.53')], ['53/udp'])),
    );
    expect(text.match(/destination_address_prefixes = .*/g)).toEqual([
      'destination_address_prefixes = ["10.20.5.0/24"]',
      'destination_address_prefixes = ["10.20.5.53/32"]',
    ]);
  });

  test('are verified with the packet of each transport', () => {
    const { text } = azureNsg.write(input(rule([address('10.20.5.53')], ['53/tcp', '53/udp'])));
    expect(text).toContain(
      '# Verify: az network watcher test-ip-flow --direction Outbound --protocol UDP --local 10.20.0.10:60000 --remote 10.20.5.53:53 --vm gdn-1 --resource-group PLACEHOLDER\n',
    );
  });

  test('say when a group has more rules than Azure takes', () => {
    const many = Array.from({ length: 1001 }, (_, index) =>
      rule([address('10.20.5.53')], ['53/udp'], {
        id: `dns-${index}.gdn-1.out.lan.v4.required`,
        number: index + 1,
      }),
    );
    expect(azureNsg.write(input(...many)).text).toContain(
      '# TOO MANY: 1001 rules for gdn-1; a group takes 1000.',
    );
  });
});

test.each([
  ['Azure', azureNsg],
  ['Google Cloud', gcp],
])('%s cannot tell a ping from other ICMP: the ports are written, the ping is named', (_, dialect) => {
  const { text, notExpressed } = dialect.write(input(rule([address('10.20.5.53')], ['53/udp', 'icmp'])));
  expect(notExpressed).toHaveLength(1);
  expect(notExpressed[0]?.reason).toContain('permits all of ICMP or none of it');
  expect(text).toContain('# NOT WRITTEN: line 1, dns.gdn-1.out.lan.v4.required:');
  expect(text.toLowerCase()).not.toMatch(/protocol += "icmp/);
  expect(text.match(/^resource /gm)).toHaveLength(1);
});

test('Google Cloud and MUD take names, apart from addresses; no dialect takes patterns', () => {
  const cloud = rule([address('store.cloud.example'), address('*.pds.example')], ['443/tcp'], {
    family: 'name',
  });
  const policy = gcp.write(input(cloud));
  expect(policy.text).toContain('dest_fqdns    = ["store.cloud.example"]');
  expect(policy.notExpressed).toHaveLength(1);
  expect(readMud(mud.write(input(cloud)).text)).toEqual([
    { from: '10.20.0.10', to: 'store.cloud.example', service: '443/tcp' },
  ]);
  for (const dialect of [terraformAws, azureNsg, aerleon]) {
    const { text, notExpressed } = dialect.write(input(cloud));
    expect(notExpressed.map(({ reason }) => reason).join(' ')).toContain('*.pds.example');
    expect(text).not.toMatch(/^(resource|filters:)/m);
  }
});

describe('A line that was changed', () => {
  const before = rule([address('10.20.5.53'), address('10.20.5.54')], ['53/udp'], { change: 'remove' });
  const after = rule([address('10.20.5.53')], ['53/udp']);

  test('keeps what is asked for again, and names what goes', () => {
    const { text } = terraformAws.write(input(before, after));
    expect(text).toContain(
      '# aws_vpc_security_group_egress_rule.node_gdn_1_lan_10_20_0_10_out_53_udp_10_20_5_54\n',
    );
    expect(text).not.toContain(
      '# aws_vpc_security_group_egress_rule.node_gdn_1_lan_10_20_0_10_out_53_udp_10_20_5_53\n',
    );
    for (const dialect of [azureNsg, gcp, aerleon])
      expect(dialect.write(input(before, after)).text).toContain('# Nothing to delete: its ');
  });

  test('leaves a MUD file that says only what is asked for now, and names the removal', () => {
    const { text, notExpressed } = mud.write(input(before, after));
    expect(readMud(text)).toEqual([{ from: '10.20.0.10', to: '10.20.5.53', service: '53/udp' }]);
    expect(notExpressed.map(({ reason }) => reason).join('')).toContain(
      'no word for what it may no longer do',
    );
  });
});

test('A MUD file keeps the limits of its names and of its description, for the longest ids too', () => {
  const id = `${'x'.repeat(90)}.gdn-1.out.lan.v4.required`;
  const many = [address('10.20.5.53'), address('10.20.5.54')];
  const written = mud.write({
    ...input(rule(many, ['53/tcp'], { id }), rule(many, ['53/tcp'], { id: `${id}-too` })),
    name: 'N'.repeat(200),
    header: ['PRACTICE: no real network.', 'DRAFT: not for implementation.'],
  });
  expect(readMud(written.text)).toHaveLength(4);
  expect(written.text).toContain('"systeminfo": "PRACTICE, DRAFT, REVIEW BEFORE USE: ');
});

test('what a MUD file leaves out is told beside it, because it takes no remarks', () => {
  const request = requestOfSite('gdansk-dc1', (json) => {
    json['customRules'] = [
      {
        ...{ id: 'scan', title: 'Scan', direction: 'out', port: 'lan', reason: 'Scan.' },
        ...{ services: ['443/tcp'], endpoints: ['*.scan.example'] },
      },
    ];
  });
  const place = request.facts.lines.find(({ line }) => line.entry === 'scan')?.number;
  expect(textFormats.mud.write(request).remarks).toContain(
    `line ${place ?? 0}: A MUD file takes no name patterns: *.scan.example.`,
  );
  expect(textFormats.aerleon.write(request).remarks).toEqual([
    expect.stringContaining('The file says at each of them why.'),
  ]);
});

test.each([terraformAws, azureNsg, gcp, aerleon, mud])(
  '$title never writes a network that means any address, even if it is asked to',
  (dialect) => {
    for (const any of ['0.0.0.0/0', '::/0']) {
      const { text, notExpressed } = dialect.write(input(rule([address(any)], ['443/tcp'])));
      expect(notExpressed.map(({ reason }) => reason)).toEqual([`${any} means any address.`]);
      expect(text).not.toMatch(/^resource|^filters:|"forwarding"/m);
    }
  },
);
