import type { Cidr } from '../../lib/ip.ts';
import { networkOf, parseCidr, parseIp } from '../../lib/ip.ts';
import type { Site, SiteEndpoint, SiteNode } from '../../site/schema.ts';
import type { Redactor } from './redactor.ts';
import { removed } from './redactor.ts';

function networkIn(text: string | null | undefined): Cidr[] {
  if (text === null || text === undefined) return [];
  const cidr = parseCidr(text);
  if (cidr !== null) return [networkOf(cidr)];
  const ip = parseIp(text);
  return ip === null ? [] : [{ ip, prefix: ip.family === 'v4' ? 32 : 128 }];
}

/** Networks that a site declares: of its nodes' ports, and those that are endpoints or zones. */
export function declaredNetworks(site: Site): { readonly own: Cidr[]; readonly all: Cidr[] } {
  const own = site.nodes.flatMap(({ lan, wan }) =>
    [lan, wan].flatMap((port) => [...networkIn(port?.address), ...networkIn(port?.address6)]),
  );
  const endpoints = [
    ...Object.values(site.endpoints),
    ...site.customRules.map((rule) => rule.endpoints),
  ].flat();
  const others = [
    ...endpoints.flatMap(({ address, natAddress }) => [address, natAddress]),
    ...site.zones.flatMap(({ addresses }) => addresses),
  ].flatMap(networkIn);
  return { own, all: [...own, ...others] };
}

function port<P extends SiteNode['lan']>(from: P, redactor: Redactor): P {
  const one = (text: string | null): string | null => (text === null ? null : redactor.value(text));
  const { address, gateway, address6, gateway6, natAddress } = from;
  return {
    ...from,
    address: redactor.value(address),
    gateway: one(gateway),
    address6: one(address6),
    gateway6: one(gateway6),
    natAddress: one(natAddress),
  };
}

type Hop = NonNullable<SiteNode['ssh']>['jump'][number];

function hop({ host, port: number, hostKey }: Hop, redactor: Redactor): Hop {
  return {
    host: redactor.value(host),
    port: number,
    user: 'user',
    ...(hostKey === undefined ? {} : { hostKey: redactor.fingerprint(hostKey) }),
  };
}

function node(from: SiteNode, site: Site, redactor: Redactor): SiteNode {
  const { ssh, tls, haPeer } = from;
  const certificate = tls?.certificate;
  const isNode = site.nodes.some(({ name }) => name === haPeer);
  return {
    name: redactor.phrase('node', from.name),
    lan: port(from.lan, redactor),
    ...(from.wan === undefined ? {} : { wan: port(from.wan, redactor) }),
    virtualAddresses: from.virtualAddresses.map((virtual) => ({
      ...virtual,
      address: redactor.value(virtual.address),
    })),
    haPeer: haPeer === null ? null : isNode ? redactor.phrase('node', haPeer) : redactor.value(haPeer),
    ...(ssh === undefined
      ? {}
      : { ssh: { ...hop(ssh, redactor), jump: ssh.jump.map((one) => hop(one, redactor)) } }),
    ...(tls === undefined
      ? {}
      : { tls: certificate === undefined ? {} : { certificate: redactor.fingerprint(certificate) } }),
  };
}

/** An issuer is a fingerprint, or a part of the name of a CA. */
export function redactIssuer(issuer: string, redactor: Redactor): string {
  return /^sha256:/i.test(issuer) ? redactor.fingerprint(issuer) : redactor.phrase('issuer', issuer);
}

function endpoint(from: SiteEndpoint, redactor: Redactor): SiteEndpoint {
  const { address, natAddress, probeHosts, sni, issuer, public: isPublic, expect } = from;
  const values = (texts: readonly string[]): string[] => texts.map((text) => redactor.value(text));
  return {
    address: redactor.value(address),
    ...(natAddress === undefined
      ? {}
      : { natAddress: natAddress === null ? null : redactor.value(natAddress) }),
    ...(probeHosts === undefined ? {} : { probeHosts: values(probeHosts) }),
    ...(sni === undefined ? {} : { sni: redactor.value(sni) }),
    ...(issuer === undefined ? {} : { issuer: redactIssuer(issuer, redactor) }),
    ...(isPublic === undefined ? {} : { public: isPublic }),
    ...(expect === undefined ? {} : { expect: values(expect) }),
  };
}

function reasoned<T extends { by?: string | undefined; reason?: string | undefined }>(
  from: T,
  redactor: Redactor,
): T {
  return {
    ...from,
    ...(from.by === undefined ? {} : { by: redactor.phrase('person', from.by) }),
    ...(from.reason === undefined ? {} : { reason: removed }),
  };
}

/**
 * The site with its addresses and names replaced, and without free text. Attestations and waivers name rules, whose ids
 * change: they are left out here.
 */
export function redactSite(site: Site, redactor: Redactor): Site {
  const { customer, request, directory, proxy } = site;
  const people = [customer.name, customer.site, customer.address, customer.ticket, customer.contact.name];
  for (const text of people) redactor.remember(text, removed);
  const ids = new Map(site.customRules.map(({ id }) => [id, redactor.phrase('custom', id)]));
  return {
    format: site.format,
    customer: {
      name: removed,
      site: removed,
      address: '',
      ticket: '',
      contact: { name: '', email: '' },
      timeZone: null,
    },
    technician: { name: '', company: '', email: '', phone: '' },
    request: {
      ...request,
      number: '',
      supersedes: null,
      priority: 'normal',
      justification: '',
      access: '',
      data: '',
      notify: [],
      approvers: request.approvers.map(({ role }) => ({ role: redactor.phrase('approver', role), name: '' })),
    },
    catalog: site.catalog,
    deployment: site.deployment,
    nodes: site.nodes.map((one) => node(one, site, redactor)),
    features: site.features,
    ...(directory === undefined ? {} : { directory: { domain: redactor.value(directory.domain) } }),
    endpoints: Object.fromEntries(
      Object.entries(site.endpoints).map(([role, list]) => [
        role,
        list.map((one) => endpoint(one, redactor)),
      ]),
    ),
    entries: Object.fromEntries(
      Object.entries(site.entries).map(([entry, override]) => [entry, reasoned(override, redactor)]),
    ),
    customRules: site.customRules.map((rule) => ({
      ...rule,
      id: redactor.phrase('custom', rule.id),
      title: redactor.phrase('Custom rule', rule.title),
      endpoints: rule.endpoints.map((one) => endpoint(one, redactor)),
      reason: removed,
    })),
    zones: site.zones.map((zone) => ({
      name: redactor.phrase('ZONE', zone.name),
      about: '',
      addresses: zone.addresses.map((text) => redactor.value(text)),
    })),
    proxy:
      proxy === null
        ? null
        : {
            ...proxy,
            host: redactor.value(proxy.host),
            entries: proxy.entries.map((id) => ids.get(id) ?? id),
          },
    // Certificates name who issued them; what they proved stands in the checks.
    checks: { ...site.checks, trustedCas: [] },
    attestations: [],
    waivers: [],
  };
}
