import { bitsOf, contains, formatIp, networkOf, parseIp } from '../lib/ip.ts';
import type { TableRoute } from './routing-table.ts';

/** One address of one interface, as one of the node's tools shows it. */
export interface ShownAddress {
  readonly interface: string;
  /** `ADDRESS/PREFIX`, host bits kept. */
  readonly address: string;
  /** It can be reached from other networks: neither loopback nor link-local. */
  readonly global: boolean;
}

const unknownInterface = '?';

function shown(name: string, address: string, prefix: number, global: boolean): ShownAddress[] {
  const ip = parseIp(address.replace(/%.*$/s, ''));
  if (ip === null || prefix < 0 || prefix > bitsOf(ip.family) || !Number.isInteger(prefix)) return [];
  return [{ interface: name, address: `${formatIp(ip)}/${prefix}`, global }];
}

function isGlobal(address: string): boolean {
  return !/^(?:127\.|169\.254\.|::1$|fe[89ab])/i.test(address);
}

/** Reads `ip -o addr show`, of iproute2 and of BusyBox. */
export function readIpAddresses(lines: readonly string[]): readonly ShownAddress[] {
  return lines.flatMap((line) => {
    const [, name = '', family, text = '', rest = ''] =
      /^\d+:\s+(\S+)\s+(inet6?)\s+(\S+)(.*)/s.exec(line) ?? [];
    const [address = '', prefix] = text.split('/');
    const whole = family === 'inet6' ? 128 : 32;
    const scope = /\bscope (\S+)/.exec(rest)?.[1];
    return shown(
      name.replace(/@.*$/s, ''),
      address,
      prefix === undefined ? whole : Number(prefix),
      scope === 'global',
    );
  });
}

/** Length of a netmask: `255.255.255.0`, `0xffffff00` or `ffffff00`; -1: it is none. */
function prefixOfMask(mask: string): number {
  const hex = /^(?:0x)?([0-9a-f]{8})$/i.exec(mask)?.[1];
  const value = hex === undefined ? parseIp(mask)?.value : BigInt(`0x${hex}`);
  if (value === undefined) return -1;
  const ones = value.toString(2).padStart(32, '0');
  return /^1*0*$/.test(ones) ? ones.replace(/0/g, '').length : -1;
}

/**
 * Reads `ifconfig -a`: of net-tools (both layouts), BusyBox, BSD and Solaris. Written after their manuals; it was not run
 * on a BSD or a Solaris machine.
 */
export function readIfconfig(lines: readonly string[]): readonly ShownAddress[] {
  let name = '';
  return lines.flatMap((line) => {
    // `eth0:1` is a further address of eth0.
    name = /^([^\s:]+)(?::\d+)?(?::?\s|:$)/.exec(line)?.[1] ?? name;
    const v4 = /\binet (?:addr:)?([0-9.]+)/.exec(line)?.[1];
    if (v4 !== undefined) {
      const mask = /\b(?:netmask |Mask:)(\S+)/.exec(line)?.[1] ?? '255.255.255.255';
      return shown(name, v4, prefixOfMask(mask), isGlobal(v4));
    }
    const [, v6, prefix] =
      /\binet6 (?:addr: ?)?([0-9a-f:.]+)(?:%\S+?)?(?:\/|\s+prefixlen )(\d+)/i.exec(line) ?? [];
    return v6 === undefined ? [] : shown(name, v6, Number(prefix), isGlobal(v6));
  });
}

/** Reads `/proc/net/if_inet6`: address, index, prefix length, scope, flags, name. */
export function readIfInet6(lines: readonly string[]): readonly ShownAddress[] {
  return lines.flatMap((line) => {
    const [hex = '', , prefix = '', scope, , name = ''] = line.trim().split(/\s+/);
    if (!/^[0-9a-f]{32}$/i.test(hex)) return [];
    const address = (hex.match(/.{4}/g) ?? []).join(':');
    return shown(name, address, parseInt(prefix, 16), scope === '00');
  });
}

/**
 * Reads the node's own IPv4 addresses from `/proc/net/fib_trie`, which names no interface: it is that of the most exact
 * route without a gateway (`/proc/net/route`) that covers the address. An address outside all of them keeps the name `?`.
 */
export function readFibTrie(
  lines: readonly string[],
  routes: readonly TableRoute[],
): readonly ShownAddress[] {
  const own = new Set<string>();
  let at = '';
  for (const line of lines) {
    at = /\|-- ([0-9.]+)/.exec(line)?.[1] ?? at;
    if (/^\s*\/32 host LOCAL/.test(line)) own.add(at);
  }
  const connected = routes
    .filter(({ gateway, interface: name }) => gateway === null && name !== null)
    .sort((a, b) => b.network.prefix - a.network.prefix);
  return [...own].flatMap((address) => {
    const ip = parseIp(address);
    if (ip === null) return [];
    if (address.startsWith('127.')) return shown('lo', address, 8, false);
    const route = connected.find(({ network }) => network.prefix > 0 && contains(networkOf(network), ip));
    return shown(
      route?.interface ?? unknownInterface,
      address,
      route?.network.prefix ?? 32,
      isGlobal(address),
    );
  });
}
