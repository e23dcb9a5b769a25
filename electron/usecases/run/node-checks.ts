import { parseCidr, parseIp, formatIp } from '../../../shared/lib/ip.ts';
import type { NodePort } from '../../../shared/catalog/schema.ts';
import { controlIdOf } from '../../../shared/plan/controls.ts';
import type { Control } from '../../../shared/plan/types.ts';
import type { RouteFacts } from '../../../shared/probes/node-route.ts';
import { interfaceOf, routeFacts } from '../../../shared/probes/node-route.ts';
import type { Resolution } from '../../../shared/probes/resolution.ts';
import { decideDial, mostAddresses } from '../../../shared/probes/resolution.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import type { SiteNode, SiteNodePort } from '../../../shared/site/schema.ts';
import type { NodeEngines } from '../../engines/choose-engine.ts';
import { chooseEngine } from '../../engines/choose-engine.ts';
import type { Detection, RouteRequest } from '../../engines/detect.ts';
import type { HiddenNames } from './hidden-node.ts';
import type { ReadyCheck } from './ready-check.ts';
import type { CheckDraft } from './draft-check.ts';
import { unsent } from './draft-check.ts';
import { draftForAddress } from './many-addresses.ts';

/** What becomes of a check before anything is sent: it is ready, or was seen already. */
export type Decision =
  | { readonly kind: 'ready'; readonly ready: ReadyCheck }
  | { readonly kind: 'seen'; readonly draft: CheckDraft; readonly reading: ProbeReading };

/**
 * Routes that the node is asked for, with the source that each rule wants. A name may have IPv6 addresses, too: the way
 * to those is asked for from the port's own IPv6 address.
 */
export function routeRequests(drafts: readonly CheckDraft[], node: SiteNode): RouteRequest[] {
  return drafts.flatMap(({ check: { vantage, unable, target } }) => {
    if (vantage.kind === 'laptop' || unable !== null) return [];
    const source6 = parseIp(target.host) === null ? addressOf(node[vantage.port], true) : null;
    const sources = [vantage.address, ...(source6 === null ? [] : [source6])];
    return sources.map((source) => ({ host: target.host, source }));
  });
}

function addressOf(port: SiteNodePort | undefined, isV6: boolean): string | null {
  const text = isV6 ? port?.address6 : port?.address;
  if (text === null || text === undefined) return null;
  const ip = parseCidr(text)?.ip ?? parseIp(text);
  return ip === null ? null : formatIp(ip);
}

/** What the node's own routes say about a target, for one of its ports and addresses. */
function routeOf(
  node: SiteNode,
  detection: Detection,
  from: { readonly port: NodePort; readonly address: string },
  target: string,
): RouteFacts {
  const isV6 = from.address.includes(':');
  return routeFacts({
    port: from.port,
    source: from.address,
    lan: addressOf(node.lan, isV6),
    wan: addressOf(node.wan, isV6),
    interfaces: detection.interfaces,
    free: detection.route(target, null),
    bound: detection.route(target, from.address),
  });
}

/** The IPv4 address that a control of a node's port is sent from: documentation addresses are IPv4. */
function controlSource(node: SiteNode, control: Control): { port: NodePort; address: string } | null {
  if (control.vantage.kind !== 'node' || control.vantage.node !== node.name) return null;
  const { port } = control.vantage;
  const address = addressOf(port === 'lan' ? node.lan : node.wan, false);
  return address === null ? null : { port, address };
}

/** Routes that the negative controls of a node ask for. Asking sends nothing. */
export function controlRoutes(node: SiteNode, controls: readonly Control[]): RouteRequest[] {
  return controls.flatMap((control) => {
    const from = controlSource(node, control);
    return from === null ? [] : control.candidates.map((host) => ({ host, source: from.address }));
  });
}

/**
 * A control guards the checks of a port only when its packets leave by that port: the default route of an Inline node
 * leaves by one of the two, and a control of the other would be sent through the wrong network.
 */
export function withoutStrayCandidates(control: Control, node: SiteNode, detection: Detection): Control {
  const from = controlSource(node, control);
  if (from === null) return control;
  const candidates = control.candidates.filter(
    (address) => routeOf(node, detection, from, address).wrong === null,
  );
  return { ...control, candidates };
}

/** A rule is about one family: a name that has addresses of the other one only cannot be dialled for it. */
function ofFamily(resolution: Resolution, isV6: boolean, name: string): Resolution {
  if (resolution.kind !== 'resolved') return resolution;
  const addresses = resolution.addresses.filter((one) => one.includes(':') === isV6);
  if (addresses.length > 0 || resolution.addresses.length === 0) return { ...resolution, addresses };
  const [ours, theirs] = isV6 ? ['IPv6', 'IPv4'] : ['IPv4', 'IPv6'];
  return {
    kind: 'unresolved',
    message: `${name} has no ${ours} address on the node, only ${theirs} (${resolution.addresses.join(', ')})`,
  };
}

/** A node that shows neither interfaces nor routes. */
export interface HiddenNode {
  readonly names: HiddenNames;
  readonly onePort: boolean;
}

