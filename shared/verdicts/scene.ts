import { formatIp, parseIp } from '../lib/ip.ts';
import type { CheckRecord, ObservedCheck } from '../results/types.ts';
import { ownSubnetOf } from './own-subnet.ts';
import type { Surroundings } from './surroundings.ts';
import type { JudgeContext, RuleForVerdict } from './types.ts';

export type Advice = NonNullable<CheckRecord['advice']>;

export interface Explanation {
  readonly explanation: string;
  readonly advice: Advice | null;
}

/** What every sentence needs: who asks whom for what, and how it ended. */
export interface Scene {
  readonly check: ObservedCheck;
  readonly rule: RuleForVerdict;
  /** `dns1.example (10.20.5.53)` */
  readonly target: string;
  /** `10.20.5.53`: what a firewall sees. */
  readonly targetAddress: string;
  /** `53/udp`, `ping`. */
  readonly service: string;
  /** `node gdn-1 (10.20.0.10)`, also of a peer; `laptop 10.20.9.20`. */
  readonly source: string;
  readonly sourceAddress: string;
  /** What the run says of it, in a few words; empty when it says nothing. */
  readonly outcome: string;
  /** ` (OUTCOME)`, or nothing. */
  readonly aside: string;
  /** ` in 3.0 s, 2 times`, or nothing. */
  readonly within: string;
  /** ` after 4 ms`, or nothing. */
  readonly after: string;
  /** ` on 53/udp`, ` to ping`. */
  readonly onService: string;
  /** Source and target lie in one network of the node: no firewall between networks is in the way. */
  readonly sameSubnet: boolean;
  /** What the other checks of the run saw; null: this one is judged alone. */
  readonly surroundings: Surroundings | null;
}

export const firewallTeam = "Customer's firewall team";
/** Not "you": a signed report is read by others. */
export const technician = 'Technician';

export function sceneOf(check: ObservedCheck, rule: RuleForVerdict, context: JudgeContext): Scene {
  const { target, vantage } = check;
  const resolved = target.resolved !== null && target.resolved !== target.address ? target.resolved : null;
  const last = check.attempts.findLast((attempt) => attempt.observation === check.observation);
  const same = check.attempts.filter((attempt) => attempt.observation === check.observation).length;
  const times = same > 1 ? `, ${same} times` : '';
  const outcome = (last?.outcome ?? evidenceReason(check)).replace(/\.$/, '');
  const ip = parseIp(target.resolved ?? target.address);
  const from = parseIp(vantage.address ?? '');
  const subnet = ip === null ? null : ownSubnetOf(ip, context.nodeSubnets);
  const fromSubnet = from === null ? null : ownSubnetOf(from, context.nodeSubnets);
  return {
    check,
    rule,
    target: resolved === null ? target.address : `${target.address} (${resolved})`,
    targetAddress: target.resolved ?? target.address,
    service: target.port === null ? 'ping' : `${target.port}/${target.protocol}`,
    source:
      vantage.kind === 'laptop'
        ? ['laptop', vantage.address ?? ''].join(' ').trim()
        : `node ${vantage.node} (${vantage.address})`,
    sourceAddress: vantage.address ?? 'the source',
    outcome,
    aside: outcome === '' ? '' : ` (${outcome})`,
    within: last === undefined ? '' : ` in ${(last.ms / 1000).toFixed(1)} s${times}`,
    after: last === undefined ? '' : ` after ${Math.round(last.ms)} ms`,
    onService: target.port === null ? ' to ping' : ` on ${target.port}/${target.protocol}`,
    sameSubnet: subnet !== null && fromSubnet !== null && formatIp(subnet.ip) === formatIp(fromSubnet.ip),
    surroundings: context.surroundings?.(check) ?? null,
  };
}

/** Why nothing was sent, where a run says so. */
function evidenceReason(check: ObservedCheck): string {
  const { reason } = check.evidence;
  return typeof reason === 'string' ? reason : '';
}

export function whoRuns(scene: Scene): string {
  return scene.rule.direction === 'in' ? 'You, at the node' : `Whoever runs ${scene.targetAddress}`;
}

export function pathOf(scene: Scene): string {
  return `${scene.sourceAddress} to ${scene.targetAddress}, ${scene.service}`;
}

/** ` but its WAN port`: where the node's own route leads instead. */
export function leavingBy(scene: Scene): string {
  const { routePort, routeSource } = scene.check.facts;
  const parts = [
    routePort === null
      ? ''
      : routePort === 'other'
        ? 'another interface'
        : `its ${routePort.toUpperCase()} port`,
    routeSource === null ? '' : `source address ${routeSource}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` but ${parts.join(' and ')}`;
}
