import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestFacts } from '../../../shared/documents/change-request/facts.ts';
import { firewallInput } from '../../../shared/documents/firewall/normalise.ts';
import type {
  Dialect,
  FirewallAddress,
  FirewallConfigInput,
  FirewallRule,
} from '../../../shared/documents/firewall/types.ts';
import { formatService, type Service } from '../../../shared/lib/service.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import type { PartyInfo } from '../../../shared/rules/types.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { anySite } from '../any-site.ts';
import { expectGolden } from '../golden.ts';
import { panzura, siteOf } from '../site-fixtures.ts';
import { flowKeys, type PermittedFlow } from './permitted.ts';

const digest = 'a'.repeat(64);
const catalog = panzura();

/** A dialect, its independent reader, and what its language has words for. */
export interface CloudDialect {
  readonly golden: string;
  readonly dialect: Dialect;
  readonly read: (text: string) => readonly PermittedFlow[];
  readonly says: (flow: {
    readonly from: FirewallAddress;
    readonly to: FirewallAddress;
    readonly service: Service;
    readonly rule: FirewallRule;
  }) => boolean;
}

/** Of a site of the fixtures, `change` edits it first. */
export function inputOfSite(
  name: string,
  change?: (json: Record<string, unknown>) => void,
): FirewallConfigInput {
  return firewallInput(requestOfSite(name, change).facts, digest);
}

export function inputOf(site: Site): FirewallConfigInput {
  const ruleSet = deriveRules(catalog, site);
  const createdAt = '2026-11-17T08:40:00Z';
  return firewallInput(
    requestFacts({ catalog, site, ruleSet, createdAt, version: '0.1.0', practice: false, siteName: 'any' }),
    digest,
  );
}

/** A network of one address is that address: no reader can tell them apart. */
function hostText(text: string): string {
  return text.replace(text.includes(':') ? /\/128$/ : /\/32$/, '');
}

function flowsOf({ rules }: FirewallConfigInput, says: CloudDialect['says']): string[] {
  const flows: PermittedFlow[] = [];
  for (const rule of rules.filter(({ change }) => change === 'add'))
    for (const from of rule.from)
      for (const to of rule.to)
        for (const service of rule.services)
          if (says({ from, to, service, rule }))
            flows.push({ from: hostText(from.text), to: hostText(to.text), service: formatService(service) });
  return flowKeys(flows);
}

/** A line is incomplete when some of its flows have no words here: then it has to be in the list, and only then. */
function incompleteLines({ rules, waiting }: FirewallConfigInput, says: CloudDialect['says']): string[] {
  const incomplete = rules.filter(
    (rule) =>
      rule.change === 'add' &&
      rule.from.some((from) =>
        rule.to.some((to) => rule.services.some((service) => !says({ from, to, service, rule }))),
      ),
  );
  return [...new Set([...incomplete, ...waiting].map(({ id }) => id))].sort();
}

function expectExact({ dialect, read, says }: CloudDialect, input: FirewallConfigInput): void {
  const { text, notExpressed } = dialect.write(input);
  expect(flowKeys(read(text))).toEqual(flowsOf(input, says));
  expect([...new Set(notExpressed.map(({ id }) => id))].sort()).toEqual(incompleteLines(input, says));
}

export const hostileNames = [
  `a"b'c\`d\\e`,
  'two\nlines\r\n} resource "x" "y" {',
  '$(reboot) ${file("/etc/passwd")} %{ if true }x%{ endif }',
  '\u202Egnitfel-ot-thgir\u202C and \u2066isolated\u2069',
  'long '.repeat(40),
  '*/ --> # ; ! % & | < >',
  '- name: evil\n  action: accept',
  '日本語 Ελληνικά Кириллица',
];

/** A request with such a name wherever a name can stand, also where the site file would refuse it. */
export function hostileInput(name: string): FirewallConfigInput {
  const { facts } = requestOfSite('gdansk-dc1', (json) => {
    json['customRules'] = [
      {
        ...{ id: 'icap', title: 'ICAP', direction: 'out', port: 'lan', reason: 'Scan.' },
        services: ['1344/tcp', 'icmp'],
        endpoints: ['10.77.1.1', '10.77.0.0/16', '2001:db8:77::1', 'scan.example', '*.scan.example'],
      },
    ];
  });
  const { site } = facts;
  const named = (parties: readonly PartyInfo[]): PartyInfo[] =>
    parties.map((party) => ({ ...party, label: name, node: party.node === null ? null : name }));
  return firewallInput(
    {
      ...facts,
      site: {
        ...site,
        customer: { ...site.customer, name, site: name },
        request: { ...site.request, number: name, revision: name },
        zones: site.zones.map((zone) => ({ ...zone, name })),
      },
      lines: facts.lines.map(({ line, ...place }) => ({
        ...place,
        line: {
          ...line,
          ...{ node: name, title: name, why: { ...line.why, purpose: name } },
          ...{ from: named(line.from), to: named(line.to) },
        },
      })),
    },
    digest,
  );
}

/** What holds for every dialect. */
export function testDialect(cloud: CloudDialect): void {
  const { golden, dialect, read, says } = cloud;

  test('is written as the golden file shows', () => {
    expectGolden(`dialects/${golden}`, dialect.write(inputOfSite('gdansk-dc1')).text);
  });

  test.each(['gdansk-dc1', 'szczecin-dc1', 'draft'])('permits exactly what it can say of %s', (name) => {
    const input = inputOfSite(name);
    expectExact(cloud, input);
    expect(dialect.write(input)).toEqual(dialect.write(input));
  });

  test.each(hostileNames)('takes the name %j as a name only', (name) => {
    const input = hostileInput(name);
    expectExact(cloud, input);
    const { text } = dialect.write(input);
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
    const commands = text.split('\n').filter((line) => !line.trim().startsWith('#'));
    expect(commands.join('\n')).not.toMatch(/\$[{(]|%\{/);
  });

  test('a removal takes nothing else away and permits nothing', () => {
    const whole = inputOfSite('gdansk-dc1');
    const removed = whole.rules.map((rule): FirewallRule => ({ ...rule, change: 'remove' }));
    expect(read(dialect.write({ ...whole, rules: removed }).text)).toEqual([]);
    const half = whole.rules.map((rule, index): FirewallRule =>
      index % 2 === 0 ? { ...rule, change: 'remove' } : rule,
    );
    const delta = dialect.write({ ...whole, rules: half });
    expect(flowKeys(read(delta.text))).toEqual(flowsOf({ ...whole, rules: half }, says));
  });
}

/** The same over random sites, for several dialects at once. */
export function testRandomSites(clouds: readonly CloudDialect[], numRuns: number): void {
  test(`each permits exactly what it can say of ${numRuns} random sites`, () => {
    let flows = 0;
    fc.assert(
      fc.property(anySite, (file) => {
        const input = inputOf(siteOf(file));
        for (const cloud of clouds) {
          expectExact(cloud, input);
          flows += flowsOf(input, cloud.says).length;
        }
      }),
      { numRuns },
    );
    expect(flows).toBeGreaterThan(numRuns * 50);
  }, 120_000);
}
