import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressGroupName,
  addressObjectName,
  ruleObjectName,
  serviceGroupName,
} from '../../../../shared/documents/firewall/object-names.ts';
import type { FirewallAddress, FirewallRule } from '../../../../shared/documents/firewall/types.ts';
import { formatEndpointAddress, parseEndpointAddress } from '../../../../shared/lib/endpoint-address.ts';
import { parseService } from '../../../../shared/lib/service.ts';

function addressOf(text: string): FirewallAddress {
  const parsed = parseEndpointAddress(text);
  if (!parsed.ok) throw new Error(parsed.error);
  const { value: address } = parsed;
  return {
    address,
    text: formatEndpointAddress(address),
    natAddress: null,
    label: '',
    node: null,
    zone: null,
  };
}

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9_-]{0,20}[a-z0-9])?$/);
const long = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{40,60}[a-z0-9])$/);
const domain = fc
  .tuple(
    fc.array(fc.oneof(label, long), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('example', 'a.test'),
  )
  .map(([labels, end]) => [...labels, end].join('.'));
const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('10.0.0.0/32', '10.0.0.0', '10.0.0.0/8', '2001:db8::/32', '2001:db8::', '2001:db8::/128'),
  domain,
  domain.map((name) => `*.${name}`),
);

describe('names of objects', () => {
  it('never name two different addresses, and stay within the length and letters that devices take', () => {
    fc.assert(
      fc.property(fc.array(address, { minLength: 2, maxLength: 30 }), (texts) => {
        const byName = new Map<string, string>();
        for (const one of texts.map(addressOf)) {
          const name = addressObjectName(one);
          expect(name).toMatch(/^gc-[A-Za-z0-9._-]{1,60}$/);
          expect(byName.get(name) ?? one.text).toBe(one.text);
          byName.set(name, one.text);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('tell a name from a pattern, a host from a network, and names that differ in one sign', () => {
    const texts = [
      'pds.example',
      '*.pds.example',
      'pds-example.test',
      'pds.example.test',
      'pds_example.test',
      '10.0.0.0',
      '10.0.0.0/32',
      `${'a'.repeat(63)}.${'b'.repeat(63)}.example`,
      `${'a'.repeat(63)}.${'b'.repeat(62)}c.example`,
    ];
    expect(new Set(texts.map((text) => addressObjectName(addressOf(text)))).size).toBe(texts.length);
  });

  it('of groups are made of their members, in any order, and of nothing else', () => {
    const [a, b, c] = [addressOf('10.0.0.1'), addressOf('10.0.0.2'), addressOf(`${'x'.repeat(63)}.example`)];
    expect(addressGroupName([a, b])).toBe(addressGroupName([b, { ...a, label: 'dc1', zone: 'CORE' }]));
    expect(addressGroupName([a, b])).not.toBe(addressGroupName([a, c]));
    expect(addressGroupName([c, { ...c, text: 'y.example' }]).length).toBeLessThanOrEqual(63);
    const services = ['80/tcp', '8000-8010/udp'].flatMap((text) => {
      const service = parseService(text);
      return service.ok ? [service.value] : [];
    });
    expect(serviceGroupName(services, 'v4')).toBe(serviceGroupName([...services].reverse(), 'v4'));
  });

  it('of rules keep to 35 characters where a device asks for that, and stay apart', () => {
    const ids = ['required', 'optional', 'as-published'].map(
      (level) => `object-store.gdn-1.out.wan.name.${level}`,
    );
    const names = ids.flatMap((id) => [0, 1].map((part) => ruleObjectName({ id } as FirewallRule, part, 35)));
    expect(new Set(names).size).toBe(6);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(35);
  });
});
