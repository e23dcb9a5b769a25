import type { Catalog } from '../catalog/schema.ts';
import { isPrivate, parseCidr } from '../lib/ip.ts';
import type { Site } from '../site/schema.ts';
import type { SettledEntry } from '../site/settle-entry.ts';
import type { RuleSeed } from './make-rules.ts';
import { isOwnAddress, nodeParty } from './parties.ts';
import type { Notice } from './types.ts';

const unusedWan = 'Kept, but not used: in One-Arm mode the WAN port stays unconnected.';

/** Settings that One-Arm mode ignores. */
function oneArmNotices(site: Site): Notice[] {
  if (site.deployment !== 'one-arm') return [];
  const notices: Notice[] = [];
  site.nodes.forEach((node, index) => {
    if (node.wan !== undefined) notices.push({ path: `nodes[${index}].wan`, text: unusedWan });
    node.virtualAddresses.forEach((virtual, place) => {
      if (virtual.port === 'wan')
        notices.push({ path: `nodes[${index}].virtualAddresses[${place}]`, text: unusedWan });
    });
  });
  for (const [id, override] of Object.entries(site.entries)) {
    if (override.port !== undefined) notices.push({ path: `entries.${id}.port`, text: unusedWan });
  }
  site.customRules.forEach((rule, index) => {
    if (rule.port !== 'lan') notices.push({ path: `customRules[${index}].port`, text: unusedWan });
  });
  return notices;
}

/** A private WAN address without its translation: only the customer knows what the outside sees. */
function wanNotices(site: Site): Notice[] {
  if (site.deployment !== 'inline') return [];
  return site.nodes.flatMap((node, index) => {
    const cidr = parseCidr(node.wan?.address ?? '');
    if (cidr === null || node.wan?.natAddress !== null || !isPrivate(cidr.ip)) return [];
    return [
      {
        path: `nodes[${index}].wan.natAddress`,
        text: `The WAN address of ${node.name} is private and has no NAT address: to be filled by the customer.`,
      },
    ];
  });
}

/** IPv6 counterparts of a port that has no IPv6 address. */
function familyNotices(seeds: readonly RuleSeed[]): Notice[] {
  const notices = new Map<string, Notice>();
  for (const seed of seeds) {
    if (nodeParty(seed.node, seed.port, 'v6') !== null) continue;
    for (const party of seed.counterparts) {
      if (party.family !== 'v6' || party.node !== null) continue;
      const text = `${party.entered} is IPv6, and ${seed.node.name} has no IPv6 address on its ${seed.port.toUpperCase()} port: no rule is made for it.`;
      notices.set(`${party.path} ${text}`, { path: party.path, text });
    }
  }
  return [...notices.values()];
}

function ownAddressNotices(catalog: Catalog, site: Site): Notice[] {
  return Object.entries(catalog.roles).flatMap(([role, { includesSiteNodes }]) => {
    if (!includesSiteNodes) return [];
    return (site.endpoints[role] ?? []).flatMap((endpoint, index) => {
      const node = site.nodes.find((one) => isOwnAddress(one, endpoint.address));
      if (node === undefined) return [];
      return [
        {
          path: `endpoints.${role}[${index}]`,
          text: `${endpoint.address} is ${node.name} of this site; it counts by itself.`,
        },
      ];
    });
  });
}

function idleOverrides(site: Site, settled: readonly SettledEntry[]): Notice[] {
  return settled.flatMap(({ entry, on, because }) => {
    const override = site.entries[entry.id];
    if (on || override === undefined || override.enabled === false) return [];
    return [
      { path: `entries.${entry.id}`, text: `Kept, but without effect: ${entry.title} is off. ${because}` },
    ];
  });
}

/** Remarks that change nothing. */
export function noticesOf(
  catalog: Catalog,
  site: Site,
  settled: readonly SettledEntry[],
  seeds: readonly RuleSeed[],
): Notice[] {
  return [
    ...oneArmNotices(site),
    ...wanNotices(site),
    ...familyNotices(seeds),
    ...ownAddressNotices(catalog, site),
    ...idleOverrides(site, settled),
  ];
}
