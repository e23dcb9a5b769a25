import { addresses } from '../flows.ts';
import { nodeKind, nodeKinds } from './node-kinds.ts';
import type { Random } from './random.ts';
import { randomFrom } from './random.ts';
import type { FarEnd, FirewallAction, PathQuality, Scenario, ScenarioFlow, Wanted } from './scenario.ts';
import type { ServiceName } from './services.ts';
import { nodePorts } from './services.ts';
import { storeAddress, storeName, unknownName } from './site.ts';

/** What a customer would ask for: a port, what it is for, and the server that gives it. */
interface Offer {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly wanted: Wanted;
  readonly right: ServiceName;
}

const tcpOffers: readonly Offer[] = [
  ...[1344, 5480, 7001, 8010, 9100, 10_000, 13_724, 35_357].map((port): Offer => ({
    port,
    protocol: 'tcp',
    wanted: 'unknown',
    right: 'mute',
  })),
  ...[443, 443, 443, 8443, 6514].map((port): Offer => ({
    port,
    protocol: 'tcp',
    wanted: 'tls',
    right: 'tls',
  })),
  { port: 53, protocol: 'tcp', wanted: 'dns', right: 'dns-tcp' },
  { port: 22, protocol: 'tcp', wanted: 'ssh', right: 'ssh' },
  { port: 80, protocol: 'tcp', wanted: 'http', right: 'http' },
  { port: 389, protocol: 'tcp', wanted: 'ldap', right: 'ldap' },
  { port: 88, protocol: 'tcp', wanted: 'kerberos', right: 'kerberos-tcp' },
  { port: 445, protocol: 'tcp', wanted: 'smb', right: 'smb' },
  { port: 111, protocol: 'tcp', wanted: 'portmapper', right: 'portmapper-tcp' },
  { port: 2049, protocol: 'tcp', wanted: 'nfs', right: 'nfs-tcp' },
];

const udpOffers: readonly Offer[] = [
  { port: 53, protocol: 'udp', wanted: 'dns', right: 'dns' },
  { port: 123, protocol: 'udp', wanted: 'ntp', right: 'ntp' },
  { port: 111, protocol: 'udp', wanted: 'portmapper', right: 'portmapper' },
  { port: 161, protocol: 'udp', wanted: 'snmp', right: 'snmp' },
  { port: 88, protocol: 'udp', wanted: 'kerberos', right: 'kerberos' },
  { port: 137, protocol: 'udp', wanted: 'netbios', right: 'netbios' },
];

const udpOneWay: readonly Offer[] = [514, 7777, 9995, 5001, 5002, 9996].map((port) => ({
  ...{ port, protocol: 'udp', wanted: 'unknown', right: 'sink' },
}));

const blocking: readonly FirewallAction[] = [
  ...(['drop', 'drop', 'drop', 'no-replies', 'tcp-reset', 'admin-prohibited'] as const),
  ...(['net-prohibited', 'host-prohibited', 'host-unreachable', 'port-unreachable'] as const),
];

const rejecting = blocking.filter((one) => !['drop', 'no-replies', 'tcp-reset'].includes(one));

/** The one host whose closed ports are asked where ICMP errors are limited: the limit is a host's own. */
const limitedHost = '10.30.100.1';

/** Hands out addresses that no other flow of the scenario has with the same port. */
class Addresses {
  private readonly taken = new Set<string>();
  private readonly random: Random;
  private readonly icmpLimited: boolean;

  constructor(random: Random, icmpLimited: boolean) {
    this.random = random;
    this.icmpLimited = icmpLimited;
  }

  /** In one of the customer's networks, near or far, or in a place where no host is. */
  take(offer: Offer, farEnd: FarEnd): string {
    for (;;) {
      const limited = this.icmpLimited && farEnd === 'nothing' && offer.protocol === 'udp';
      const address = limited ? limitedHost : this.draw(farEnd);
      const key = `${address}:${offer.port}/${offer.protocol}`;
      if (this.taken.has(key)) continue;
      this.taken.add(key);
      return address;
    }
  }

