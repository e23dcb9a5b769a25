import type { NodePort } from '../catalog/schema.ts';
import type { Cidr, Ip } from '../lib/ip.ts';
import { contains, formatIp, networkOf, parseCidr, parseIp } from '../lib/ip.ts';

/** An interface of the node as it shows it; addresses with prefix, host bits kept. */
export interface NodeInterface {
  readonly name: string;
  readonly addresses: readonly string[];
}

/** The node's own answer to "how would you send there?", with and without a source address given. */
export type RouteAnswer =
  | {
      readonly kind: 'route';
      readonly interface: string;
      /** The address that the node would send from; null when the answer names none (it was given one). */
      readonly source: string | null;
      readonly text: string;
    }
  | { readonly kind: 'none'; readonly text: string };

/** What the node's routes say about one target. */
export interface RouteFacts {
  readonly routePort: NodePort | 'other' | null;
  readonly routeSource: string | null;
  readonly interface: string | null;
  /** The node showed interfaces and routes, and both are the rule's. */
  readonly interfaceProven: boolean;
  /** Why the answer is `wrong-interface` and nothing may be sent; null: it is not. */
  readonly wrong: string | null;
  /** The node's own words. */
  readonly proof: string | null;
}

export interface RouteQuestion {
  readonly port: NodePort;
  /** The rule's source address, normal form. */
  readonly source: string;
  /** The node's addresses by port, normal form; null: the port is not used. */
  readonly lan: string | null;
  readonly wan: string | null;
  readonly interfaces: readonly NodeInterface[];
  readonly free: RouteAnswer | null;
  readonly bound: RouteAnswer | null;
}

function bareAddress(text: string): string | null {
  const ip = parseCidr(text)?.ip ?? parseIp(text);
  return ip === null ? null : formatIp(ip);
}

/** Name of the interface that carries an address; null: none does. */
export function interfaceOf(interfaces: readonly NodeInterface[], address: string | null): string | null {
  const wanted = address === null ? null : bareAddress(address);
  if (wanted === null) return null;
  return (
    interfaces.find(({ addresses }) => addresses.some((one) => bareAddress(one) === wanted))?.name ?? null
  );
}

function portOf(name: string, source: string | null, question: RouteQuestion): NodePort | 'other' {
  const lan = interfaceOf(question.interfaces, question.lan);
  const wan = interfaceOf(question.interfaces, question.wan);
  // Both addresses on one interface: the source tells which one is used.
  if (name === lan && name === wan) return source !== null && source === question.wan ? 'wan' : 'lan';
  if (name === lan) return 'lan';
  return name === wan ? 'wan' : 'other';
}

const called = (port: NodePort | 'other', name: string): string =>
  port === 'other' ? name : `${name} (${port.toUpperCase()})`;

/**
 * Compares the node's choice of route with the rule's port and address. Binding a source does not choose the interface:
 * so both the free route and the one with the rule's source have to leave by the rule's port.
 */
export function routeFacts(question: RouteQuestion): RouteFacts {
  const { free, bound, port, source } = question;
  const nothing = {
    routePort: null,
    routeSource: null,
    interface: null,
    interfaceProven: false,
    wrong: null,
  };
  if (free === null || question.interfaces.length === 0) return { ...nothing, proof: null };
  if (free.kind === 'none') return { ...nothing, proof: free.text };
  const routePort = portOf(free.interface, free.source, question);
  const facts = { routePort, routeSource: free.source, interface: free.interface, proof: free.text };
  const wrong = (why: string): RouteFacts => ({ ...facts, interfaceProven: false, wrong: why });
  if (routePort !== port)
    return wrong(
      `The node would send from ${called(routePort, free.interface)}, address ${free.source ?? 'unknown'}; the rule is for ${port.toUpperCase()}, ${source}.`,
    );
  if (free.source !== null && bareAddress(free.source) !== bareAddress(source))
    return wrong(`The node would send from ${free.source}; the rule is for ${source}.`);
  if (bound?.kind === 'route') {
    const boundPort = portOf(bound.interface, source, question);
    if (boundPort !== port)
      return wrong(
        `With its address ${source} the node would send from ${called(boundPort, bound.interface)}; the rule is for ${port.toUpperCase()}.`,
      );
  }
  const proven = free.source !== null && bound?.kind === 'route';
  return { ...facts, interfaceProven: proven, wrong: null };
}

/** A network that an interface or a route of the vantage covers. */
function coversNetwork(text: string): Cidr | null {
  const cidr = parseCidr(text);
  if (cidr !== null) return networkOf(cidr);
  const ip = parseIp(text);
  return ip === null ? null : { ip, prefix: ip.family === 'v4' ? 32 : 128 };
}

/**
 * The first candidate for a negative control that lies in no subnet and under no route but the default one.
 *
 * @param taken subnets and route destinations of the vantage; what is no network (`default`) is skipped
 */
export function freeControlAddress(candidates: readonly string[], taken: readonly string[]): string | null {
  const networks = taken.map(coversNetwork).filter((cidr): cidr is Cidr => cidr !== null && cidr.prefix > 0);
  const isFree = (ip: Ip): boolean => !networks.some((network) => contains(network, ip));
  return (
    candidates.find((text) => {
      const ip = parseIp(text);
      return ip !== null && isFree(ip);
    }) ?? null
  );
}
