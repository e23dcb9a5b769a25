import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestFacts } from '../../../shared/documents/change-request/facts.ts';
import { firewallInput } from '../../../shared/documents/firewall/normalise.ts';
import type { Dialect, FirewallConfigInput, FirewallRule } from '../../../shared/documents/firewall/types.ts';
import { formatService } from '../../../shared/lib/service.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { anySite } from '../any-site.ts';
import { expectGolden } from '../golden.ts';
import { panzura, siteOf } from '../site-fixtures.ts';
import { flowKeys, type PermittedFlow } from './permitted.ts';

interface DialectUnderTest {
  /** Word of `--format`. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly read: (text: string) => readonly PermittedFlow[];
  /** True for an address that the language has words for. */
  readonly says: (address: string) => boolean;
  /** What a person does to a delta before it can be entered, with the configuration it meets at hand; nothing by default. */
  readonly fillIn?: (delta: string, before: string) => string;
  /** The test command that has to stand at a rule, e.g. `packet-tracer input`. */
  readonly verify: string;
}

/** Flows of rules, less those to or from what the language has no words for. */
function flowsOf(rules: readonly FirewallRule[], says: (address: string) => boolean): PermittedFlow[] {
  return rules.flatMap(({ from, to, services }) =>
    from.flatMap((source) =>
      to.flatMap((target) =>
        says(source.text) && says(target.text)
          ? services.map((service) => ({
              from: source.text,
              to: target.text,
              service: formatService(service),
            }))
          : [],
      ),
    ),
  );
}

/** The input of a dialect for a site file. */
function inputOf(file: SiteFile): FirewallConfigInput {
  const site = siteOf(file);
  const facts = requestFacts({
    ...{ catalog: panzura(), site, ruleSet: deriveRules(panzura(), site) },
    ...{ createdAt: '2026-11-17T08:40:00Z', version: '0.1.0', practice: false, siteName: 'any' },
  });
  return firewallInput(facts, '0'.repeat(64));
}

function inputOfFixture(name: string, change?: (json: Record<string, unknown>) => void): FirewallConfigInput {
  const { facts, digest } = requestOfSite(name, change);
  return firewallInput(facts, digest);
}

/** A site with everything that a language may have trouble with: families, names, wildcards, ranges, pings, NAT, zones. */
function difficultSite(json: Record<string, unknown>): void {
  const [node] = json['nodes'] as { lan: Record<string, unknown> }[];
  if (node !== undefined)
    node.lan = { ...node.lan, address6: '2001:db8:20::10/64', natAddress: '192.0.2.10' };
  json['customRules'] = [
    {
      id: 'mixed',
      title: 'Ports, a range and a ping',
      direction: 'out',
      port: 'lan',
      services: ['8000-8010/tcp', '5000/udp', 'icmp'],
      endpoints: [
        { address: '10.20.9.9', label: 'Scanner' },
        '10.60.0.0/24',
        '2001:db8:9::/48',
        '2001:db8:5::53',
        'a.store.example',
        '*.pds.example',
      ],
      level: 'optional',
      reason: 'Everything at once.',
    },
    {
      id: 'from-names',
      title: 'From names',
      direction: 'in',
      port: 'lan',
      services: ['443/tcp'],
      endpoints: ['*.only.example'],
      level: 'optional',
      reason: 'Only a wildcard.',
    },
  ];
}

const hostile = [
  `x"; drop 'y' \`id\` $(reboot) \\`,
  'line one\u2028permit ip any any',
  '\u0627\u0644\u0639\u0631\u0628\u064a\u0629 ! # ; % */ -->',
  'any',
  '?'.repeat(40),
  'L'.repeat(200),
];

/** Puts awkward texts wherever a site file takes free text. */
function hostileSite(text: string) {
  return (json: Record<string, unknown>): void => {
    difficultSite(json);
    json['customer'] = { name: text, site: text };
    json['request'] = { ...(json['request'] as object), justification: text };
    json['zones'] = [
      { name: text.slice(0, 60), addresses: ['10.20.0.0/24'] },
      { name: `${text.slice(0, 60)}!`, addresses: ['10.20.5.0/24'] },
    ];
    json['customRules'] = (json['customRules'] as Record<string, unknown>[]).map((rule) => ({
      ...rule,
      title: text,
      reason: text,
      endpoints: (rule['endpoints'] as (string | { address: string })[]).map((one) => ({
        address: typeof one === 'string' ? one : one.address,
        label: text,
      })),
    }));
  };
}

/** Inputs of sites with awkward texts in every free field, each with its text. */
export function hostileInputs(): [string, FirewallConfigInput][] {
  return hostile.map((text) => [text, inputOfFixture('gdansk-dc1', hostileSite(text))]);
}

