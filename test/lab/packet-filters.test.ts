import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iptables } from '../../shared/documents/firewall/iptables.ts';
import { nftables } from '../../shared/documents/firewall/nftables.ts';
import { revisionsOfSite } from '../helpers/dialects/revisions.ts';
import type { Namespaces, Role } from './namespaces.ts';
import { makeNamespaces, run, sweepLeftovers } from './namespaces.ts';
import { labMissing } from './preconditions.ts';

/** Gives the first custom rule other counterparts. */
const counterparts =
  (...endpoints: string[]) =>
  (json: Record<string, unknown>): void => {
    const [rule, ...others] = json['customRules'] as Record<string, unknown>[];
    json['customRules'] = [{ ...rule, endpoints }, ...others];
  };

/** Both families change: the node has an IPv6 address, and the custom rule has other IPv6 counterparts in B. */
const { first, delta, whole } = revisionsOfSite(
  (json) => {
    const [node] = json['nodes'] as { lan: Record<string, unknown> }[];
    if (node !== undefined) node.lan = { ...node.lan, address6: '2001:db8:20::10/64' };
    counterparts('10.20.9.9', '10.60.0.0/24', '2001:db8:9::/48', '2001:db8:5::53')(json);
  },
  counterparts('10.20.9.9', '10.60.0.0/24', '2001:db8:5::53', '2001:db8:5::54', '2001:db8:7::/64'),
);

const ipv6Part = (text: string): string =>
  text
    .split('\n')
    .flatMap((line) => (line.startsWith('#6 ') ? [`${line.slice(3)}\n`] : []))
    .join('');

/** What each filter does with a file, and how its accepting rules are listed: the chain, then the rule. */
const filters = [
  {
    title: 'nftables',
    text: (input: typeof first) => nftables.write(input).text,
    load: ['nft', '-f', '-'],
    list: ['nft', '-s', 'list', 'table', 'inet', 'gatecheck'],
    rules: nftRules,
  },
  {
    title: 'iptables',
    text: (input: typeof first) => iptables.write(input).text,
    load: ['iptables-restore', '--noflush'],
    list: ['iptables-save', '-t', 'filter'],
    rules: iptablesRules,
  },
  {
    title: 'ip6tables',
    text: (input: typeof first) => ipv6Part(iptables.write(input).text),
    load: ['ip6tables-restore', '--noflush'],
    list: ['ip6tables-save', '-t', 'filter'],
    rules: iptablesRules,
  },
];

/** Accepting rules of chains that are jumped to; a set stands for what it holds. */
function nftRules(listing: string): string[] {
  const sets = new Map<string, string>();
  for (const [, name = '', elements = ''] of listing.matchAll(
    /set (\S+) \{[^{}]*elements = \{([^}]*)\}\s*\}/g,
  ))
    sets.set(name, elements.trim().split(/,\s*/).sort().join(' '));
  const jumps = new Set([...listing.matchAll(/jump (\S+)/g)].map(([, target]) => target));
  return [...listing.matchAll(/chain (\S+) \{([^}]*(?:\{[^}]*\}[^}]*)*?)\n\t\}/g)].flatMap(
    ([, chain = '', body = '']) =>
      body
        .split('\n')
        .filter((line) => line.includes(' accept ') && jumps.has(chain))
        .map(
          (line) => `${chain} ${line.trim().replace(/@(\S+)/g, (_, set: string) => sets.get(set) ?? set)}`,
        ),
  );
}

function iptablesRules(listing: string): string[] {
  const lines = listing.split('\n');
  const jumps = new Set(lines.flatMap((line) => /^-A \S+ -j (GC-\S+)$/.exec(line)?.[1] ?? []));
  return lines.filter((line) => / -j ACCEPT$/.test(line) && jumps.has(line.split(' ')[1] ?? ''));
}

describe.skipIf(labMissing() !== null)('a delta, loaded after revision A', () => {
  let namespaces: Namespaces;
  beforeAll(async () => {
    sweepLeftovers();
    namespaces = await makeNamespaces([]);
  });
  afterAll(() => {
    namespaces.remove();
  });

  it.each(filters)('leaves in $title the rules of revision B, and no other', async (filter) => {
    const after = async (role: Role, inputs: readonly (typeof first)[]): Promise<string[]> => {
      for (const input of inputs) await namespaces.feed(role, filter.load, filter.text(input));
      const { stdout } = await run(['ip', 'netns', 'exec', namespaces.names[role], ...filter.list]);
      return filter.rules(stdout).sort();
    };
    const before = await after('firewall', [first]);
    const changed = await after('firewall', [delta]);
    const fresh = await after('servers', [whole]);
    expect(fresh.length).toBeGreaterThan(filter.title === 'ip6tables' ? 1 : 20);
    expect(changed).toEqual(fresh);
    expect(changed).not.toEqual(before);
  });
});