  private draw(farEnd: FarEnd): string {
    const { random } = this;
    if (farEnd === 'absent-neighbour') return `10.20.0.${random.between(100, 250)}`;
    if (farEnd === 'absent') return `10.20.5.${random.between(200, 250)}`;
    // Few hosts, so that several ports of one are asked.
    return random.chance(0.6)
      ? `10.30.${random.between(1, 9)}.${random.between(1, 4)}`
      : `198.18.${random.between(64, 72)}.${random.between(1, 4)}`;
  }
}

type Wish = Omit<ScenarioFlow, 'id' | 'target' | 'address' | 'nodePort'> & { readonly offer: Offer };

function wish(offer: Offer, firewall: FirewallAction, farEnd: FarEnd, random: Random): Wish {
  const trust = offer.wanted !== 'tls' || random.chance(0.3) ? 'nobody' : 'issuer';
  const { port, protocol, wanted } = offer;
  return { offer, from: 'node', port, protocol, wanted, trust, firewall, farEnd };
}

function many(count: number, make: () => Wish): Wish[] {
  return Array.from({ length: count }, make);
}

/** More than a third of all flows are TCP and open, as many blocked; a few are closed, absent, or somebody else's. */
function tcpWishes(random: Random): Wish[] {
  const third = random.between(17, 20);
  const odd: (() => Wish)[] = [
    () => wish(random.pick(tcpOffers), 'accept', 'nothing', random),
    () => wish(random.pick(tcpOffers), 'accept', 'nothing', random),
    () => wish(random.pick(tcpOffers), 'accept', 'absent', random),
    () => wish(random.pick(tcpOffers), 'accept', 'absent-neighbour', random),
    () => {
      const tls = wish(tlsOffer, 'accept', 'tls-interceptor', random);
      return { ...tls, trust: random.pick(['issuer', 'issuer', 'public', 'nobody'] as const) };
    },
    () =>
      wish(
        tlsOffer,
        'accept',
        random.pick(['mute', 'echo', 'http', 'flood', 'ssh', 'tls-other-name']),
        random,
      ),
    () => {
      const offer = random.pick(
        tcpOffers.filter(({ wanted }) => !['unknown', 'tls', 'dns'].includes(wanted)),
      );
      return wish(offer, 'accept', random.pick(['mute', 'echo', 'garbage', 'flood']), random);
    },
    () => wish(dnsOverTcp, 'accept', random.pick(['mute', 'garbage', 'flood', 'lying-dns-tcp']), random),
  ];
  return [
    ...many(third, () => {
      const offer = random.pick(tcpOffers);
      return wish(offer, 'accept', offer.right, random);
    }),
    ...many(third, () => {
      const offer = random.pick(tcpOffers);
      return wish(offer, random.pick(blocking), random.pick([offer.right, 'nothing']), random);
    }),
    ...many(random.between(3, 5), () => random.pick(odd)()),
  ];
}

const tlsOffer: Offer = { port: 443, protocol: 'tcp', wanted: 'tls', right: 'tls' };
const dnsOverTcp: Offer = { port: 53, protocol: 'tcp', wanted: 'dns', right: 'dns-tcp' };

function udpWishes(random: Random, icmpLimited: boolean): Wish[] {
  const any = [...udpOffers, ...udpOneWay];
  const closed = (offer: Offer): Wish => wish(offer, 'accept', 'nothing', random);
  return [
    ...many(random.between(2, 3), () => {
      const offer = random.pick(udpOffers);
      return wish(offer, 'accept', offer.right, random);
    }),
    // A host that limits its ICMP errors is asked for all of its closed ports.
    ...(icmpLimited ? any.map(closed) : many(random.between(2, 3), () => closed(random.pick(any)))),
    ...many(random.between(1, 2), () => {
      const offer = random.pick(any);
      return wish(offer, random.pick(rejecting), offer.right, random);
    }),
    ...many(1, () => {
      const offer = random.pick(any);
      return wish(offer, random.pick(['drop', 'no-replies'] as const), offer.right, random);
    }),
    random.chance(0.5)
      ? wish(random.pick(udpOneWay), 'accept', 'sink', random)
      : wish(
          random.pick(udpOffers),
          'accept',
          random.pick(['udp-garbage', 'udp-echo', 'sink', 'absent']),
          random,
        ),
    ...many(random.below(2), () => wish(udpDns, 'accept', 'lying-dns', random)),
  ];
}

