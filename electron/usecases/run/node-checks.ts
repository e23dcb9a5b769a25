import { parseCidr, parseIp, formatIp } from '../../../shared/lib/ip.ts';
import { controlIdOf } from '../../../shared/plan/controls.ts';
import { interfaceOf, routeFacts } from '../../../shared/probes/node-route.ts';
import type { Resolution } from '../../../shared/probes/resolution.ts';
import { decideDial } from '../../../shared/probes/resolution.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import type { SiteNode, SiteNodePort } from '../../../shared/site/schema.ts';
import type { NodeEngines } from '../../engines/choose-engine.ts';
import { chooseEngine } from '../../engines/choose-engine.ts';
import type { Detection, RouteRequest } from '../../engines/detect.ts';
import type { HiddenNames } from './hidden-node.ts';
import type { ReadyCheck } from './ready-check.ts';
import type { CheckDraft } from './draft-check.ts';
import { unsent } from './draft-check.ts';

/** What becomes of a check before anything is sent: it is ready, or was seen already. */
export type Decision =
  | { readonly kind: 'ready'; readonly ready: ReadyCheck }
  | { readonly kind: 'seen'; readonly draft: CheckDraft; readonly reading: ProbeReading };

/** Routes that the node is asked for, with the source that each rule wants. */
export function routeRequests(drafts: readonly CheckDraft[]): RouteRequest[] {
  return drafts.flatMap(({ check }) =>
    check.vantage.kind !== 'laptop' && check.unable === null
      ? [{ host: check.target.host, source: check.vantage.address }]
      : [],
  );
}

function addressOf(port: SiteNodePort | undefined, isV6: boolean): string | null {
  const text = isV6 ? port?.address6 : port?.address;
  if (text === null || text === undefined) return null;
  const ip = parseCidr(text)?.ip ?? parseIp(text);
  return ip === null ? null : formatIp(ip);
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

/**
 * Decides one check from the node: resolved by the node, routed by the node, and sent only when its packets would leave
 * by the rule's port from the rule's address.
 */
export function decideNodeCheck(
  draft: CheckDraft,
  node: SiteNode,
  detection: Detection,
  engines: NodeEngines,
  hidden: HiddenNode | null,
): Decision {
  const { check } = draft;
  const { vantage } = check;
  const seen = (reading: ProbeReading): Decision => ({ kind: 'seen', draft, reading });
  if (vantage.kind === 'laptop' || check.unable !== null) {
    return seen(unsent('not-testable', check.unable ?? 'this check does not start at the node'));
  }
  const isV6 = vantage.address.includes(':');
  if (isV6 && !detection.globalIpv6) {
    return seen(unsent('not-testable', 'the node has no global IPv6 address with a route'));
  }
  const isName = parseIp(check.target.host) === null;
  const resolution = isName
    ? (hidden?.names.get(check.target.host) ?? detection.resolve(check.target.host))
    : ({ kind: 'resolved', addresses: [check.target.host] } as const);
  const dial = decideDial(check, isName ? ofFamily(resolution, isV6, check.target.host) : resolution);
  if (dial.kind === 'observed') return seen(dial.reading);
  draft.resolved = dial.address;
  if (dial.others.length > 0) {
    draft.evidence['alsoResolvesTo'] = [...dial.others];
    draft.remarks.push(
      `${check.target.host} has ${dial.others.length + 1} addresses; only ${dial.address} was tried.`,
    );
  }
  draft.route = routeFacts({
    port: vantage.port,
    source: vantage.address,
    lan: addressOf(node.lan, isV6),
    wan: addressOf(node.wan, isV6),
    interfaces: detection.interfaces,
    free: detection.route(dial.address, null),
    bound: detection.route(dial.address, vantage.address),
  });
  draft.interfaceName = draft.route.interface ?? interfaceOf(detection.interfaces, vantage.address);
  if (draft.route.wrong !== null) return seen(unsent('wrong-interface', draft.route.wrong));
  const choice = chooseEngine(check, draft.prepared.wire, engines, {
    route: draft.route,
    onePort: hidden?.onePort ?? false,
  });

  const [first] = choice.engines;
  if (first === undefined) return seen(unsent('not-testable', choice.reason));
  draft.engineBecause = choice.reason;
  return {
    kind: 'ready',
    ready: { draft, engines: choice.engines, host: dial.address, source: vantage.address },
  };
}

/** Ids of the negative controls that cover checks which are really sent: no other control is. */
export function neededControls(ready: readonly ReadyCheck[]): ReadonlySet<string> {
  return new Set(ready.flatMap(({ draft }) => controlIdOf(draft.check) ?? []));
}
