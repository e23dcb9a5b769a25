import type { Catalog } from '../catalog/schema.ts';
import { meantHint } from '../lib/did-you-mean.ts';
import { parseEndpointAddress } from '../lib/endpoint-address.ts';
import { parseIp } from '../lib/ip.ts';
import type { Finding } from '../lib/result.ts';
import { isFileNameSafe } from '../lib/slug.ts';
import { utcMillis } from '../lib/utc.ts';
import { isHostName } from './host-name.ts';
import type { Site } from './schema.ts';

function isAfter(late: string, early: string): boolean {
  return (utcMillis(late) ?? 0) > (utcMillis(early) ?? 0);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Customer and request: what becomes a file name, times in order. */
export function checkRequest(site: Site): Finding[] {
  const findings: Finding[] = [];
  const { request } = site;
  if (site.customer.timeZone !== null && !isTimeZone(site.customer.timeZone))
    findings.push({
      path: 'customer.timeZone',
      message: `"${site.customer.timeZone}" is no time zone. Write it as Europe/Warsaw.`,
    });
  for (const key of ['number', 'supersedes'] as const) {
    const value = request[key];
    if (value !== null && value !== '' && !isFileNameSafe(value))
      findings.push({
        path: `request.${key}`,
        message: `"${value}" cannot become a file name: use letters A to Z, digits, dot, hyphen and underscore.`,
      });
  }
  if (request.window !== null && !isAfter(request.window.end, request.window.start))
    findings.push({ path: 'request.window.end', message: 'The window ends before it begins.' });
  if (
    request.validUntil !== null &&
    request.window !== null &&
    !isAfter(request.validUntil, request.window.start)
  )
    findings.push({ path: 'request.validUntil', message: 'It lies before the change window.' });
  request.approvers.forEach((approver, index) => {
    if (approver.role.trim() === '')
      findings.push({ path: `request.approvers[${index}].role`, message: 'The role is empty.' });
  });
  return findings;
}

/** Names for groups of addresses. */
export function checkZones(site: Site): Finding[] {
  const names = new Map<string, number>();
  return site.zones.flatMap((zone, index) => {
    const path = `zones[${index}]`;
    const findings: Finding[] = [];
    if (zone.name.trim() === '') findings.push({ path: `${path}.name`, message: 'The name is empty.' });
    const first = names.get(zone.name);
    if (first !== undefined)
      findings.push({ path: `${path}.name`, message: `"${zone.name}" is also the name of zones[${first}].` });
    names.set(zone.name, first ?? index);
    zone.addresses.forEach((text, place) => {
      const address = parseEndpointAddress(text);
      if (!address.ok) findings.push({ path: `${path}.addresses[${place}]`, message: address.error });
    });
    return findings;
  });
}

/** The proxy: a host, and entries that exist and start sessions. */
export function checkProxy(catalog: Catalog, site: Site): Finding[] {
  const { proxy } = site;
  if (proxy === null) return [];
  const findings: Finding[] = [];
  if (parseIp(proxy.host) === null && !isHostName(proxy.host))
    findings.push({ path: 'proxy.host', message: `"${proxy.host}" is neither an address nor a host name.` });
  else {
    const address = parseEndpointAddress(proxy.host);
    if (!address.ok) findings.push({ path: 'proxy.host', message: address.error });
  }
  const known = [...catalog.entries, ...site.customRules].map((one) => one.id);
  proxy.entries.forEach((id, index) => {
    const path = `proxy.entries[${index}]`;
    const entry = catalog.entries.find((one) => one.id === id);
    const custom = site.customRules.find((one) => one.id === id);
    if (entry === undefined && custom === undefined) {
      const hint = meantHint(id, known);
      findings.push({ path, message: `Unknown entry${hint === '' ? '.' : hint}` });
    } else if ((entry?.direction ?? custom?.direction) === 'in')
      findings.push({
        path,
        message: `"${id}" has no session that the node starts; a proxy carries only those.`,
      });
    else if (!(entry?.services ?? custom?.services ?? []).some((service) => service.endsWith('/tcp')))
      findings.push({ path, message: `"${id}" has no TCP service; a proxy carries only TCP.` });
    if (proxy.entries.indexOf(id) !== index) findings.push({ path, message: `"${id}" is listed twice.` });
  });
  return findings;
}

const pem = /^\s*(?:-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;

/** Settings of the checks, the directory's name, and decisions on record. */
export function checkSettings(site: Site): Finding[] {
  const findings: Finding[] = [];
  site.checks.trustedCas.forEach((text, index) => {
    const path = `checks.trustedCas[${index}]`;
    if (text.includes('PRIVATE KEY'))
      findings.push({
        path,
        message: 'This is a private key. It does not belong here; give the certificate.',
      });
    else if (!pem.test(text))
      findings.push({ path, message: 'This is no certificate. It begins with -----BEGIN CERTIFICATE-----.' });
  });
  if (site.directory !== undefined && !isHostName(site.directory.domain))
    findings.push({
      path: 'directory.domain',
      message: `"${site.directory.domain}" is no domain name.`,
      cure: 'Write letters, digits and hyphens, parted by single dots, e.g. corp.example.',
    });
  site.attestations.forEach((one, index) => {
    if (one.expires !== null && !isAfter(one.expires, one.at))
      findings.push({ path: `attestations[${index}].expires`, message: 'It ends before it begins.' });
  });
  site.waivers.forEach((one, index) => {
    if (!isAfter(one.expires, one.at))
      findings.push({ path: `waivers[${index}].expires`, message: 'It ends before it begins.' });
  });
  return findings;
}
