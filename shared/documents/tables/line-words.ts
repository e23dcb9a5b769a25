import { protocolsOf } from '../../rules/lines.ts';
import type { RequestFile } from '../change-request/request-json.ts';
import { levelWord, protocolLines, utcTime } from '../words.ts';
import { oneLine } from './visible-text.ts';

/** The words that every table says of a line, made of the request's data alone: they can be made again when it comes back. */

export type FileLine = RequestFile['lines'][number];
export type FileParty = FileLine['from'][number];

const severalZones = 'several zones';

/** A counterpart's zone, or that nobody gave one. */
export function zoneText(zone: string | null): string {
  return zone === null ? 'not given' : zone === severalZones ? severalZones : oneLine(zone);
}

export function directionText({ direction }: FileLine): 'OUT' | 'IN' {
  return direction === 'out' ? 'OUT' : 'IN';
}

/** `LAN`, `WAN (assumed)`. */
export function portText({ port, portBasis }: FileLine): string {
  return `${port.toUpperCase()}${portBasis === 'assumed' ? ' (assumed)' : ''}`;
}

/** `TCP 80, 443`; one protocol a line. */
export function servicesText(line: Pick<FileLine, 'services'>, between = '\n'): string {
  return protocolLines(protocolsOf(line.services)).join(between);
}

export function familyText({ family }: FileLine): string {
  return { v4: 'IPv4', v6: 'IPv6', name: 'Name' }[family];
}

/** `Required (assumed)`: assumed where the source states no condition. */
export function needText({ level, levelBasis }: FileLine): string {
  const assumed = levelBasis === 'assumed' && level !== 'as-published';
  return `${levelWord(level)}${assumed ? ' (assumed)' : ''}`;
}

/** How the line stood when it was checked. */
export function todayText({ today }: FileLine): string {
  switch (today) {
    case undefined:
      return 'No check made';
    case 'blocked':
      return 'Blocked';
    case 'not-tested':
      return 'Not tested';
    case 'in-part':
      return 'Works in part';
  }
}

/** What is asked with it. */
export function changeText({ change }: FileLine): string {
  switch (change) {
    case undefined:
      return 'Permit';
    case 'added':
      return 'Added: permit';
    case 'changed':
      return 'Changed: permit as now';
    case 'removed':
      return 'Removed: withdraw';
  }
}

/** The customer's own rule, by their implementation record. */
function recordedText({ recorded }: FileLine): string {
  if (recorded === undefined) return 'Not recorded';
  const since = recorded.active === null ? 'time not recorded' : `active since ${utcTime(recorded.active)}`;
  return `${oneLine(recorded.rule)}, ${since}`;
}

/** What `beforeText` says. */
export function beforeTitle({ kind }: RequestFile): string {
  return kind === 'removal' ? 'Your rule, as recorded' : 'Before';
}

/** The content of a changed line before, without the parts that stayed; of a removal the rule that it became. */
export function beforeText({ kind }: RequestFile, line: FileLine): string {
  if (kind === 'removal') return recordedText(line);
  const { before, change } = line;
  if (before === undefined) return change === 'removed' ? 'As it stands here' : 'New';
  const addresses = (parties: readonly FileParty[]): string =>
    parties
      .map((party) =>
        party.natAddress === null ? party.address : `${party.address} (outside ${party.natAddress})`,
      )
      .map(oneLine)
      .join(', ');
  const parts = [
    ...(servicesText(before, '; ') === servicesText(line, '; ') ? [] : [servicesText(before, '; ')]),
    ...(addresses(before.from) === addresses(line.from) ? [] : [`from ${addresses(before.from)}`]),
    ...(addresses(before.to) === addresses(line.to) ? [] : [`to ${addresses(before.to)}`]),
    ...(before.level === line.level ? [] : [levelWord(before.level)]),
  ];
  return parts.length === 0 ? 'Only its id was another' : `Was ${parts.join('; ')}`;
}

export function isNear(line: FileLine, side: 'from' | 'to'): boolean {
  return (line.direction === 'out') === (side === 'from');
}

/** Who stands on a side: `gdn-1 (node)`, `DNS servers`. */
export function sideName(line: FileLine, side: 'from' | 'to'): string {
  if (!isNear(line, side)) return oneLine(line.farName) || oneLine(line.title);
  return `${oneLine(line[side][0]?.node ?? line[side][0]?.label ?? line.node)} (node)`;
}

export function addressText({ address }: FileParty): string {
  return oneLine(address);
}

/** The other side's view of the line's addresses. */
export function natText({ from, to }: FileLine): string {
  const outside = [...from, ...to].flatMap(({ address, natAddress }) =>
    natAddress === null ? [] : [`${oneLine(address)} is ${oneLine(natAddress)} outside`],
  );
  return outside.length === 0 ? 'None given' : outside.join('\n');
}

/** True when the line waits for an address: nobody can permit it yet. */
export function isWaiting({ from, to }: FileLine): boolean {
  return from.length === 0 || to.length === 0;
}

/** Stems of any-of groups by rule. */
export function groupsOf(file: RequestFile): ReadonlyMap<string, string> {
  return new Map(file.rules.flatMap(({ id, group }) => (group === null ? [] : [[id, group] as const])));
}

/** Why the line is asked for. */
export function whyText(line: FileLine, groups: ReadonlyMap<string, string>): string {
  const purpose = oneLine(line.why?.purpose ?? '');
  const anyOf = line.rules.length > 0 && line.rules.every((rule) => groups.has(rule));
  const parts = [
    ...(line.why?.origin === 'custom' ? ['Added by the site, not by the vendor.'] : []),
    ...(purpose === '' ? [] : [purpose]),
    ...(anyOf && !purpose.includes('enough') ? ['One of the services is enough.'] : []),
    ...(line.temporary ? ['For a limited time only.'] : []),
  ];
  return parts.length === 0 ? 'No reason was given.' : parts.join(' ');
}
