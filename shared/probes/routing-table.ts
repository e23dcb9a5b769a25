import type { Cidr, Ip } from '../lib/ip.ts';
import { contains, formatCidr, formatIp, networkOf, parseCidr, parseIp } from '../lib/ip.ts';
import type { NodeInterface, RouteAnswer } from './node-route.ts';
import { interfaceOf } from './node-route.ts';

/** One line of a routing table. */
export interface TableRoute {
  readonly network: Cidr;
  /** Null: the target is on the link itself. */
  readonly gateway: Ip | null;
  /** Null: the route refuses what it covers. */
  readonly interface: string | null;
  readonly metric: number;
}

/** A routing table, read because the node has no tool that tells the route to one address. */
export interface RoutingTable {
  /** Where it was read: `/proc/net/route`, `netstat -rn`, ... */
  readonly origin: string;
  readonly routes: readonly TableRoute[];
  /**
   * Every IPv4 packet is routed by this table: the kernel shows no other one. False: rules by source address or mark may
   * use others, which are not seen here.
   */
  readonly alone: boolean;
}

const reject = 0x200;
const isUp = 0x1;
const hasGateway = 0x2;
/** Routes to the node's own addresses, in the IPv6 table. */
const isLocal = 0x80000000;

/** The kernel writes IPv4 addresses as a number of the machine's byte order; little-endian on all that we meet. */
function procIpv4(hex: string | undefined): Ip | null {
  if (!/^[0-9a-f]{8}$/i.test(hex ?? '')) return null;
  const bytes = ((hex ?? '').match(/../g) ?? []).reverse().join('');
  return { family: 'v4', value: BigInt(`0x${bytes}`) };
}

const onesOf = (mask: Ip): number => mask.value.toString(2).replace(/0/g, '').length;

/** Reads `/proc/net/route`: the main table of IPv4. */
export function readProcRoutes(lines: readonly string[]): readonly TableRoute[] {
  return lines.flatMap((line) => {
    const [name = '', destination, gateway, flagsText = '', , , metric = '', mask] = line.trim().split(/\s+/);
    const [ip, via, ones] = [procIpv4(destination), procIpv4(gateway), procIpv4(mask)];
    const flags = parseInt(flagsText, 16);
    if (ip === null || via === null || ones === null || (flags & isUp) === 0) return [];
    return {
      network: { ip, prefix: onesOf(ones) },
      gateway: (flags & hasGateway) === 0 ? null : via,
      interface: (flags & reject) === 0 ? name : null,
      metric: Number(metric),
    };
  });
}

function procIpv6(hex: string | undefined): Ip | null {
  return /^[0-9a-f]{32}$/i.test(hex ?? '') ? { family: 'v6', value: BigInt(`0x${hex ?? ''}`) } : null;
}

/** Reads `/proc/net/ipv6_route`, which shows all tables as one; routes to the node's own addresses are left out. */
export function readProcIpv6Routes(lines: readonly string[]): readonly TableRoute[] {
  return lines.flatMap((line) => {
    const [destination, prefix = '', , , gateway, metric = '', , , flagsText = '', name = ''] = line
      .trim()
      .split(/\s+/);
    const [ip, via, flags] = [procIpv6(destination), procIpv6(gateway), parseInt(flagsText, 16)];
    if (ip === null || via === null || (flags & isUp) === 0 || flags >= isLocal) return [];
    return {
      network: { ip, prefix: parseInt(prefix, 16) },
      gateway: (flags & hasGateway) === 0 ? null : via,
      interface: (flags & reject) === 0 ? name : null,
      metric: parseInt(metric, 16),
    };
  });
}

/** `default`, `10.0.2.0/24`, `10.0.2/24`, `169.254`, `fe80::%em0/64`: a network as BSD abbreviates it. */
function bsdNetwork(text: string, isV6: boolean): Cidr | null {
  if (text === 'default') return { ip: { family: isV6 ? 'v6' : 'v4', value: 0n }, prefix: 0 };
  const [address = '', prefix] = text.replace(/%[^/]*/, '').split('/');
  if (address.includes(':')) return parseCidr(`${address}/${prefix ?? '128'}`);
  const parts = address.split('.');
  if (parts.length > 4) return null;
  const whole = [...parts, ...Array<string>(4 - parts.length).fill('0')].join('.');
  return parseCidr(`${whole}/${prefix ?? String(parts.length * 8)}`);
}

/**
 * Reads `netstat -rn` or `route -n`, by the names of the columns: Linux, BSD, Solaris. Written after the manuals; of these
 * only Linux was at hand to run it on.
 */