/** What a run knows of the node that a check starts at. */
interface Start {
  readonly node: SiteNode;
  readonly detection: Detection;
  readonly engines: NodeEngines;
  readonly hidden: HiddenNode | null;
}

/** Decides one address: sent only when its packets would leave by the rule's port from the given source. */
function decideAddress(draft: CheckDraft, source: string, address: string, start: Start): Decision {
  const { node, detection, engines, hidden } = start;
  const { check } = draft;
  const seen = (reading: ProbeReading): Decision => ({ kind: 'seen', draft, reading });
  if (check.vantage.kind === 'laptop') return seen(unsent('not-testable', notOfTheNode));
  const isV6 = source.includes(':');
  draft.resolved = address;
  draft.route = routeFacts({
    port: check.vantage.port,
    source,
    lan: addressOf(node.lan, isV6),
    wan: addressOf(node.wan, isV6),
    interfaces: detection.interfaces,
    free: detection.route(address, null),
    bound: detection.route(address, source),
  });
  draft.interfaceName = draft.route.interface ?? interfaceOf(detection.interfaces, source);
  if (draft.route.wrong !== null) return seen(unsent('wrong-interface', draft.route.wrong));
  const choice = chooseEngine(check, draft.prepared.wire, engines, {
    route: draft.route,
    onePort: hidden?.onePort ?? false,
  });
  const [first] = choice.engines;
  if (first === undefined) return seen(unsent('not-testable', choice.reason));
  draft.engineBecause = choice.reason;
  return { kind: 'ready', ready: { draft, engines: choice.engines, host: address, source } };
}

const notOfTheNode = 'this check does not start at the node';

/**
 * The IPv6 addresses of a name whose rule is about IPv4: they are tried where the node has IPv6, and reported beside the
 * check. They do not decide it: nobody was asked to permit them.
 */
function overIpv6(draft: CheckDraft, resolution: Resolution, start: Start): readonly Decision[] {
  const { check } = draft;
  if (check.vantage.kind !== 'node' || resolution.kind !== 'resolved') return [];
  const all = resolution.addresses.filter((one) => one.includes(':'));
  const { resolvesTo } = check.expectations;
  const expected = all.filter((one) => resolvesTo.length === 0 || resolvesTo.includes(one));
  const source = addressOf(start.node[check.vantage.port], true);
  const tried = source === null || !start.detection.globalIpv6 ? [] : expected.slice(0, mostAddresses);
  const untried = all.filter((one) => !tried.includes(one));
  if (untried.length > 0)
    draft.remarks.push(
      `${check.target.host} also has ${untried.join(', ')}: not tried, the rule is about IPv4${source === null ? ' and the port has no IPv6 address' : ''}.`,
    );
  return tried.map((address) =>
    decideAddress(draftForAddress(draft, address, source ?? ''), source ?? '', address, start),
  );
}

/**
 * Decides one check from the node: resolved by the node, routed by the node. A name is tried at each of its addresses, up
 * to a bound; each of them has a decision of its own then (many-addresses.ts makes one record of them).
 */
export function decideNodeCheck(
  draft: CheckDraft,
  node: SiteNode,
  detection: Detection,
  engines: NodeEngines,
  hidden: HiddenNode | null,
): readonly [Decision, ...Decision[]] {
  const { check } = draft;
  const { vantage } = check;
  const start: Start = { node, detection, engines, hidden };
  const seen = (reading: ProbeReading): [Decision] => [{ kind: 'seen', draft, reading }];
  if (vantage.kind === 'laptop' || check.unable !== null)
    return seen(unsent('not-testable', check.unable ?? notOfTheNode));
  const isV6 = vantage.address.includes(':');
  if (isV6 && !detection.globalIpv6)
    return seen(unsent('not-testable', 'the node has no global IPv6 address with a route'));
  const { host } = check.target;
  if (parseIp(host) !== null) return [decideAddress(draft, vantage.address, host, start)];
  const resolution = hidden?.names.get(host) ?? detection.resolve(host);
  const dial = decideDial(check, ofFamily(resolution, isV6, host));
  if (dial.kind === 'observed') return seen(dial.reading);
  if (resolution.kind === 'resolved') draft.evidence['resolvesTo'] = [...resolution.addresses];
  if (dial.beyond.length > 0)
    draft.remarks.push(
      `${host} has ${dial.addresses.length + dial.beyond.length} addresses; the first ${mostAddresses} were tried.`,
    );
  const [first = '', ...more] = dial.addresses;
  const others = [
    ...more.map((address) =>
      decideAddress(draftForAddress(draft, address, vantage.address), vantage.address, address, start),
    ),
    ...(isV6 ? [] : overIpv6(draft, resolution, start)),
  ];
  return [decideAddress(draft, vantage.address, first, start), ...others];
}

/** Ids of the negative controls that cover checks which are really sent: no other control is. */
export function neededControls(ready: readonly ReadyCheck[]): ReadonlySet<string> {
  return new Set(ready.flatMap(({ draft }) => controlIdOf(draft.check) ?? []));
}
