import { describe, expect, it } from 'vitest';
import { asa } from '../../../../shared/documents/firewall/asa.ts';
import { fortios } from '../../../../shared/documents/firewall/fortios.ts';
import { junos } from '../../../../shared/documents/firewall/junos.ts';
import { firewallInput } from '../../../../shared/documents/firewall/normalise.ts';
import { panos } from '../../../../shared/documents/firewall/panos.ts';
import type { FirewallRule } from '../../../../shared/documents/firewall/types.ts';
import { byZonePairs, zoneNames } from '../../../../shared/documents/firewall/zones.ts';
import { requestOfSite } from '../request-of-site.ts';

function inputWithZones(zones: readonly { name: string; addresses: string[] }[]) {
  const { facts, digest } = requestOfSite('gdansk-dc1', (json) => {
    json['zones'] = zones;
  });
  return firewallInput(facts, digest);
}

/** The first rule, with its sources and destinations in these zones. */
function ruleBetween(from: readonly (string | null)[], to: readonly (string | null)[]): FirewallRule {
  const [rule] = inputWithZones([]).rules;
  const [source] = rule?.from ?? [];
  const [target] = rule?.to ?? [];
  if (rule === undefined || source === undefined || target === undefined) throw new Error('No rule.');
  return {
    ...rule,
    from: from.map((zone, index) => ({ ...source, zone, text: `10.1.0.${index}` })),
    to: to.map((zone, index) => ({ ...target, zone, text: `10.2.0.${index}` })),
  };
}

function namesOf(zones: readonly string[], most = 63): string[] {
  const rules = zones.map((zone) => ruleBetween([zone], ['OTHER']));
  const names = zoneNames(rules, most);
  return rules.map((rule) => {
    const [part] = byZonePairs(rule);
    if (part === undefined) throw new Error('No part.');
    return names.source(part, rule);
  });
}

describe('names of zones', () => {
  it('stay as they are when a device takes them', () => {
    expect(namesOf(['CORE', 'dmz-2', 'users_1'])).toEqual(['CORE', 'dmz-2', 'users_1']);
  });

  it('never become a word that means every zone, or the device itself', () => {
    for (const word of ['any', 'Any', 'ALL', 'junos-host', 'global', 'multicast'])
      expect(namesOf([word])).toEqual([`zone-${word}`]);
  });

  it('are no placeholder by themselves', () => {
    expect(namesOf(['PLACEHOLDER-LAN'])).toEqual(['zone-PLACEHOLDER-LAN']);
  });

  it('stay apart when they would look alike, and keep to the length that the device takes', () => {
    const names = namesOf(['Lager 1', 'Lager/1', 'L'.repeat(60), `${'L'.repeat(60)}2`], 31);
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,30}$/);
  });

  it('are explained where they had to be changed', () => {
    expect(zoneNames([ruleBetween(['Lager 1'], ['CORE'])], 31).remarks).toEqual([
      'The zone Lager 1 is written zone-Lager-1. Put in the name that your device knows it by.',
    ]);
  });
});

describe('a rule over several zones', () => {
  const rule = ruleBetween(['A', 'B', 'A'], ['C', null]);

  it('becomes one part for each pair, and each flow is in exactly one of them', () => {
    const flows = (parts: readonly Pick<FirewallRule, 'from' | 'to'>[]): string[] =>
      parts.flatMap(({ from, to }) => from.flatMap((one) => to.map((other) => `${one.text} ${other.text}`)));
    const parts = byZonePairs(rule);
    expect(parts.map(({ fromZone, toZone }) => [fromZone, toZone])).toEqual([
      ['A', 'C'],
      ['A', null],
      ['B', 'C'],
      ['B', null],
    ]);
    expect(flows(parts).sort()).toEqual(flows([rule]).sort());
  });
});

describe('a site that names no zones', () => {
  const input = inputWithZones([]);

  it.each([
    [asa, /^access-list (?!PLACEHOLDER-LAN |PLACEHOLDER-FAR-)/m],
    [panos, / (from|to) (?!PLACEHOLDER-LAN|PLACEHOLDER-FAR-)\S+$/m],
    [fortios, /set (src|dst)intf (?!"PLACEHOLDER-LAN"|"PLACEHOLDER-FAR-)/],
    [junos, /^set .* (from|to)-zone (?!PLACEHOLDER-LAN |PLACEHOLDER-FAR-)/m],
  ] as const)('gets names that $title refuses, and never any', (dialect, other) => {
    const { text } = dialect.write(input);
    const commands = text.replace(/^[!#].*\n/gm, '');
    expect(commands).toContain('PLACEHOLDER-LAN');
    expect(commands).not.toMatch(other);
    expect(commands.replaceAll('application any', '')).not.toMatch(/\bany\b/i);
  });
});