export function readNetstatRoutes(lines: readonly string[]): readonly TableRoute[] {
  let columns: readonly string[] = [];
  return lines.flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    if (fields[0] === 'Destination') {
      columns = fields;
      return [];
    }
    const of = (...names: readonly string[]): string | undefined => {
      const place = columns.findIndex((column) => names.includes(column));
      return place < 0 ? undefined : fields[place];
    };
    const [destination, mask] = [of('Destination') ?? '', of('Genmask', 'Mask')];
    const isV6 = destination.includes(':') || (of('Gateway') ?? '').includes(':');
    const ones = mask === undefined ? null : parseIp(mask);
    const ip = parseIp(destination);
    const network =
      ones !== null && ip !== null ? { ip, prefix: onesOf(ones) } : bsdNetwork(destination, isV6);
    const flags = of('Flags') ?? '';
    if (network === null || !flags.includes('U')) return [];
    const refuses = /[!RB]/.test(flags.replace(/[a-z]/g, ''));
    return {
      network,
      gateway: flags.includes('G') ? parseIp(of('Gateway') ?? '') : null,
      interface: refuses ? null : (of('Iface', 'Netif', 'Interface', 'If') ?? null),
      metric: Number(of('Metric') ?? 0) || 0,
    };
  });
}

/** `/proc/net/fib_trie` names every table that is not empty: only `Main` and `Local`, and none is chosen by a rule. */
export function hasOtherTables(fibTrie: readonly string[]): boolean {
  return fibTrie.some((line) => /^Id \d+/.test(line));
}

function sourceOn(
  interfaces: readonly NodeInterface[],
  { interface: name, gateway }: TableRoute,
  target: Ip,
): string | null {
  const own = (interfaces.find((one) => one.name === name)?.addresses ?? [])
    .flatMap((text) => parseCidr(text) ?? [])
    .filter(({ ip }) => ip.family === target.family && !/^fe[89ab]/.test(formatIp(ip)));
  const near = own.filter((cidr) => contains(networkOf(cidr), gateway ?? target));
  const [only, ...more] = near.length > 0 ? near : own;
  return only === undefined || more.length > 0 ? null : formatIp(only.ip);
}

function isOwn(interfaces: readonly NodeInterface[], ip: Ip): boolean {
  const isLoopback = ip.family === 'v4' && ip.value >> 24n === 127n;
  return isLoopback || interfaceOf(interfaces, formatIp(ip)) !== null;
}

/**
 * The way to an address by the most exact network of a table; of equally exact ones the lowest metric. The address that
 * the node would send from is named when the interface has only one that it can be.
 *
 * @param source the rule's source address: null: the node's own choice. A table does not look at it; where other tables
 *   may exist, the answer for a given source is null
 */
export function lookUpRoute(
  table: RoutingTable,
  interfaces: readonly NodeInterface[],
  address: string,
  source: string | null,
): RouteAnswer | null {
  const ip = parseIp(address);
  if (ip === null) return null;
  const seesAll = table.alone && ip.family === 'v4';
  if (source !== null && !seesAll) return null;
  // The table of the node's own addresses comes before all others.
  if (isOwn(interfaces, ip)) {
    const loopback = interfaceOf(interfaces, '127.0.0.1') ?? 'lo';
    const text = `local ${address} dev ${loopback} (an address of the node itself)`;
    return { kind: 'route', interface: loopback, source: source === null ? formatIp(ip) : null, text };
  }
  const sayOrigin = `longest prefix in ${table.origin}`;
  const [best] = table.routes
    .filter(({ network }) => network.ip.family === ip.family && contains(networkOf(network), ip))
    .sort((a, b) => b.network.prefix - a.network.prefix || a.metric - b.metric);
  if (best === undefined) return { kind: 'none', text: `${address}: no route (${sayOrigin})` };
  const network = formatCidr(best.network);
  if (best.interface === null)
    return { kind: 'none', text: `${address}: ${network} is refused by the node (${sayOrigin})` };
  const via = best.gateway === null ? '' : ` via ${formatIp(best.gateway)}`;
  const own = sourceOn(interfaces, best, ip);
  const policy = seesAll ? 'no other table exists' : 'policy routing is not visible there';
  return {
    kind: 'route',
    interface: best.interface,
    source: source === null ? own : null,
    text: `${address} by ${network}${via} dev ${best.interface}${own === null ? '' : ` src ${own}`} (${sayOrigin}; ${policy})`,
  };
}
