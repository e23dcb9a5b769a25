import type { RoleHint } from './role-words.ts';
import { roleOfWords } from './role-words.ts';
import type { UnusedLine } from './types.ts';

/** What a label before a colon says of the addresses behind it. */
export type LabelMeaning =
  | { readonly kind: 'role'; readonly hint: RoleHint }
  | { readonly kind: 'unused'; readonly why: UnusedLine['why'] };

export interface Labelled {
  readonly meaning: LabelMeaning;
  readonly rest: string;
}

/** `inet 10.0.0.5/24 brd …` of ip and ifconfig. */
const ownInterface = /^\s*(?:inet6?|link\/\w+|ether)\s+(?:addr:)?(.*)/s;
/** `default via 10.0.0.1 dev eth0` of ip route, `gateway 10.0.0.1` of an interfaces file. */
const wayOut =
  /^\s*(?:default\s+via|(?:default[ -]?|standard-?)?gateway\b|brama\b|ゲートウェイ)\s*(?:[:=]\s*)?(.*)/is;
/** `10.0.0.0/24 dev eth0 proto kernel`: in two steps, as one expression takes the square of a line of nothing but devices. */
const device = /\bdev\s+\S+\s/;
const ofRoute = /\b(?:proto|scope)\s/;

function isOwnRoute(line: string): boolean {
  const found = device.exec(line);
  return found !== null && ofRoute.test(line.slice(found.index + found[0].length));
}
const maskAlone = /^\s*(?:(?:sub)?net ?mask|subnetzmaske|maska(?: podsieci)?)\s*(?:[:=]\s*)?(.*)/is;
const searchDomain = /^\s*(?:search|domain)\s+(\S.*)$/i;

const unusedLabels: readonly (readonly [UnusedLine['why'], RegExp])[] = [
  ['domain-suffix', /suffix|sufiks|search list|host ?name|nazwa hosta|サフィックス|ホスト名/i],
  ['netmask', /subnet|mask|maske|サブネット/i],
  ['gateway', /gateway|brama|ゲートウェイ/i],
];
const ownAddress =
  /(?:ipv4|ipv6|ip|physical|physisch|fizyczn|link-local|temporary|autoconfig).*(?:addr|adres)|アドレス$/i;

function meaningOf(label: string): LabelMeaning {
  const unused = unusedLabels.find(([, words]) => words.test(label));
  if (unused !== undefined) return { kind: 'unused', why: unused[0] };
  const hint = roleOfWords(label, 'label');
  // `DHCP enabled` names no server; what stands behind it is no address anyway.
  if (hint !== null) return { kind: 'role', hint };
  return { kind: 'unused', why: ownAddress.test(label) ? 'own-address' : 'no-address' };
}

/**
 * `   DNS Servers . . . . . . : 10.1.2.3`, as ipconfig /all writes it in any language. Read by hand: an expression for it takes
 * the square of the line's length.
 */
function dottedLabel(line: string): { readonly label: string; readonly rest: string } | null {
  const colon = line.indexOf(':');
  let end = colon;
  let dots = 0;
  while (end > 0 && (line[end - 1] === '.' || line[end - 1] === ' ' || line[end - 1] === '\t')) {
    end -= 1;
    if (line[end] === '.') dots += 1;
  }
  const label = line.slice(0, Math.max(end, 0)).trim();
  return dots === 0 || label === '' ? null : { label, rest: line.slice(colon + 1).trim() };
}

/** Reads a line that says by itself what its addresses are; null: it does not. */
export function labelledLine(line: string): Labelled | null {
  const own = ownInterface.exec(line);
  if (own !== null) return { meaning: { kind: 'unused', why: 'own-address' }, rest: own[1] ?? '' };
  const search = searchDomain.exec(line);
  if (search !== null) return { meaning: { kind: 'unused', why: 'domain-suffix' }, rest: search[1] ?? '' };
  const unused = (why: UnusedLine['why'], rest: string): Labelled => ({
    meaning: { kind: 'unused', why },
    rest,
  });
  const way = wayOut.exec(line);
  if (way !== null && dottedLabel(line) === null) return unused('gateway', way[1] ?? '');
  if (isOwnRoute(line)) return unused('own-address', line);
  const mask = maskAlone.exec(line);
  if (mask !== null && dottedLabel(line) === null) return unused('netmask', mask[1] ?? '');
  const found = dottedLabel(line);
  return found === null ? null : { meaning: meaningOf(found.label), rest: found.rest };
}