const udpDns: Offer = { port: 53, protocol: 'udp', wanted: 'dns', right: 'dns' };

/** By name: the object store, and sometimes a name that nobody knows. */
function namedFlows(random: Random): Omit<ScenarioFlow, 'id'>[] {
  const store = {
    ...({
      from: 'node',
      target: storeName,
      address: storeAddress,
      port: 443,
      protocol: 'tcp',
      wanted: 'tls',
    } as const),
    ...({ trust: 'issuer', nodePort: 'lan' } as const),
  };
  const blocked = random.chance(0.4);
  const firewall = blocked ? random.pick(blocking) : 'accept';
  const flows: Omit<ScenarioFlow, 'id'>[] = [
    { ...store, firewall, farEnd: blocked || random.chance(0.75) ? 'tls' : 'tls-interceptor' },
  ];
  if (random.chance(0.3))
    flows.push({ ...store, target: unknownName, firewall: 'drop', farEnd: 'no-such-name' });
  return flows;
}

/** To the node: something answers on each port, so that only the way there decides. */
function inFlows(random: Random): Omit<ScenarioFlow, 'id'>[] {
  const ports = random.shuffle(nodePorts).slice(0, random.between(2, 4));
  return ports.map((port, index) => ({
    ...{ from: 'laptop', target: addresses.node, address: addresses.node, port, protocol: 'tcp' },
    ...{ wanted: 'unknown', trust: 'nobody', farEnd: 'node-service', nodePort: 'lan' },
    firewall: index === 0 || random.chance(0.3) ? 'accept' : random.pick(blocking),
  }));
}

function pathOf(random: Random): PathQuality {
  return random.pick([
    ...(['plain', 'plain', 'plain', 'plain', 'plain', 'plain'] as const),
    ...(['lossy', 'small-mtu', 'mtu-black-hole', 'answering-proxy'] as const),
  ]);
}

/** On an Inline node each address has its port; a few rules ask for the other one, which the node would not use. */
function ported(flows: readonly Omit<ScenarioFlow, 'id'>[], random: Random): Omit<ScenarioFlow, 'id'>[] {
  const ports = new Map<string, 'lan' | 'wan'>();
  return flows.map((flow) => {
    if (flow.farEnd === 'absent-neighbour') return flow;
    if (flow.target !== flow.address) return { ...flow, nodePort: 'wan' };
    const port = ports.get(flow.address) ?? random.pick(['lan', 'wan']);
    ports.set(flow.address, port);
    return random.chance(0.05)
      ? { ...flow, nodePort: port === 'lan' ? 'wan' : 'lan', farEnd: 'wrong-port' }
      : { ...flow, nodePort: port };
  });
}

/** The scenario of a seed; `kind` takes another kind of node than the seed's own turn. */
export function generateScenario(seed: number, kind?: string): Scenario {
  const random = randomFrom(seed);
  const node = kind === undefined ? nodeKinds[seed % nodeKinds.length] : nodeKind(kind);
  if (node === undefined) throw new Error('There are no node kinds.');
  const inline = random.chance(0.35);
  const deployment = inline && node.showsRoutes ? 'inline' : 'one-arm';
  const path = pathOf(random);
  const icmpLimited = random.chance(0.25);
  const hosts = new Addresses(random, icmpLimited);
  const wishes = [...tcpWishes(random), ...udpWishes(random, icmpLimited)].map(
    ({ offer, ...flow }): Omit<ScenarioFlow, 'id'> => {
      const address = hosts.take(offer, flow.farEnd);
      return { ...flow, target: address, address, nodePort: 'lan' };
    },
  );
  // The store comes first: the first name of a site is the one that its DNS checks ask for.
  const shuffled = [...namedFlows(random), ...random.shuffle(wishes)];
  const out = deployment === 'inline' ? ported(shuffled, random) : shuffled;
  const flows = [...out, ...inFlows(random)].map((flow, index): ScenarioFlow => ({
    id: `flow-${index + 1}`,
    ...flow,
  }));
  return {
    seed,
    kind: node.name,
    deployment,
    user: random.pick(['root', 'admin']),
    path,
    icmpLimited,
    resolverLies: random.chance(0.1),
    flows,
  };
}
