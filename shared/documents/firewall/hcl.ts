import type { Service } from '../../lib/service.ts';
import { quotable } from './comment-lines.ts';
import { distinctBy, type Sayable } from './in-parts.ts';
import type { FirewallAddress, FirewallRule } from './types.ts';

/** Terraform's language, as far as the dialects write it. */

/** A service that has ports. */
type PortService = Extract<Service, { kind: 'port' }>;

/** A value as it stands in the file: quoted text, a number, an expression, a list of texts. */
export type HclValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'expression'; readonly expression: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] };

/** A block inside another; an empty label list stands for none. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly values: readonly (readonly [name: string, value: HclValue])[];
  readonly blocks?: readonly HclBlock[];
}

export const text = (value: string): HclValue => ({ kind: 'text', text: value });
export const number = (value: number): HclValue => ({ kind: 'number', number: value });
export const expression = (value: string): HclValue => ({ kind: 'expression', expression: value });
export const list = (values: readonly string[]): HclValue => ({ kind: 'list', texts: values });

/** A text in quotes: no character of it ends the quotes or starts an interpolation. */
function quoted(value: string): string {
  if (/^[A-Za-z0-9 .:/_*-]*$/.test(value)) return `"${value}"`;
  const escaped = value
    .replace(/[^\x20-\x7e]/gu, '_')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{');
  return `"${escaped}"`;
}

function written(value: HclValue): string {
  switch (value.kind) {
    case 'text':
      return quoted(value.text);
    case 'number':
      return String(value.number);
    case 'expression':
      return value.expression;
    case 'list':
      return `[${value.texts.map(quoted).join(', ')}]`;
  }
}

/** The lines of a block, laid out as Terraform's own formatter does. */
export function blockLines({ type, labels, values, blocks = [] }: HclBlock): string[] {
  const widest = Math.max(0, ...values.map(([name]) => name.length));
  return [
    `${[type, ...labels.map(quoted)].join(' ')} {`,
    ...values.map(([name, value]) => `  ${name.padEnd(widest)} = ${written(value)}`),
    ...blocks.flatMap((block, index) => [
      ...(index > 0 || values.length > 0 ? [''] : []),
      ...blockLines(block).map((line) => (line === '' ? '' : `  ${line}`)),
    ]),
    '}',
  ];
}

/** A variable without a default: nothing can be applied before a person has given it. */
export function variable(name: string, type: 'string' | 'number', description: string): string[] {
  return blockLines({
    type: 'variable',
    labels: [name],
    values: [
      ['type', expression(type)],
      ['description', text(quotable(description, 200))],
    ],
  });
}

/** Any id or address as a part of an identifier; different ones stay different. */
export function identifier(word: string): string {
  return word.replace(/[.:/]/g, '_');
}

/** `10.20.5.53/32`: the cloud providers take networks only. Null: a name. */
export function cidrText({ address, text: normal }: FirewallAddress): string | null {
  switch (address.kind) {
    case 'host':
      return `${normal}/${address.ip.family === 'v4' ? 32 : 128}`;
    case 'network':
      return normal;
    case 'name':
    case 'wildcard':
      return null;
  }
}

/**
 * The rule as the node's own side sees it, and, where the counterpart is another node of the site, as that one does: a
 * flow between two nodes is one line, but each node's group has to permit it.
 */
export interface SidedRule {
  /** The node whose group or interface it is written for. */
  readonly node: string;
  readonly direction: 'in' | 'out';
  readonly rule: FirewallRule;
}

export function sidesOf(rule: FirewallRule): SidedRule[] {
  const [far, other] = rule.direction === 'out' ? (['to', 'in'] as const) : (['from', 'out'] as const);
  const nodes = [...new Set(rule[far].flatMap(({ node }) => node ?? []))];
  return [
    { node: rule.node, direction: rule.direction, rule },
    ...nodes.map((node): SidedRule => ({
      node,
      direction: other,
      rule: { ...rule, [far]: rule[far].filter((address) => address.node === node) },
    })),
  ];
}

/** A rule of a cloud that cannot tell echo from any other ICMP: without the pings, which stay a sentence. */
export function withoutPings(said: Sayable, source: FirewallRule, cloud: string): Sayable {
  if (source.services.every(({ kind }) => kind === 'port')) return said;
  const services = said.rule?.services.filter(({ kind }) => kind === 'port') ?? [];
  const reason = `${cloud} permits all of ICMP or none of it, and the request asks for echo only.`;
  return {
    rule: said.rule === null || services.length === 0 ? null : { ...said.rule, services },
    notExpressed: [...said.notExpressed, { id: source.id, number: source.number, reason }],
  };
}

/** The first ports of each transport: what a test of one packet can be made with. */
export function onePortOfEach({ services }: FirewallRule): PortService[] {
  const ports = services.flatMap((service) => (service.kind === 'port' ? [service] : []));
  return distinctBy(ports, ({ transport }) => transport);
}

/** What people call the addresses of a rule: Terraform has lists of addresses, and no objects with names. */
export function namesOf({ from, to }: FirewallRule): string[] {
  const named = [...from, ...to].filter(({ label }) => label !== '');
  const names = named.map(({ text: address, label }) => `${address} ${label}`);
  return names.length === 0 ? [] : [`Names: ${names.join(', ')}`];
}

/** How a rule leaves a configuration that describes what is to be: its block is deleted. */
export function removalLines(rule: FirewallRule, addresses: readonly string[]): string[] {
  return [
    `To remove line ${rule.number}, delete these blocks from your configuration, unless another line still needs them:`,
    ...addresses,
    'Terraform then takes the rules out. If they were not made by Terraform, delete them by their description.',
  ];
}
