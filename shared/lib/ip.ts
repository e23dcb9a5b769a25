/**
 * IP addresses and networks as numbers. Normal forms: dotted decimal without leading zeros (IPv4), RFC 5952 (IPv6).
 */
export type IpFamily = 'v4' | 'v6';

export interface Ip {
  readonly family: IpFamily;
  readonly value: bigint;
}

export interface Cidr {
  readonly ip: Ip;
  readonly prefix: number;
}

/** Address bits of a family: 32 or 128. */
export function bitsOf(family: IpFamily): 32 | 128 {
  return family === 'v4' ? 32 : 128;
}

/** Why a text is no IPv4 address, as a sentence part; null when it is one. Meant for texts of four dotted numbers. */
export function whyNotIpv4(text: string): string | null {
  const parts = text.split('.');
  if (parts.length !== 4) return `it has ${parts.length} numbers, an IPv4 address has 4`;
  const names = ['first', 'second', 'third', 'fourth'];
  for (const [index, part] of parts.entries()) {
    const name = names[index] ?? '';
    if (!/^\d+$/.test(part)) return `the ${name} part "${part}" is no number`;
    if (part.length > 1 && part.startsWith('0')) return `the ${name} number ${part} has a leading zero`;
    if (part.length > 3 || Number(part) > 255) return `the ${name} number is ${part}; 255 is the highest`;
  }
  return null;
}

/** Read letter by letter: plans and reports hold tens of thousands, and an expression takes ten times as long. */
function parseIpv4(text: string): Ip | null {
  if (text.length < 7 || text.length > 15) return null;
  let value = 0;
  let part = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      if (part < 0 || ++dots > 3) return null;
      value = value * 256 + part;
      part = -1;
    } else {
      const digit = code - 0x30;
      if (digit < 0 || digit > 9 || part === 0) return null;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return null;
    }
  }
  return dots === 3 && part >= 0 ? { family: 'v4', value: BigInt(value * 256 + part) } : null;
}

function parseIpv6(text: string): Ip | null {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':')) return null;
  let source = text;
  const embedded = /(?<=:)[0-9.]+$/.exec(text)?.[0];
  if (embedded?.includes('.')) {
    const tail = parseIpv4(embedded);
    if (tail === null) return null;
    const high = (tail.value >> 16n).toString(16);
    const low = (tail.value & 0xffffn).toString(16);
    source = `${text.slice(0, -embedded.length)}${high}:${low}`;
  }
  if (source.includes('.')) return null;
  const halves = source.split('::');
  if (halves.length > 2) return null;
  const groupsOf = (half: string | undefined): string[] =>
    half === undefined || half === '' ? [] : half.split(':');
  const head = groupsOf(halves[0]);
  const tail = groupsOf(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return { family: 'v6', value: groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n) };
}

/** Reads an IPv4 or IPv6 address (no zone id, no brackets); null when it is none. */
export function parseIp(text: string): Ip | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(16 * (7 - i))) & 0xffffn));
  let best = { start: -1, length: 1 };
  let start = -1;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) {
      start = -1;
      continue;
    }
    if (start < 0) start = index;
    const length = index - start + 1;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.start < 0) return hex.join(':');
  const head = hex.slice(0, best.start).join(':');
  const tail = hex.slice(best.start + best.length).join(':');
  return `${head}::${tail}`;
}

/** The normal form of an address. */
export function formatIp(ip: Ip): string {
  if (ip.family === 'v6') return formatIpv6(ip.value);
  const value = Number(ip.value);
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** Reads `ADDRESS/PREFIX`; null when it is none. Host bits are kept: ask `networkOf` for the network. */
export function parseCidr(text: string): Cidr | null {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const ip = parseIp(match?.[1] ?? '');
  if (match === null || ip === null) return null;
  const prefix = Number(match[2]);
  return prefix <= bitsOf(ip.family) ? { ip, prefix } : null;
}

function hostMask(cidr: Cidr): bigint {
  return (1n << BigInt(bitsOf(cidr.ip.family) - cidr.prefix)) - 1n;
}

/** The network of an address with prefix: its host bits set to zero. */
export function networkOf(cidr: Cidr): Cidr {
  return { ip: { family: cidr.ip.family, value: cidr.ip.value & ~hostMask(cidr) }, prefix: cidr.prefix };
}

/** True when bits behind the prefix are set, i.e. the text names a host inside a network. */
export function hasHostBits(cidr: Cidr): boolean {
  return (cidr.ip.value & hostMask(cidr)) !== 0n;
}

/** `10.20.5.0/24`: the normal form of a network, host bits kept. */
export function formatCidr(cidr: Cidr): string {
  return `${formatIp(cidr.ip)}/${cidr.prefix}`;
}

/** True when the address lies in the network. */
export function contains(network: Cidr, ip: Ip): boolean {
  if (network.ip.family !== ip.family) return false;
  const mask = hostMask(network);
  return (network.ip.value & ~mask) === (ip.value & ~mask);
}

/** True when every address of `inner` lies in `outer`. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return inner.prefix >= outer.prefix && contains(outer, inner.ip);
}

/** Number of addresses in a network. */
export function sizeOf(cidr: Cidr): bigint {
  return hostMask(cidr) + 1n;
}

/** All addresses of a small network, in order. Callers bound the size first. */
export function addressesOf(cidr: Cidr): Ip[] {
  const first = networkOf(cidr).ip.value;
  return Array.from({ length: Number(sizeOf(cidr)) }, (_, i) => ({
    family: cidr.ip.family,
    value: first + BigInt(i),
  }));
}

const v4Private = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** True for RFC 1918 and RFC 6598 (shared) IPv4 addresses and RFC 4193 IPv6 ones. */
export function isPrivate(ip: Ip): boolean {
  const networks = ip.family === 'v4' ? v4Private : ['fc00::/7'];
  return networks.some((text) => {
    const network = parseCidr(text);
    return network !== null && contains(network, ip);
  });
}
