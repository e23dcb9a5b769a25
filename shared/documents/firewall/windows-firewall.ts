import type { Service } from '../../lib/service.ts';
import { commentText, comments, quotable, ruleDescription, waitingLines } from './comment-lines.ts';
import { exampleHost, removalsFirst } from './in-parts.ts';
import type { LiteralRule } from './literal-addresses.ts';
import { addressTexts, allNotExpressed, linesAbout, literalPart } from './literal-addresses.ts';
import type { LiteralPart } from './literal-addresses.ts';
import { ruleObjectName } from './object-names.ts';
import type {
  Dialect,
  FirewallAddress,
  FirewallConfig,
  FirewallConfigInput,
  FirewallRule,
  NotExpressed,
} from './types.ts';

/**
 * Syntax: New-NetFirewallRule of the module NetSecurity. The customer's Windows computers at the other end of a line:
 * sessions of the node arrive there, sessions to the node leave from there.
 */

const howTo = [
  'How to use it',
  '  For the Windows computers that the node speaks with. In an elevated PowerShell on each of them: a rule names the',
  '  computers that it is for by LocalAddress, so on any other computer it permits nothing.',
  '  Inbound rules are needed where Windows blocks what arrives, which it does unless told otherwise; Outbound rules only',
  '  where the outbound default is Block.',
];

/** A value in PowerShell: nothing is special in single quotes but the quote itself. */
function quoted(text: string): string {
  return `'${commentText(text).replaceAll("'", "''")}'`;
}

function list(texts: readonly string[]): string {
  return `@(${texts.map(quoted).join(', ')})`;
}

/** A rule of Windows takes one protocol: the name of each carries it. */
interface ProtocolPart {
  readonly word: 'tcp' | 'udp' | 'icmp';
  readonly services: readonly Service[];
}

function byProtocol(services: readonly Service[]): ProtocolPart[] {
  const of = (word: ProtocolPart['word']): Service[] =>
    services.filter((service) => (service.kind === 'icmp' ? 'icmp' : service.transport) === word);
  return (['tcp', 'udp', 'icmp'] as const)
    .map((word) => ({ word, services: of(word) }))
    .filter((part) => part.services.length > 0);
}

function ruleName(rule: FirewallRule, word: ProtocolPart['word']): string {
  return `${ruleObjectName(rule, 0, 200)}.${word}`;
}

function ports(services: readonly Service[]): string[] {
  return services.flatMap((service) =>
    service.kind === 'icmp'
      ? []
      : [service.first === service.last ? `${service.first}` : `${service.first}-${service.last}`],
  );
}

function command(rule: LiteralRule, group: string, { word, services }: ProtocolPart): string[] {
  const arrives = rule.direction === 'out';
  const [here, there] = arrives ? [rule.to, rule.from] : [rule.from, rule.to];
  const ping = rule.family === 'v4' ? { protocol: 'ICMPv4', type: '8' } : { protocol: 'ICMPv6', type: '128' };
  const settings: readonly (readonly [string, string])[] = [
    ['Name', quoted(ruleName(rule, word))],
    [
      'DisplayName',
      quoted(quotable(`Gatecheck line ${rule.number} ${word.toUpperCase()}: ${rule.title}`, 120)),
    ],
    ['Description', quoted(ruleDescription(rule, 250))],
    ['Group', quoted(`Gatecheck ${group}`)],
    ['Direction', quoted(arrives ? 'Inbound' : 'Outbound')],
    ['Action', quoted('Allow')],
    ['Protocol', quoted(word === 'icmp' ? ping.protocol : word.toUpperCase())],
    ['LocalAddress', list(addressTexts(here))],
    ['RemoteAddress', list(addressTexts(there))],
    word === 'icmp'
      ? ['IcmpType', quoted(ping.type)]
      : [arrives ? 'LocalPort' : 'RemotePort', list(ports(services))],
  ];
  return [
    '$rule = @{',
    ...settings.map(([key, value]) => `    ${key} = ${value}`),
    '}',
    'New-NetFirewallRule @rule',
  ];
}

function verifyLines(rule: LiteralRule, parts: readonly ProtocolPart[]): string[] {
  const [from, to] = [rule.from[0], rule.to[0]];
  if (from === undefined || to === undefined) return [];
  return parts.flatMap(({ word, services }) => {
    const name = quoted(ruleName(rule, word));
    const [service] = services;
    const shown = [
      `Verify: Get-NetFirewallRule -Name ${name} | Get-NetFirewallAddressFilter`,
      `Verify: Get-NetFirewallRule -Name ${name} | Get-NetFirewallPortFilter`,
    ];
    if (service?.kind !== 'port' || service.transport === 'udp') return shown;
    return [
      ...shown,
      rule.direction === 'in'
        ? `Verify, on ${exampleHost(from)}: Test-NetConnection -ComputerName ${exampleHost(to)} -Port ${service.first}`
        : `Verify, on ${exampleHost(to)}: Get-NetTCPConnection -LocalPort ${service.first} -RemoteAddress ${exampleHost(from)}`,
    ];
  });
}

/** Takes out the counterparts that are nodes of the site: no Windows runs there. */
function windowsPart(line: FirewallRule): LiteralPart {
  const { rule, notExpressed } = literalPart(
    line,
    'Windows Firewall',
    'Put the addresses in that the name has for you.',
  );
  if (rule === null) return { rule, notExpressed };
  const far = rule.direction === 'out' ? rule.to : rule.from;
  const nodes = far.filter(({ node }) => node !== null);
  const left = far.filter(({ node }) => node === null);
  const said: NotExpressed[] = addressTexts(nodes).map((text) => ({
    id: line.id,
    number: line.number,
    reason: `${text} is a node of the site itself: there is no Windows computer at that end.`,
  }));
  const side: { readonly from?: readonly FirewallAddress[]; readonly to?: readonly FirewallAddress[] } =
    rule.direction === 'out' ? { to: left } : { from: left };
  return {
    rule: left.length === 0 ? null : { ...rule, ...side },
    notExpressed: [...notExpressed, ...said],
  };
}

function write(input: FirewallConfigInput): FirewallConfig {
  const parts = removalsFirst(input).map((line) => ({ line, part: windowsPart(line) }));
  const lines = [
    ...comments('# ', input.header),
    '#',
    ...howTo.map((text) => `# ${text}`),
    '#',
    ...comments('# ', waitingLines(input)),
    ...parts.flatMap(({ line, part }) => {
      const about = ['', ...comments('# ', linesAbout(line, part))];
      const { rule } = part;
      if (rule === null) return about;
      const protocols = byProtocol(rule.services);
      if (line.change === 'remove')
        return [
          ...about,
          ...protocols.map(({ word }) => `Remove-NetFirewallRule -Name ${quoted(ruleName(rule, word))}`),
        ];
      return [
        ...about,
        ...comments('# ', verifyLines(rule, protocols)),
        ...protocols.flatMap((protocol) => command(rule, input.name, protocol)),
      ];
    }),
  ];
  return {
    text: `${lines.join('\n')}\n`,
    notExpressed: allNotExpressed(
      input,
      parts.map(({ part }) => part),
    ),
  };
}

export const windowsFirewall: Dialect = { title: 'Windows Firewall', extension: '.ps1', write };
