import { parseEndpointAddress } from '../lib/endpoint-address.ts';
import { formatIp, parseIp } from '../lib/ip.ts';
import type { Site } from '../site/schema.ts';
import type { Check } from './types.ts';

type DnsQuestion = Check['expectations']['dnsQuestions'][number];

/** Names asked for before the root's NS. */
const mostNames = 3;

function normalIp(text: string): string {
  const ip = parseIp(text);
  return ip === null ? text : formatIp(ip);
}

/** The directory's domain in lower case, without a dot at its end; null: the site names none. */
export function directoryDomain(site: Site): string | null {
  return site.directory?.domain.toLowerCase().replace(/\.$/, '') ?? null;
}

/**
 * What a DNS check asks for, in order: the directory's domain, the site's own names in role order, then the root's NS,
 * which every resolver knows.
 */
export function dnsQuestions(site: Site): DnsQuestion[] {
  const questions: DnsQuestion[] = [];
  const asked = new Set<string>();
  const ask = (name: string, type: 'SOA' | 'A', expect: readonly string[]): void => {
    if (asked.has(name) || questions.length >= mostNames) return;
    asked.add(name);
    questions.push({ name, type, expect });
  };
  const domain = directoryDomain(site);
  if (domain !== null) ask(domain, 'SOA', []);
  const endpoints = [
    ...Object.values(site.endpoints),
    ...site.customRules.map((rule) => rule.endpoints),
  ].flat();
  for (const endpoint of endpoints) {
    const address = parseEndpointAddress(endpoint.address);
    if (address.ok && address.value.kind === 'name')
      ask(address.value.name, 'A', (endpoint.expect ?? []).map(normalIp));
  }
  return [...questions, { name: '.', type: 'NS', expect: [] }];
}
