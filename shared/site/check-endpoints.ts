import type { Catalog } from '../catalog/schema.ts';
import { meantHint } from '../lib/did-you-mean.ts';
import type { EndpointAddress } from '../lib/endpoint-address.ts';
import { formatEndpointAddress, parseEndpointAddress } from '../lib/endpoint-address.ts';
import type { Ip } from '../lib/ip.ts';
import { contains, containsCidr, parseCidr, parseIp } from '../lib/ip.ts';
import type { Finding } from '../lib/result.ts';
import { isHostName } from './host-name.ts';
import type { Site, SiteEndpoint } from './schema.ts';

const noHosts: readonly { readonly network: string; readonly what: string }[] = [
  { network: '0.0.0.0/8', what: 'an address that no host has' },
  { network: '224.0.0.0/4', what: 'a multicast address' },
  { network: '255.255.255.255/32', what: 'the broadcast address' },
  { network: '::/128', what: 'an address that no host has' },
  { network: 'ff00::/8', what: 'a multicast address' },
];

/** Why an address, though well written, is no counterpart; null when it may be one. */
export function whyNoCounterpart(address: EndpointAddress, text: string): string | null {
  if (address.kind === 'name' || address.kind === 'wildcard') return null;
  if (address.kind === 'network' && address.cidr.prefix === 0)
    return `${text} means any address. Name the networks or hosts; no rule says "any".`;
  for (const { network, what } of noHosts) {
    const range = parseCidr(network);
    if (range === null) continue;
    const inside = address.kind === 'host' ? contains(range, address.ip) : containsCidr(range, address.cidr);
    if (inside) return `${text} is ${what}.`;
  }
  return null;
}

function isProbeHostInside(address: EndpointAddress, host: string): boolean {
  const ip: Ip | null = parseIp(host);
  switch (address.kind) {
    case 'host':
      return ip !== null && ip.family === address.ip.family && ip.value === address.ip.value;
    case 'network':
      return ip !== null && contains(address.cidr, ip);
    case 'name':
      return host.toLowerCase() === address.name;
    case 'wildcard':
      return isHostName(host) && host.toLowerCase().endsWith(address.name.slice(1));
  }
}

function checkNatAddress(text: string, address: EndpointAddress, path: string): Finding[] {
  const nat = parseEndpointAddress(text);
  if (!nat.ok) return [{ path, message: nat.error }];
  if (nat.value.kind !== 'host' && nat.value.kind !== 'network')
    return [{ path, message: `"${text}" is a name; a translated address is an address or a network.` }];
  if (address.kind === 'name' || address.kind === 'wildcard')
    return [{ path, message: 'A name has no translated address; give the address that the node dials.' }];
  return [];
}

function checkDetails(endpoint: SiteEndpoint, address: EndpointAddress, path: string): Finding[] {
  const findings: Finding[] = [];
  if (endpoint.natAddress !== null && endpoint.natAddress !== undefined)
    findings.push(...checkNatAddress(endpoint.natAddress, address, `${path}.natAddress`));
  endpoint.probeHosts?.forEach((host, index) => {
    if (!isProbeHostInside(address, host))
      findings.push({
        path: `${path}.probeHosts[${index}]`,
        message: `"${host}" is no single host inside ${endpoint.address}.`,
      });
  });
  if (endpoint.sni !== undefined && !isHostName(endpoint.sni))
    findings.push({ path: `${path}.sni`, message: `"${endpoint.sni}" is no server name.` });
  if (endpoint.issuer !== undefined) {
    const fingerprint = /^SHA256:/i.test(endpoint.issuer);
    if (endpoint.issuer.trim() === '') findings.push({ path: `${path}.issuer`, message: 'It is empty.' });
    else if (fingerprint && !/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(endpoint.issuer))
      findings.push({
        path: `${path}.issuer`,
        message: 'A fingerprint reads SHA256: and 43 characters (base64), or give the name of the CA.',
      });
  }
  endpoint.expect?.forEach((text, index) => {
    if (parseIp(text) === null)
      findings.push({ path: `${path}.expect[${index}]`, message: `"${text}" is no address.` });
  });
  if ((endpoint.expect?.length ?? 0) > 0 && address.kind !== 'name')
    findings.push({ path: `${path}.expect`, message: 'Only a name resolves to addresses.' });
  return findings;
}

/** A list of endpoints, of a role or of a custom rule. */
export function checkEndpointList(endpoints: readonly SiteEndpoint[], path: string): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, number>();
  endpoints.forEach((endpoint, index) => {
    const place = `${path}[${index}]`;
    const address = parseEndpointAddress(endpoint.address);
    if (!address.ok) {
      findings.push({ path: `${place}.address`, message: address.error });
      return;
    }
    const normal = formatEndpointAddress(address.value);
    const first = seen.get(normal);
    if (first !== undefined)
      findings.push({
        path: `${place}.address`,
        message: `${endpoint.address} stands at ${path}[${first}] too.`,
      });
    seen.set(normal, first ?? index);
    const why = whyNoCounterpart(address.value, endpoint.address);
    if (why !== null) findings.push({ path: `${place}.address`, message: why });
    findings.push(...checkDetails(endpoint, address.value, place));
  });
  return findings;
}

/** Endpoints by role: known roles, real addresses, nothing twice. */
export function checkEndpoints(catalog: Catalog, site: Site): Finding[] {
  const roles = Object.keys(catalog.roles);
  return Object.entries(site.endpoints).flatMap(([role, endpoints]) => {
    const path = `endpoints.${role}`;
    if (!roles.includes(role)) {
      const hint = meantHint(role, roles);
      return [
        {
          path,
          message: `Unknown role${hint === '' ? `; the catalogue ${catalog.id} has none of this name.` : hint}`,
        },
      ];
    }
    return checkEndpointList(endpoints, path);
  });
}
