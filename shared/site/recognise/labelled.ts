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

/** `   DNS Servers . . . . . . : 10.1.2.3`, as ipconfig /all writes it in any language. */
const dotted = /^\s*(\S(?:[^:]*?\S)?)(?:\s*\.)+\s*:\s*(.*)$/;
/** `inet 10.0.0.5/24 brd …` of ip and ifconfig. */
const ownInterface = /^\s*(?:inet6?|link\/\w+|ether)\s+(?:addr:)?(.*)$/;
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

/** Reads a line that says by itself what its addresses are; null: it does not. */
export function labelledLine(line: string): Labelled | null {
  const own = ownInterface.exec(line);
  if (own !== null) return { meaning: { kind: 'unused', why: 'own-address' }, rest: own[1] ?? '' };
  const search = searchDomain.exec(line);
  if (search !== null) return { meaning: { kind: 'unused', why: 'domain-suffix' }, rest: search[1] ?? '' };
  const found = dotted.exec(line);
  return found === null ? null : { meaning: meaningOf(found[1] ?? ''), rest: found[2] ?? '' };
}