/** What every dialect of command lines has to keep. */
export function dialectLaws({ name, dialect, read, says, fillIn, verify }: DialectUnderTest): void {
  const expectFlows = (text: string, rules: readonly FirewallRule[]): void => {
    expect(flowKeys(read(text))).toEqual(flowKeys(flowsOf(rules, says)));
  };

  describe(`${dialect.title}, law`, () => {
    it('writes the fixtures as they were reviewed', () => {
      expectGolden(`dialects/${name}-gdansk-dc1.txt`, dialect.write(inputOfFixture('gdansk-dc1')).text);
      expectGolden(
        `dialects/${name}-difficult.txt`,
        dialect.write(inputOfFixture('gdansk-dc1', difficultSite)).text,
      );
    });

    it('permits exactly the flows of the rules, at any site', () => {
      fc.assert(
        fc.property(anySite, (file) => {
          const input = inputOf(file);
          expectFlows(dialect.write(input).text, input.rules);
        }),
        { numRuns: 60, seed: 4 },
      );
    });

    it('writes every rule with id, number and test command, and every other with its reason', () => {
      for (const input of [inputOfFixture('gdansk-dc1', difficultSite), inputOfFixture('draft')]) {
        const { text, notExpressed } = dialect.write(input);
        for (const rule of input.rules) {
          expect(text).toContain(`Line ${rule.number}: ${rule.id}`);
          const unsaid = [...rule.from, ...rule.to].filter((one) => !says(one.text));
          const reasons = notExpressed.filter(({ id }) => id === rule.id).map(({ reason }) => reason);
          for (const address of unsaid) expect(reasons.join()).toContain(address.text);
          if (unsaid.length === 0) expect(reasons).toEqual([]);
        }
        const spaced = text.replace(/\s+/g, ' ');
        for (const { id, reason } of notExpressed) {
          expect(spaced).toContain(id);
          expect(spaced).toContain(reason.replaceAll('?', '_'));
        }
        for (const line of input.header) expect(text).toContain(line.replaceAll('?', '_'));
        expect(text).toContain(verify);
      }
    });

    it.each(hostileInputs())('is neither broken nor injected by a text such as %j', (_, input) => {
      const written = dialect.write(input).text;
      expectFlows(written, input.rules);
      expect(written).toMatch(/^[\x20-\x7e\n]*\n$/);
    });

    it('gives an object the same name in every revision, and no name to two objects', () => {
      const first = inputOfFixture('gdansk-dc1');
      const second = inputOfFixture('gdansk-dc1', difficultSite);
      const before = dialect.write(first).text;
      const removals = first.rules.map((rule): FirewallRule => ({ ...rule, change: 'remove' }));
      const delta = dialect.write({ ...second, rules: [...second.rules, ...removals] }).text;
      // The reader refuses a name with two meanings, and a second rule of one name.
      expectFlows(before + (fillIn?.(delta, before) ?? delta), second.rules);
    });

    it('takes out exactly the rules that a delta removes, and changes those that it changes', () => {
      const input = inputOfFixture('gdansk-dc1');
      const [removed, changed, ...kept] = input.rules;
      if (removed === undefined || changed === undefined) throw new Error('The fixture has too few rules.');
      const [address] =
        inputOfFixture('gdansk-dc1', difficultSite).rules.find(({ entry }) => entry === 'mixed')?.to ?? [];
      if (address === undefined) throw new Error('The fixture has no custom rule.');
      const after: FirewallRule = { ...changed, [changed.direction === 'out' ? 'to' : 'from']: [address] };
      const delta: FirewallConfigInput = {
        ...input,
        rules: [after, { ...changed, change: 'remove' }, { ...removed, change: 'remove' }],
      };
      const before = dialect.write(input).text;
      const written = dialect.write(delta).text;
      expect(written).toContain('REMOVE: ');
      expectFlows(before + (fillIn?.(written, before) ?? written), [after, ...kept]);
    });

    it('has no command that could be left out or added unnoticed, but remarks and logging', () => {
      const { text } = dialect.write(inputOfFixture('gdansk-dc1', difficultSite));
      const lines = text.split('\n');
      const meaning = (all: readonly string[]): string => {
        try {
          return flowKeys(read(all.join('\n'))).join('\n');
        } catch {
          return 'refused';
        }
      };
      const whole = meaning(lines);
      expect(whole).not.toBe('refused');
      const silent = lines.filter(
        (line, index) =>
          !/^([!#]|$)/.test(line) && meaning(lines.filter((_, other) => other !== index)) === whole,
      );
      for (const line of silent) expect(line).toMatch(/description|comment|remark| log/);
      expect(meaning([...lines, 'permit ip any any'])).toBe('refused');
    });

    it('says of a temporary rule that it is one', () => {
      const input = inputOfFixture('gdansk-dc1');
      const temporary = input.rules.filter((rule) => rule.temporary);
      expect(temporary.length).toBeGreaterThan(0);
      expect(dialect.write({ ...input, rules: temporary }).text).toContain('TEMPORARY');
    });

    it("names the other side's view of an address in comments only", () => {
      const input = inputOfFixture('gdansk-dc1', difficultSite);
      const { text } = dialect.write(input);
      expect(text).toContain('192.0.2.10');
      for (const flow of read(text)) expect([flow.from, flow.to]).not.toContain('192.0.2.10');
    });
  });
}
