import { contains, formatIp, parseCidr, parseIp } from '../../../shared/lib/ip.ts';
import { parseService } from '../../../shared/lib/service.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import { addresses } from '../flows.ts';
import type { Random } from '../scenarios/random.ts';
import { places } from '../scenarios/services.ts';

export type Kind = 'next port' | 'next address' | 'other direction' | 'other transport' | 'far off';

/** A flow that the request does not ask for, between two hosts that are both there. */
export interface OutsideFlow {
  readonly kind: Kind;
  readonly from: string;
  readonly to: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'tcp' | 'udp';
  readonly first: number;
  readonly last: number;
}

/** A second address of the laptop that no site names by itself. */
export const laptopNeighbour = '10.20.40.21';

function covers(side: string, address: string): boolean {
  const cidr = parseCidr(side);
  const ip = parseIp(address);
  return cidr === null || ip === null ? side === address : contains(cidr, ip);
}

function askedFlows({ rules, flows }: RuleSet): Asked[] {
  const serviceOf = new Map(rules.map(({ id, service }) => [id, service]));
  return flows.flatMap(({ rule, from, to }) => {
    const service = parseService(serviceOf.get(rule) ?? '');
    if (!service.ok || service.value.kind !== 'port') return [];
    const { transport: protocol, first, last } = service.value;
    return [{ from: from.address, to: to.address, protocol, first, last }];
  });
}

/** A host of a side: of a client network the laptop, of a server network its first. */
function hostOf(side: string): string {
  return side.startsWith('10.20.40.') ? addresses.laptop : (side.split('/')[0] ?? side);
}

function after(address: string, by: number): string {
  const ip = parseIp(address);
  if (ip === null) throw new Error(`${address} is no address.`);
  return formatIp({ ...ip, value: ip.value + BigInt(by) });
}

/** Flows of one kind each: a near miss of a flow that was asked for, or something far off. */
function draw(kind: Kind, asked: readonly Asked[], random: Random): OutsideFlow {
  const near = random.pick(asked);
  const [from, to] = [hostOf(near.from), hostOf(near.to)];
  const { protocol } = near;
  switch (kind) {
    case 'next port':
      return { kind, from, to, protocol, port: near.last + 1 };
    case 'next address':
      // Every server has neighbours that no rule names; the node has none.
      if (to === addresses.node || to === addresses.nodeWan)
        return {
          ...{ kind, to, protocol, port: near.first },
          from: from === addresses.laptop ? laptopNeighbour : after(from, 4),
        };
      return { kind, from, to: after(to, 4), protocol, port: near.first };
    case 'other direction':
      return { kind, from: to, to: from, protocol, port: near.first };
    case 'other transport':
      return { kind, from, to, protocol: protocol === 'tcp' ? 'udp' : 'tcp', port: near.first };
    case 'far off': {
      const server = `10.30.${random.between(0, 255)}.${8 * random.between(1, 30) + 5}`;
      const [start, end] = random.pick([
        [addresses.node, server],
        [server, addresses.node],
        [addresses.laptop, server],
        [server, addresses.laptop],
        [addresses.node, addresses.laptop],
      ] as const);
      return {
        ...{ kind, from: start, to: end, protocol: random.pick(['tcp', 'udp'] as const) },
        port: random.pick([22, 53, 80, 443, 445, 3389, 8443, random.between(1024, 60_000)]),
      };
    }
  }
}

/** Ten flows outside the request: five near misses, of all four kinds, and five far off. */
export function outsideFlows(ruleSet: RuleSet, random: Random): OutsideFlow[] {
  const asked = askedFlows(ruleSet).filter(({ from, to }) => parseIp(hostOf(from)) && parseIp(hostOf(to)));
  // The node's own resolver is a server with one port, so nothing else of it would answer.
  const missable = asked.filter(({ from, to }) => ![from, to].includes(places.resolver));
  const isAsked = (flow: OutsideFlow): boolean =>
    asked.some(
      (one) =>
        covers(one.from, flow.from) &&
        covers(one.to, flow.to) &&
        one.protocol === flow.protocol &&
        one.first <= flow.port &&
        flow.port <= one.last,
    );
  const kinds: readonly Kind[] = [
    ...(['next port', 'next address', 'other direction', 'other transport'] as const),
    random.pick(['next port', 'next address', 'other direction', 'other transport'] as const),
    ...Array<Kind>(5).fill('far off'),
  ];
  const drawn = new Map<string, OutsideFlow>();
  for (const kind of kinds)
    for (let tries = 0; tries < 1000; tries++) {
      const flow = draw(kind, missable, random);
      const key = `${flow.from} ${flow.to} ${flow.protocol} ${flow.port}`;
      if (isAsked(flow) || drawn.has(key)) continue;
      drawn.set(key, flow);
      break;
    }
  return [...drawn.values()];
}
