import { assertNever } from '../lib/assert-never.ts';
import { formatIp, parseIp } from '../lib/ip.ts';
import type { CheckRecord, ObservedCheck } from '../results/types.ts';
import type { Ruling } from './ruling.ts';
import { ownSubnetOf } from './source-proof.ts';
import type { JudgeContext, RuleForVerdict } from './types.ts';

export type Advice = NonNullable<CheckRecord['advice']>;

export interface Explanation {
  readonly explanation: string;
  readonly advice: Advice | null;
}

/** What every sentence needs: who asks whom for what, and how it ended. */
interface Scene {
  readonly check: ObservedCheck;
  readonly rule: RuleForVerdict;
  /** `dns1.example (10.20.5.53)` */
  readonly target: string;
  /** `10.20.5.53`: what a firewall sees. */
  readonly targetAddress: string;
  /** `53/udp`, `ping`. */
  readonly service: string;
  /** `node gdn-1 (10.20.0.10)`, `laptop 10.20.9.20`. */
  readonly source: string;
  readonly sourceAddress: string;
  /** ` (connection refused)`, or nothing. */
  readonly aside: string;
  /** ` in 3.0 s`, or nothing. */
  readonly within: string;
  /** Source and target lie in one network of the node: no firewall between networks is in the way. */
  readonly sameSubnet: boolean;
}

const firewallTeam = "Customer's firewall team";
const technician = 'You';

function sceneOf(check: ObservedCheck, rule: RuleForVerdict, context: JudgeContext): Scene {
  const { target, vantage } = check;
  const resolved = target.resolved !== null && target.resolved !== target.address ? target.resolved : null;
  const last = check.attempts.findLast((attempt) => attempt.observation === check.observation);
  const aside = last?.outcome ?? evidenceReason(check);
  const address = vantage.address ?? 'with no address in the rule’s sources';
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
    source: vantage.kind === 'node' ? `node ${vantage.node} (${address})` : `laptop ${address}`,
    sourceAddress: vantage.address ?? 'the source',
    aside: aside === '' ? '' : ` (${aside.replace(/\.$/, '')})`,
    within: last === undefined ? '' : ` in ${(last.ms / 1000).toFixed(1)} s`,
    sameSubnet: subnet !== null && fromSubnet !== null && formatIp(subnet.ip) === formatIp(fromSubnet.ip),
  };
}

/** Why nothing was sent, where a run says so. */
function evidenceReason(check: ObservedCheck): string {
  const { reason } = check.evidence;
  return typeof reason === 'string' ? reason : '';
}

function whoRuns(scene: Scene): string {
  return scene.rule.direction === 'in' ? 'You, at the node' : `Whoever runs ${scene.targetAddress}`;
}

function pathOf(scene: Scene): string {
  return `${scene.sourceAddress} to ${scene.targetAddress}, ${scene.service}`;
}

/** Where a packet that got no friendly answer probably stopped, and who can tell. */
function firewallAdvice(scene: Scene, what: string): Advice {
  if (scene.sameSubnet) {
    return {
      where: `on ${scene.targetAddress} itself: both ends are in one network, so no firewall between networks is in the way`,
      owner: whoRuns(scene),
      next: `Check the host firewall of ${scene.targetAddress}, then run this check again.`,
    };
  }
  return {
    where: `at a firewall between ${scene.sourceAddress} and ${scene.targetAddress}`,
    owner: firewallTeam,
    next: `Ask for ${what} in the log for ${pathOf(scene)}; permit it as in the change request, then run this check again.`,
  };
}

/** The common name of a certificate's issuer, or all of its text. */
function issuerName(issuer: string): string {
  return /(?:^|[,/]\s*)CN\s*=\s*([^,/]+)/.exec(issuer)?.[1]?.trim() ?? issuer;
}

function explainIntercepted(scene: Scene): Explanation {
  const { tls } = scene.check.facts;
  if (tls !== null) {
    return {
      explanation: `TLS to ${scene.target} on ${scene.service} is answered with a certificate from “${issuerName(tls.issuer)}”: something in the path decrypts it.`,
      advice: {
        where: `at an inspecting proxy or firewall between ${scene.sourceAddress} and ${scene.targetAddress}`,
        owner: "Customer's proxy team",
        next: `Exempt ${pathOf(scene)} from TLS inspection, then run this check again.`,
      },
    };
  }
  return {
    explanation: `Something else than ${scene.target} answered on ${scene.service}${scene.aside}.`,
    advice: {
      where: `at a proxy, portal or redirecting firewall between ${scene.sourceAddress} and ${scene.targetAddress}`,
      owner: "Customer's proxy team",
      next: `Exempt ${pathOf(scene)} from redirection, then run this check again.`,
    },
  };
}

