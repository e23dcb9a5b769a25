import { formatEndpointAddress } from '../../lib/endpoint-address.ts';
import type { IpFamily } from '../../lib/ip.ts';
import type { Service } from '../../lib/service.ts';
import { cidrText, sidesOf } from './cloud-rules.ts';
import { sayable, type AddressLimit } from './in-parts.ts';
import { shortHash } from './object-names.ts';
import type {
  Dialect,
  FirewallAddress,
  FirewallConfig,
  FirewallConfigInput,
  FirewallRule,
  NotExpressed,
} from './types.ts';

/**
 * Manufacturer Usage Description, RFC 8520: what the nodes may do, as JSON. It has no room for remarks, so what it cannot
 * say stands in `notExpressed` only. Each entry names both sides, so that one file can describe several nodes.
 */
export const mud: Dialect = {
  title: 'Manufacturer Usage Description (RFC 8520)',
  extension: '.mud.json',
  takesNoRemarks: true,
  write,
};

type Way = 'from-device' | 'to-device';

/** Names of lists and entries have at most 64 characters (RFC 8519). */
const mostOfName = 64;

/** A description that is shown to people has at most 60 characters (RFC 8520, section 3.6). */
const mostOfDescription = 60;

const limit: AddressLimit = ({ address, text }, side, rule) => {
  switch (address.kind) {
    case 'host':
      return null;
    case 'network':
      return address.cidr.prefix === 0 ? `${text} means any address.` : null;
    case 'name':
      return (side === 'to') === (rule.direction === 'out')
        ? null
        : `A MUD file takes names for the other side only, not ${text}.`;
    case 'wildcard':
      return `A MUD file takes no name patterns: ${text}.`;
  }
};

const wholeDevice =
  'A MUD file lists everything that a device may do, and has no word for what it may no longer do: take this line out of the file that is in use.';

function write(input: FirewallConfigInput): FirewallConfig {
  const notExpressed: NotExpressed[] = [...input.waiting];
  const lists = new Map<string, unknown[]>();
  for (const rule of input.rules) {
    if (rule.change === 'remove') {
      notExpressed.push({ id: rule.id, number: rule.number, reason: wholeDevice });
      continue;
    }
    const said = sayable(rule, limit);
    notExpressed.push(...said.notExpressed);
    if (said.rule !== null) addEntries(lists, said.rule);
  }
  const policy = (way: Way): object => ({
    'access-lists': {
      'access-list': [...lists.keys()].filter((name) => name.startsWith(way)).map((name) => ({ name })),
    },
  });
  const file = {
    'ietf-mud:mud': {
      'mud-version': 1,
      'mud-url': `https://placeholder.invalid/${input.name}.json`,
      'last-update': input.createdAt,
      'is-supported': true,
      systeminfo: description(input),
      'from-device-policy': policy('from-device'),
      'to-device-policy': policy('to-device'),
    },
    'ietf-access-control-list:acls': {
      acl: [...lists].map(([name, ace]) => ({
        name,
        type: name.endsWith('v6') ? 'ipv6-acl-type' : 'ipv4-acl-type',
        aces: { ace },
      })),
    },
  };
  return { text: `${JSON.stringify(file, null, 2)}\n`, notExpressed };
}

function description({ header, name }: FirewallConfigInput): string {
  const marks = ['PRACTICE', 'DRAFT'].filter((mark) => header.some((line) => line.startsWith(mark)));
  return [...marks, `REVIEW BEFORE USE: ${name}`].join(', ').slice(0, mostOfDescription);
}

/** One entry for each flow, in the list of its way; for TCP the way back, too, which nobody can open from that side. */
function addEntries(lists: Map<string, unknown[]>, rule: FirewallRule): void {
  let number = 0;
  for (const { direction, rule: sided } of sidesOf(rule)) {
    const way: Way = direction === 'out' ? 'from-device' : 'to-device';
    const back: Way = direction === 'out' ? 'to-device' : 'from-device';
    for (const from of sided.from)
      for (const to of sided.to) {
        const family = familyOfSides(from, to);
        for (const service of sided.services) {
          const name = entryName(rule.id, ++number);
          append(lists, `${way}-${family}`, entry(name, family, from, to, service, way, false));
          if (service.kind === 'port' && service.transport === 'tcp')
            append(lists, `${back}-${family}`, entry(`${name}.r`, family, to, from, service, way, true));
        }
      }
  }
}

function append(lists: Map<string, unknown[]>, name: string, one: unknown): void {
  const before = lists.get(name);
  if (before === undefined) lists.set(name, [one]);
  else before.push(one);
}

/** A name goes with the family of the node's own address. */
function familyOfSides(from: FirewallAddress, to: FirewallAddress): IpFamily {
  const six = [from, to].some(({ address }) =>
    address.kind === 'host'
      ? address.ip.family === 'v6'
      : address.kind === 'network' && address.cidr.ip.family === 'v6',
  );
  return six ? 'v6' : 'v4';
}

function entryName(id: string, number: number): string {
  const tail = `.${number}`;
  const room = mostOfName - tail.length - '.r'.length;
  return id.length <= room ? `${id}${tail}` : `${id.slice(0, room - 13)}.${shortHash(id)}${tail}`;
}

function entry(
  name: string,
  family: IpFamily,
  from: FirewallAddress,
  to: FirewallAddress,
  service: Service,
  initiated: Way,
  reply: boolean,
): object {
  return {
    name,
    matches: {
      [`ip${family}`]: {
        ...side('source', 'src', family, from),
        ...side('destination', 'dst', family, to),
        protocol: protocolNumber(service, family),
      },
      ...transport(service, family, initiated, reply),
    },
    actions: { forwarding: 'accept' },
  };
}

function side(word: string, short: string, family: IpFamily, address: FirewallAddress): object {
  const cidr = cidrText(address);
  return cidr === null
    ? { [`ietf-acldns:${short}-dnsname`]: formatEndpointAddress(address.address) }
    : { [`${word}-ip${family}-network`]: cidr };
}

function protocolNumber(service: Service, family: IpFamily): number {
  if (service.kind === 'icmp') return family === 'v6' ? 58 : 1;
  return service.transport === 'tcp' ? 6 : 17;
}

function transport(service: Service, family: IpFamily, initiated: Way, reply: boolean): object {
  if (service.kind === 'icmp') return { icmp: { type: family === 'v6' ? 128 : 8, code: 0 } };
  const { first, last } = service;
  const ports =
    first === last ? { operator: 'eq', port: first } : { 'lower-port': first, 'upper-port': last };
  return {
    [service.transport]: {
      ...(service.transport === 'tcp' ? { 'ietf-mud:direction-initiated': initiated } : {}),
      [reply ? 'source-port' : 'destination-port']: ports,
    },
  };
}
