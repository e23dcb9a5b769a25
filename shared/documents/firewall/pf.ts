import type { Service } from '../../lib/service.ts';
import { comments, waitingLines } from './comment-lines.ts';
import { distinctBy, exampleHost, removalsFirst } from './in-parts.ts';
import type { LiteralRule } from './literal-addresses.ts';
import { addressTexts, allNotExpressed, linesAbout, literalPart } from './literal-addresses.ts';
import { ruleObjectName, shortHash } from './object-names.ts';
import type { Dialect, FirewallAddress, FirewallConfig, FirewallConfigInput } from './types.ts';

/** Syntax: pf.conf(5) of OpenBSD and FreeBSD, what both of them take. Rules of an anchor, which is loaded as a whole. */

/** A label has at most 63 characters. */
const longestLabel = 63;

function howTo(anchor: string): string[] {
  return [
    'How to use it',
    `  Check: pfctl -vnf FILE    Load: pfctl -a ${anchor} -f FILE    Look: pfctl -a ${anchor} -sr -v`,
    '  Loading it permits nothing until your pf.conf has this line, above a "block quick" that would come first:',
    '    anchor "gatecheck/*"',
    '  pf keeps state, so the replies need no rule. It passes a packet in on one interface and out on another: these rules',
    '  name neither, so they hold for both.',
  ];
}

/** pf gives a name of a table 31 characters: made of what it holds. */
function tableName(side: readonly FirewallAddress[]): string {
  return `<gc-${shortHash(addressTexts(side).sort().join(' '))}>`;
}

function isGroup(side: readonly FirewallAddress[]): boolean {
  return addressTexts(side).length > 1;
}

function sideText(side: readonly FirewallAddress[]): string {
  return isGroup(side) ? tableName(side) : (side[0]?.text ?? '');
}

/** `proto tcp` and what stands behind the destination, one for each protocol. */
function serviceMatches(
  services: readonly Service[],
  family: LiteralRule['family'],
): { readonly proto: string; readonly port: string }[] {
  const ports = (['tcp', 'udp'] as const).flatMap((transport) => {
    const texts = services.flatMap((service) =>
      service.kind === 'port' && service.transport === transport
        ? [service.first === service.last ? `${service.first}` : `${service.first}:${service.last}`]
        : [],
    );
    if (texts.length === 0) return [];
    return [
      {
        proto: transport,
        port: ` port ${texts.length === 1 ? texts.join('') : `{ ${texts.join(', ')} }`}`,
      },
    ];
  });
  if (!services.some(({ kind }) => kind === 'icmp')) return ports;
  const [proto, type] = family === 'v4' ? ['icmp', 'icmp-type'] : ['icmp6', 'icmp6-type'];
  return [...ports, { proto, port: ` ${type} echoreq` }];
}

function ruleLines(rule: LiteralRule): string[] {
  const family = rule.family === 'v4' ? 'inet' : 'inet6';
  return serviceMatches(rule.services, rule.family).map(
    ({ proto, port }) =>
      `pass quick ${family} proto ${proto} from ${sideText(rule.from)} to ${sideText(rule.to)}${port} keep state label "${ruleObjectName(rule, 0, longestLabel)}"`,
  );
}

function verifyLines(rule: LiteralRule, anchor: string): string[] {
  const [from, to] = [rule.from[0], rule.to[0]];
  if (from === undefined || to === undefined) return [];
  return [
    `Verify: pfctl -a ${anchor} -vsr | grep -A 3 ${ruleObjectName(rule, 0, longestLabel)}`,
    `Verify: pfctl -ss | grep -F ${exampleHost(from)} | grep -F ${exampleHost(to)}`,
  ];
}

function write(input: FirewallConfigInput): FirewallConfig {
  const anchor = `gatecheck/${input.name}`;
  const parts = removalsFirst(input).map((line) => ({
    line,
    part: literalPart(
      line,
      'pf',
      'pfctl would look a name up once, when it loads the file, and keep what it got.',
    ),
  }));
  const added = parts.flatMap(({ line, part }) =>
    line.change === 'add' && part.rule !== null ? [part.rule] : [],
  );
  const tables = distinctBy(
    added.flatMap(({ from, to }) => [from, to].filter(isGroup)),
    tableName,
  );
  const lines = [
    ...comments('# ', input.header),
    '#',
    ...howTo(anchor).map((text) => `# ${text}`),
    '#',
    ...comments('# ', waitingLines(input)),
    '',
    ...tables.map((side) => `table ${tableName(side)} const { ${addressTexts(side).join(', ')} }`),
    ...parts.flatMap(({ line, part }) => {
      const about = comments('# ', linesAbout(line, part));
      if (part.rule === null) return ['', ...about];
      // pf has no word that takes a rule out: an anchor is loaded anew, without it.
      if (line.change === 'remove')
        return [
          '',
          ...about,
          '# Take the rules with this label out of the file of your anchor, and load that again:',
          `#   label "${ruleObjectName(line, 0, longestLabel)}"`,
        ];
      return ['', ...about, ...comments('# ', verifyLines(part.rule, anchor)), ...ruleLines(part.rule)];
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

export const pf: Dialect = { title: 'pf', extension: '.pf.conf', write };
