import { sha256Hex, utf8 } from '../../lib/digest.ts';
import type { Cidr, Ip, IpFamily } from '../../lib/ip.ts';
import {
  bitsOf,
  contains,
  containsCidr,
  formatCidr,
  formatIp,
  hasHostBits,
  networkOf,
  parseCidr,
  parseIp,
} from '../../lib/ip.ts';

/** What the replacement of addresses has to know of a site before the first address is replaced. */
export interface AddressScene {
  /** Nobody can go back from the copy to the addresses without it; it is not kept. */
  readonly secret: string;
  /** Networks that the site declares, as networks. */
  readonly networks: readonly Cidr[];
  /** Subnets of the nodes' own ports: their host parts stay, so that no node becomes a network's own address. */
  readonly ownSubnets: readonly Cidr[];
  /** Addresses that are nobody's, and stay: those of the negative control. */
  readonly kept: ReadonlySet<string>;
}

/** More different networks than the replacement has room for. */
export class TooManyNetworks extends Error {}

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === null) throw new Error(`${text} is no network.`);
  return parsed;
}

/** Private use (RFC 1918): replaced inside the same block, so that private stays private. */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(cidr);

/** Addresses that name no machine of anybody's network, or always the same one. */
const untouched = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/127', 'ff00::/8'].map(cidr);

/** Link-local: the prefix stays. */
const linkLocal = ['169.254.0.0/16', 'fe80::/64'].map(cidr);

/**
 * All others are a stranger's if any bit of them changes. So each block gets one of its own in a range that is nobody's:
 * shared address space (RFC 6598), documentation (RFC 3849).
 */
const room = { v4: cidr('100.64.0.0/10'), v6: cidr('2001:db8::/32') } as const;
const blockPrefix = { v4: 20, v6: 48 } as const;

/**
 * Replaces addresses so that what matters between them stays: two addresses share a prefix in the copy where they share
 * one (as Crypto-PAn does), a host stays in its networks, private stays private. Not at random: one address, one replacement.
 */
export class AddressMap {
  readonly #scene: AddressScene;
  readonly #flips = new Map<string, bigint>();
  readonly #blocks = new Map<string, bigint>();
  readonly #next: Record<IpFamily, bigint> = { v4: room.v4.ip.value, v6: room.v6.ip.value };
  /** Every address that was replaced: normal form. */
  readonly replaced = new Map<string, string>();

  constructor(scene: AddressScene) {
    this.#scene = scene;
  }

  /** An address in normal form. @throws TooManyNetworks */
  address(ip: Ip): string {
    const text = formatIp(ip);
    if (this.#scene.kept.has(text) || untouched.some((block) => contains(block, ip))) return text;
    const known = this.replaced.get(text);
    if (known !== undefined) return known;
    const made = formatIp(this.#replace(ip));
    this.replaced.set(text, made);
    return made;
  }

  /** `ADDRESS/PREFIX`: a network stays one, an interface's address keeps its host part. @throws TooManyNetworks */
  cidr(whole: Cidr): string {
    const made = parseIp(this.address(whole.ip));
    if (made === null) throw new Error('A replacement is no address.');
    const replaced = { ip: made, prefix: whole.prefix };
    return formatCidr(hasHostBits(whole) ? replaced : networkOf(replaced));
  }

  #replace(ip: Ip): Ip {
    const fixed = [...privateBlocks, ...linkLocal].find((block) => contains(block, ip));
    if (fixed !== undefined) return this.#flipped(ip, fixed.prefix, fixed.ip.value);
    const block = this.#blockOf(ip);
    return this.#flipped(ip, block.prefix, this.#placeOf(block));
  }

  /** The largest network of the site around an address, if that is larger than a block. */
  #blockOf(ip: Ip): Cidr {
    const own = networkOf({ ip, prefix: blockPrefix[ip.family] });
    const around = this.#scene.networks.filter(
      (network) =>
        network.ip.family === ip.family && network.prefix < own.prefix && containsCidr(network, own),
    );
    return around.reduce((largest, network) => (network.prefix < largest.prefix ? network : largest), own);
  }

  #placeOf(block: Cidr): bigint {
    const key = formatCidr(block);
    const known = this.#blocks.get(key);
    if (known !== undefined) return known;
    const { family } = block.ip;
    const size = 1n << BigInt(bitsOf(family) - block.prefix);
    const next = this.#next[family];
    const place = ((next + size - 1n) / size) * size;
    if (!containsCidr(room[family], { ip: { family, value: place }, prefix: block.prefix }))
      throw new TooManyNetworks('There are more public networks than there are addresses for the copy.');
    this.#next[family] = place + size;
    this.#blocks.set(key, place);
    return place;
  }

  /** Bits behind the prefix, each turned or not by what stands before it. */
  #flipped(ip: Ip, prefix: number, place: bigint): Ip {
    const bits = bitsOf(ip.family);
    const end = this.#hostPartOf(ip) ?? bits;
    let value = place;
    for (let at = prefix; at < bits; at++) {
      const shift = BigInt(bits - 1 - at);
      const bit = (ip.value >> shift) & 1n;
      const turn = at < end ? this.#turn(ip, at, bits) : 0n;
      value |= (bit ^ turn) << shift;
    }
    return { family: ip.family, value };
  }

  #hostPartOf(ip: Ip): number | undefined {
    const around = this.#scene.ownSubnets.filter((subnet) => contains(subnet, ip));
    return around.length === 0 ? undefined : Math.min(...around.map(({ prefix }) => prefix));
  }

  #turn(ip: Ip, at: number, bits: number): bigint {
    const before = ip.value >> BigInt(bits - at);
    const key = `${ip.family}/${at}/${before.toString(16)}`;
    const known = this.#flips.get(key);
    if (known !== undefined) return known;
    const turn = BigInt(parseInt(sha256Hex(utf8(`${this.#scene.secret} ${key}`)).slice(0, 2), 16) & 1);
    this.#flips.set(key, turn);
    return turn;
  }
}
