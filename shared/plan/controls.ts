import { parseEndpointAddress } from '../lib/endpoint-address.ts';
import type { Cidr } from '../lib/ip.ts';
import { bitsOf, contains, networkOf, parseCidr, parseIp } from '../lib/ip.ts';
import { byCodePoint } from '../lib/order.ts';
import { slug } from '../lib/slug.ts';
import type { Site } from '../site/schema.ts';
import type { Check, Control } from './types.ts';

/** Documentation networks (RFC 5737), and hosts in them that are tried in this order. */
const documentationNetworks = ['192.0.2', '198.51.100', '203.0.113'] as const;
const documentationHosts = [254, 190, 126, 62] as const;

/** Every network and address that the site names, as networks. */
function declaredNetworks(site: Site): Cidr[] {
  const texts: (string | null | undefined)[] = [];
  for (const node of site.nodes) {
    for (const port of [node.lan, node.wan]) texts.push(port?.address, port?.gateway, port?.natAddress);
    texts.push(...node.virtualAddresses.map((virtual) => virtual.address));
    texts.push(node.ssh?.host, ...(node.ssh?.jump ?? []).map((hop) => hop.host));
  }
  const endpoints = [
    ...Object.values(site.endpoints),
    ...site.customRules.map((rule) => rule.endpoints),
  ].flat();
  for (const endpoint of endpoints)
    texts.push(
      endpoint.address,
      endpoint.natAddress,
      ...(endpoint.probeHosts ?? []),
      ...(endpoint.expect ?? []),
    );
  texts.push(...site.zones.flatMap((zone) => zone.addresses), site.proxy?.host);
  return texts.flatMap((text) => {
    if (text === null || text === undefined) return [];
    const cidr = parseCidr(text);
    if (cidr !== null) return [networkOf(cidr)];
    const address = parseEndpointAddress(text);
    if (!address.ok || address.value.kind !== 'host') return [];
    return [{ ip: address.value.ip, prefix: bitsOf(address.value.ip.family) }];
  });
}

/** One documentation address of each network that the site leaves free. */
export function controlCandidates(site: Site): string[] {
  const declared = declaredNetworks(site);
  return documentationNetworks.flatMap((network) => {
    const free = documentationHosts
      .map((host) => `${network}.${host}`)
      .find((text) => {
        const ip = parseIp(text);
        return ip !== null && !declared.some((cidr) => contains(cidr, ip));
      });
    return free === undefined ? [] : [free];
  });
}

function vantageName(check: Check): string {
  const { vantage } = check;
  return vantage.kind === 'laptop' ? 'laptop' : `${slug(vantage.node)}.${vantage.port}`;
}

/** Id of the negative control that covers a check; null when none does (not TCP, or nothing is sent). */
export function controlIdOf(check: Check): string | null {
  const { port, protocol } = check.target;
  if (check.unable !== null || protocol !== 'tcp' || port === null) return null;
  return `control.${vantageName(check)}.${port}`;
}

/** One negative control for each vantage and TCP port that the checks use. */
export function planControls(site: Site, checks: readonly Check[]): Control[] {
  const candidates = controlCandidates(site);
  const controls = new Map<string, Control>();
  for (const check of checks) {
    const id = controlIdOf(check);
    if (id === null || controls.has(id) || check.target.port === null) continue;
    const { vantage } = check;
    controls.set(id, {
      id,
      vantage:
        vantage.kind === 'laptop'
          ? { kind: 'laptop' }
          : // A peer's packets leave as its own Out checks do: one control guards both.
            { kind: 'node', node: vantage.node, port: vantage.port },
      candidates,
      port: check.target.port,
      timeoutMs: site.checks.timeoutMs,
    });
  }
  return [...controls.values()].sort(
    (a, b) => byCodePoint(a.id.replace(/\d+$/, ''), b.id.replace(/\d+$/, '')) || a.port - b.port,
  );
}
