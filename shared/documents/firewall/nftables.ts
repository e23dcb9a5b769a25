import type { Service } from '../../lib/service.ts';
import { comments, waitingLines } from './comment-lines.ts';
import { distinctBy, exampleHost, removalsFirst } from './in-parts.ts';
import type { LiteralRule } from './literal-addresses.ts';
import { addressTexts, allNotExpressed, linesAbout, literalPart } from './literal-addresses.ts';
import { addressGroupName, ruleObjectName } from './object-names.ts';
import type { Dialect, FirewallAddress, FirewallConfig, FirewallConfigInput, FirewallRule } from './types.ts';

/** Syntax: nft(8). A chain for each line, under the line's id, so that a later revision can name it. */

const table = 'inet gatecheck';
const permitted = 'gc-permitted';
/** The kernel takes 128 bytes of a rule's comment, the end mark included; names of chains and sets may be longer. */
const longestComment = 120;

const howTo = [
  'How to use it',
  '  Check: nft -c -f FILE    Load: nft -f FILE    Look: nft list table inet gatecheck',
  '  Loading it changes nothing yet: its chains have no hook. An accept in one table never overrules a drop in another,',
  '  so choose one of two ways:',
  `  1. Your firewall has a table already: write its name for "${table}" in this file, load it, and let your forward chain jump:`,
  `       nft insert rule inet YOUR_TABLE YOUR_FORWARD_CHAIN jump ${permitted}`,
  '     Your chain has to accept the replies: ct state established,related accept',
  '  2. This firewall forwards nothing else: take the signs "#option# " away from the block at the end. It drops',
  '     everything that no line permits.',
];

const baseChain = [
  `table ${table} {`,
  '    chain gc-forward {',
  '        type filter hook forward priority filter; policy drop;',
  '        ct state established,related accept',
  `        jump ${permitted}`,
  '    }',
  '}',
];

function chainName(rule: FirewallRule): string {
  return ruleObjectName(rule, 0, 200);
}

function isGroup(side: readonly FirewallAddress[]): boolean {
  return addressTexts(side).length > 1;
}

function setName(side: readonly FirewallAddress[]): string {
  return addressGroupName(distinctBy(side, ({ text }) => text));
}

function setBlock(side: readonly FirewallAddress[], family: LiteralRule['family']): string[] {
  return [
    `    set ${setName(side)} {`,
    `        type ${family === 'v4' ? 'ipv4_addr' : 'ipv6_addr'}`,
    '        flags interval',
    '        auto-merge',
    `        elements = { ${addressTexts(side).join(', ')} }`,
    '    }',
  ];
}

/** One match for each transport: ports of a list must not overlap, so overlapping ones get a match each. */
function serviceMatches(services: readonly Service[], family: LiteralRule['family']): string[] {
  const ping = services.some(({ kind }) => kind === 'icmp')
    ? [`${family === 'v4' ? 'icmp' : 'icmpv6'} type echo-request`]
    : [];
  const ports = (['tcp', 'udp'] as const).flatMap((transport) => {
    const wanted = services.flatMap((service) =>
      service.kind === 'port' && service.transport === transport ? [service] : [],
    );
    const texts = [
      ...new Set(wanted.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`))),
    ];
    const sorted = [...wanted].sort((a, b) => a.first - b.first);
    const apart = sorted.every((one, index) => index === 0 || one.first > (sorted[index - 1]?.last ?? 0));
    if (texts.length > 1 && apart) return [`${transport} dport { ${texts.join(', ')} }`];
    return texts.map((text) => `${transport} dport ${text}`);
  });
  return [...ports, ...ping];
}

function ruleLines(rule: LiteralRule): string[] {
  const ip = rule.family === 'v4' ? 'ip' : 'ip6';
  const side = (addresses: readonly FirewallAddress[]): string =>
    isGroup(addresses) ? `@${setName(addresses)}` : (addresses[0]?.text ?? '');
  return serviceMatches(rule.services, rule.family).map(
    (match) =>
      `ct state new ${ip} saddr ${side(rule.from)} ${ip} daddr ${side(rule.to)} ${match} counter accept comment "${rule.id.slice(0, longestComment)}"`,
  );
}

function verifyLines(rule: LiteralRule): string[] {
  const [from, to] = [rule.from[0], rule.to[0]];
  const [service] = rule.services;
  if (from === undefined || to === undefined || service === undefined) return [];
  const icmp = rule.family === 'v4' ? 'icmp' : 'icmpv6';
  const what = service.kind === 'icmp' ? `-p ${icmp}` : `-p ${service.transport} --dport ${service.first}`;
  return [
    `Verify: nft list chain ${table} ${chainName(rule)}`,
    `Verify: conntrack -L -f ${rule.family === 'v4' ? 'ipv4' : 'ipv6'} -s ${exampleHost(from)} -d ${exampleHost(to)} ${what}`,
  ];
}

function write(input: FirewallConfigInput): FirewallConfig {
  const parts = removalsFirst(input).map((line) => ({
    line,
    part: literalPart(
      line,
      'nftables',
      'nft would look a name up once, when it loads the file, and keep what it got.',
    ),
  }));
  const removed = parts.filter(({ line }) => line.change === 'remove');
  const added = parts.filter(({ line }) => line.change === 'add');
  const written = added.flatMap(({ part }) => (part.rule === null ? [] : [part.rule]));
  const sets = distinctBy(
    written.flatMap(({ from, to, family }) =>
      [from, to].filter(isGroup).map((side) => ({ side, family, name: setName(side) })),
    ),
    ({ name }) => name,
  );
  const lines = [
    ...comments('# ', input.header),
    '#',
    ...howTo.map((text) => `# ${text}`),
    '#',
    ...comments('# ', waitingLines(input)),
    ...removed.flatMap(({ line, part }) => [
      '',
      ...comments('# ', linesAbout(line, part)),
      ...(part.rule === null
        ? []
        : [
            ...comments('# ', ['This empties the chain of the line: nothing of it is left.']),
            `add table ${table}`,
            `add chain ${table} ${chainName(line)}`,
            `flush chain ${table} ${chainName(line)}`,
          ]),
    ]),
    '',
    `table ${table} {`,
    ...sets.flatMap(({ side, family }) => [...setBlock(side, family), '']),
    ...added.flatMap(({ line, part: { rule, notExpressed } }) => [
      ...comments('    # ', linesAbout(line, { rule, notExpressed })),
      ...(rule === null
        ? []
        : [
            ...comments('    # ', verifyLines(rule)),
            `    chain ${chainName(rule)} {`,
            ...ruleLines(rule).map((text) => `        ${text}`),
            '    }',
          ]),
      '',
    ]),
    `    chain ${permitted} {`,
    ...written.map((rule) => `        jump ${chainName(rule)}`),
    '    }',
    '}',
    '',
    ...comments('# ', ['The second way: a chain that drops whatever no line permits.']),
    ...baseChain.map((text) => `#option# ${text}`),
  ];
  return {
    text: `${lines.join('\n')}\n`,
    notExpressed: allNotExpressed(
      input,
      parts.map(({ part }) => part),
    ),
  };
}

export const nftables: Dialect = { title: 'nftables', extension: '.nft', write };