/** Observations that speak for themselves. */
function explainObservation(scene: Scene): Explanation {
  const { check, target, service, source, aside, within } = scene;
  switch (check.observation) {
    case 'confirmed':
      return { explanation: `${target} answered on ${service} as expected${aside}.`, advice: null };
    case 'open':
      return {
        explanation: `The connection from ${source} to ${target} on ${service} opened.`,
        advice: null,
      };
    case 'refused':
      return {
        explanation: `${target} refused ${service}${aside}: nothing listens there, or a firewall refuses in its name.`,
        advice: {
          where: `on ${scene.targetAddress}, or at a firewall that answers in its name`,
          owner: `${whoRuns(scene)} first, then the ${firewallTeam.toLowerCase()}`,
          next: `Ask whether ${service} is served on ${scene.targetAddress}; if it is, ask the firewall team for a reject of ${pathOf(scene)}.`,
        },
      };
    case 'rejected':
      return {
        explanation: `${service} from ${source} to ${target} was rejected by a device in the path${aside}.`,
        advice: firewallAdvice(scene, 'the reject'),
      };
    case 'filtered':
      return {
        explanation: `No answer came to ${source} from ${target} on ${service}${within}: the packets vanish without a reply.`,
        advice: firewallAdvice(scene, 'the drop'),
      };
    case 'no-answer':
      return {
        explanation: `${target} sent no answer on ${service}${within}: the packet may be blocked, or may have arrived; nobody can tell from here.`,
        advice: {
          where: 'not known: silence has no place',
          owner: firewallTeam,
          next: `Look for ${pathOf(scene)} in the firewall log or at the receiver; then attest or waive the rule.`,
        },
      };
    case 'unreachable':
      return {
        explanation: `${source} has no way to ${target}${aside}; a firewall's reject can look the same.`,
        advice: {
          where: `on the route from ${scene.sourceAddress} to ${scene.targetAddress}`,
          owner: "Customer's network team",
          next: `Check the route to ${scene.targetAddress}, whether it is up, and the firewall log for a reject; then run this check again.`,
        },
      };
    case 'unresolved':
      return {
        explanation: `The name ${check.target.address} does not resolve on ${source}${aside}; this says nothing about the firewall.`,
        advice: {
          where: 'in name resolution',
          owner: "Customer's DNS team",
          next: `Have ${check.target.address} resolve on the declared DNS servers, then run this check again.`,
        },
      };
    case 'intercepted':
      return explainIntercepted(scene);
    case 'wrong-interface':
      return {
        explanation: `${source} would not use its ${scene.rule.port.toUpperCase()} port for ${target}${leavingBy(scene)}; nothing was sent.`,
        advice: {
          where: `in the routes of node ${scene.rule.node}`,
          owner: technician,
          next: `Correct the node's route to ${scene.targetAddress}, or choose the other port for this entry; then run this check again.`,
        },
      };
    case 'not-testable':
      return {
        explanation: `${service} to ${target} could not be tested${aside === '' ? '' : `: ${aside.slice(2, -1)}`}.`,
        advice: {
          where: 'not tested',
          owner: technician,
          next: 'Give the check what it lacks and run it again, or attest the rule with the proof that you have.',
        },
      };
    case 'error':
      return {
        explanation: `The check of ${service} to ${target} failed on our side${aside}, so nothing is known.`,
        advice: {
          where: `between this laptop and node ${scene.rule.node}`,
          owner: technician,
          next: 'Run this check again; if it stays so, look at the SSH connection to the node.',
        },
      };
    case 'not-run':
      return {
        explanation: `${service} to ${target} was not checked in this run${aside}.`,
        advice: { where: 'not tested', owner: technician, next: 'Run this check.' },
      };
    default:
      return assertNever(check.observation);
  }
}

