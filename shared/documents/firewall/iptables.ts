import type { Service } from '../../lib/service.ts';
import { comments, waitingLines } from './comment-lines.ts';
import { removalsFirst } from './in-parts.ts';
import type { LiteralPart, LiteralRule } from './literal-addresses.ts';
import { addressTexts, allNotExpressed, linesAbout, literalPart } from './literal-addresses.ts';
import { shortHash } from './object-names.ts';
import type { Dialect, FirewallConfig, FirewallConfigInput, FirewallRule } from './types.ts';

/**
 * Syntax: iptables-restore(8), iptables-extensions(8). A chain for each line, which a later revision declares anew: with
 * `--noflush` that empties it. IPv6 cannot stand in the same file: it follows behind `#6 `, for ip6tables-restore.
 */

/** Names of chains have at most 28 characters. */
const longestChain = 28;
/** A multiport match takes 15 ports; a range counts as two. */
const mostPorts = 15;

function howTo(entry: string): string[] {
  return [
    'How to use it',
    '  IPv4, check: iptables-restore --test --noflush FILE    Load: iptables-restore --noflush FILE',
    "  IPv6: sed -n 's/^#6 //p' FILE | ip6tables-restore --test --noflush    and the same without --test",
    '  Without --noflush every rule that you have is lost.',
    '  Loading it permits nothing yet. Let your FORWARD chain jump, above the rule that drops:',
    `    iptables -I FORWARD -j ${entry}    ip6tables -I FORWARD -j ${entry}`,
    '  Your FORWARD chain has to accept the replies: -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
  ];
}

/** `GC-dns-3f2a9cd1e0b4`: the same in every revision, because it is made of the line's id. */
function chainOf({ entry, id }: FirewallRule): string {
  return `GC-${entry.slice(0, longestChain - 16)}-${shortHash(id)}`;
}

function entryChain({ name }: FirewallConfigInput): string {
  const own = `GC-${name}`;
  return own.length <= longestChain ? own : `${own.slice(0, longestChain - 13)}-${shortHash(name)}`;
}

/** The port matches of one transport, each of no more ports than one match takes. */
function portMatches(services: readonly Service[], transport: 'tcp' | 'udp'): string[] {
  const ports = services.flatMap((service) =>
    service.kind === 'port' && service.transport === transport ? [service] : [],
  );
  const groups: string[][] = [];
  let room = 0;
  for (const { first, last } of ports) {
    const size = first === last ? 1 : 2;
    if (room < size) {
      groups.push([]);
      room = mostPorts;
    }
    groups.at(-1)?.push(first === last ? `${first}` : `${first}:${last}`);
    room -= size;
  }
  return groups.map((texts) =>
    texts.length === 1
      ? `-p ${transport} -m ${transport} --dport ${texts.join('')}`
      : `-p ${transport} -m multiport --dports ${texts.join(',')}`,
  );
}

function serviceMatches({ services, family }: LiteralRule): string[] {
  const ping =
    family === 'v4'
      ? '-p icmp -m icmp --icmp-type echo-request'
      : '-p icmpv6 -m icmp6 --icmpv6-type echo-request';
  return [
    ...portMatches(services, 'tcp'),
    ...portMatches(services, 'udp'),
    ...(services.some(({ kind }) => kind === 'icmp') ? [ping] : []),
  ];
}

/** Everything behind `-A`: one rule for each source and destination, since this language has no lists of them. */
function ruleSpecs(rule: LiteralRule): string[] {
  const bits = rule.family === 'v4' ? 32 : 128;
  const withPrefix = (side: LiteralRule['from']): string[] =>
    addressTexts(side).map((text) => (text.includes('/') ? text : `${text}/${bits}`));
  const matches = serviceMatches(rule);
  const destinations = withPrefix(rule.to);
  return withPrefix(rule.from).flatMap((from) =>
    destinations.flatMap((to) =>
      matches.map(
        (match) =>
          `${chainOf(rule)} -s ${from} -d ${to} ${match} -m conntrack --ctstate NEW -m comment --comment "${rule.id}" -j ACCEPT`,
      ),
    ),
  );
}

interface LinePart {
  readonly line: FirewallRule;
  readonly part: LiteralPart;
}

/** The rules of one family as a file of their own. */
function section(input: FirewallConfigInput, parts: readonly LinePart[], family: 'v4' | 'v6'): string[] {
  const command = family === 'v4' ? 'iptables' : 'ip6tables';
  const own = parts.filter(({ part }) => part.rule?.family === family);
  const added = own.filter(({ line }) => line.change === 'add');
  // Whatever says nothing of one family stands in the first section.
  const shown = family === 'v4' ? parts.filter(({ part }) => part.rule?.family !== 'v6') : own;
  return [
    '*filter',
    `:${entryChain(input)} - [0:0]`,
    ...[...new Set(own.map(({ line }) => chainOf(line)))].map((chain) => `:${chain} - [0:0]`),
    ...added.map(({ line }) => `-A ${entryChain(input)} -j ${chainOf(line)}`),
    ...shown.flatMap(({ line, part }) => {
      const about = linesAbout(line, part);
      if (part.rule === null) return ['', ...comments('# ', about)];
      if (line.change === 'remove')
        return [
          '',
          ...comments('# ', [
            ...about,
            `The declaration above empties the chain ${chainOf(line)}: nothing of it is left.`,
          ]),
        ];
      const specs = ruleSpecs(part.rule);
      return [
        '',
        ...comments('# ', [
          ...about,
          `Verify: ${command} -nvL ${chainOf(line)}`,
          `Verify: ${command} -C ${specs[0] ?? ''}`,
        ]),
        ...specs.map((spec) => `-A ${spec}`),
      ];
    }),
    'COMMIT',
  ];
}

function write(input: FirewallConfigInput): FirewallConfig {
  const parts = removalsFirst(input).map((line) => ({
    line,
    part: literalPart(
      line,
      'iptables',
      'It would look a name up once, when it loads the file, and keep what it got.',
    ),
  }));
  const six = parts.some(({ part }) => part.rule?.family === 'v6');
  const lines = [
    ...comments('# ', input.header),
    '#',
    ...howTo(entryChain(input)).map((text) => `# ${text}`),
    '#',
    ...comments('# ', waitingLines(input)),
    ...section(input, parts, 'v4'),
    '',
    ...comments('# ', [
      six
        ? 'IPv6: for ip6tables-restore, which takes it without the signs "#6 " (see above).'
        : 'IPv6: no line asks for it.',
    ]),
    ...(six ? section(input, parts, 'v6').map((text) => `#6 ${text}`.trimEnd()) : []),
  ];
  return {
    text: `${lines.join('\n')}\n`,
    notExpressed: allNotExpressed(
      input,
      parts.map(({ part }) => part),
    ),
  };
}

export const iptables: Dialect = { title: 'iptables-save', extension: '.iptables', write };