function leavingBy(scene: Scene): string {
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

function explainRuling(
  check: ObservedCheck,
  rule: RuleForVerdict,
  context: JudgeContext,
  ruling: Ruling,
): Explanation {
  const scene = sceneOf(check, rule, context);
  const { because } = ruling;
  const saw = `The answer was “${check.observation}”`;
  switch (because.kind) {
    case 'observation':
      return explainObservation(scene);
    case 'open-without-probe':
      return {
        explanation: `The connection from ${scene.source} to ${scene.target} on ${scene.service} opened; which service answers there was not tested.`,
        advice: null,
      };
    case 'open-unproven':
      return {
        explanation: `The connection to ${scene.target} on ${scene.service} opened, but its service is not proven: ${because.reason}.`,
        advice: {
          where: `on ${scene.targetAddress}, or at a device that answers in its name`,
          owner: whoRuns(scene),
          next: `Find out what answers on ${scene.targetAddress} ${scene.service}, then run this check again or attest the rule.`,
        },
      };
    case 'control-connected':
      return {
        explanation: `The connection to ${scene.target} on ${scene.service} opened, but so did one to ${because.address}, where nothing can answer: a device in the path answers for everyone.`,
        advice: {
          where: 'at a proxy or firewall that completes connections by itself',
          owner: firewallTeam,
          next: `Ask which device completes ${scene.service} connections for others; exempt ${pathOf(scene)}, then run this check again.`,
        },
      };
    case 'no-listener':
      return {
        explanation: `${scene.target} refused ${scene.service}, and the node has no service listening there, so the path is not proven.`,
        advice: {
          where: `on node ${rule.node}: its service is not started`,
          owner: technician,
          next: `Start the service on node ${rule.node}, then run this check again.`,
        },
      };
    case 'interface-not-shown':
      return {
        explanation: `${scene.target} answered on ${scene.service}${scene.aside}; interface not shown: the node does not tell its interfaces and routes.`,
        advice: null,
      };
    case 'port-not-proven':
      return {
        explanation: `${saw}, but port not proven: node ${rule.node} does not show by which port the packets to ${scene.target} go.`,
        advice: {
          where: `on node ${rule.node}`,
          owner: technician,
          next: 'Run the check with an account that may read interfaces and routes, or attest the port with the proof that you have.',
        },
      };
    case 'route-contradicts':
      return {
        explanation: `${saw}, but the node's own route to ${scene.target} leaves by ${because.leaves}, which is not this rule's ${rule.port.toUpperCase()} port and address.`,
        advice: {
          where: `in the routes of node ${rule.node}`,
          owner: technician,
          next: `Correct the node's route to ${scene.targetAddress}, or choose the other port for this entry; then run this check again.`,
        },
      };
    case 'certificate-contradicts':
      return {
        explanation: `${scene.target} answered TLS on ${scene.service}, but its certificate is out of date, of another name, or not on record.`,
        advice: {
          where: `on ${scene.targetAddress}, or at a device that answers in its name`,
          owner: whoRuns(scene),
          next: `Have the certificate of ${scene.target} renewed or its name corrected, then run this check again.`,
        },
      };
    case 'port-assumed':
      return {
        explanation: `Node ${rule.node} would not use its ${rule.port.toUpperCase()} port for ${scene.target}${leavingBy(scene)}; nothing was sent, and the ${rule.port.toUpperCase()} port is only our assumption.`,
        advice: {
          where: 'in the choice of the port for this entry',
          owner: technician,
          next: 'Choose the port for this entry in step Deployment, then run this check again.',
        },
      };
    case 'wrong-vantage':
      return {
        explanation: `${saw}, but it was seen from ${scene.source}, which is none of this rule's sources.`,
        advice: {
          where: 'at the place of the check',
          owner: technician,
          next: `Run this check from ${rule.from.map((party) => party.address).join(' or ') || 'an address of the rule'}.`,
        },
      };
    case 'source-not-proven':
      return {
        explanation: `${saw}, but source not proven: node ${rule.node} did not see from which address ${scene.source} reached it.`,
        advice: {
          where: `between ${scene.sourceAddress} and node ${rule.node}`,
          owner: technician,
          next: `Connect to node ${rule.node} by SSH directly from this laptop, without a jump host, and run this check again.`,
        },
      };
    case 'source-outside':
      return {
        explanation: `${saw}, but node ${rule.node} saw it come from ${because.seen}, which is outside ${because.entry}.`,
        advice: {
          where: 'at an address translation in the path',
          owner: "Customer's network team",
          next: `Run this check from inside ${because.entry} without address translation, or ask for ${because.seen} in the change request.`,
        },
      };
    case 'source-in-own-subnet':
      return {
        explanation: `${saw}, but it came from ${because.seen} in the node's own network ${because.subnet}, which says nothing about the rest of ${because.entry}.`,
        advice: {
          where: 'at the place of the check',
          owner: technician,
          next: `Connect the laptop in a part of ${because.entry} outside ${because.subnet}, then run this check again.`,
        },
      };
    default:
      return assertNever(because);
  }
}

/** The sentence for a check, and whom to ask about it. */
export function explain(
  check: ObservedCheck,
  rule: RuleForVerdict,
  context: JudgeContext,
  ruling: Ruling,
): Explanation {
  const { explanation, advice } = explainRuling(check, rule, context, ruling);
  // Host names keep their letters; our own words begin a sentence.
  const sentence = explanation.replace(/^(node|laptop)(?= )/, (word) =>
    word === 'node' ? 'Node' : 'Laptop',
  );
  return { explanation: sentence, advice };
}
