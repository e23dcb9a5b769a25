import { assertNever } from '../lib/assert-never.ts';
import type { ObservedCheck } from '../results/types.ts';
import { explainObservation } from './explain-observation.ts';
import { explainProxied } from './explain-proxy.ts';
import type { Ruling } from './ruling.ts';
import type { Explanation, Scene } from './scene.ts';
import { firewallTeam, leavingBy, pathOf, sceneOf, technician, whoRuns } from './scene.ts';
import type { JudgeContext, RuleForVerdict } from './types.ts';

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
      if (check.facts.listener === 'temporary' && check.observation === 'no-answer')
        return explainSilentListener(scene);
      if (check.facts.listener === 'temporary' && check.observation === 'refused')
        return {
          explanation: `${scene.target} refused ${scene.service}, although our temporary listener stood on the node's port: something in the path refuses in its name.`,
          advice: {
            where: `at a firewall between ${scene.sourceAddress} and ${scene.targetAddress}`,
            owner: firewallTeam,
            next: `Ask for the reject in the log for ${pathOf(scene)}; permit it as in the change request, then run this check again.`,
            confidence: 'likely',
          },
        };
      return explainObservation(scene);
    case 'open-without-probe':
      return {
        explanation: `The connection from ${scene.source} to ${scene.target} on ${scene.service} opened; which service answers there was not tested${check.facts.control === null ? ', and no negative control ran beside it' : ''}.`,
        advice: null,
      };
    case 'open-unproven':
      return (
        explainProxied(scene) ?? {
          explanation: `The connection to ${scene.target} on ${scene.service} opened, but its service is not proven: ${because.reason}.`,
          advice: {
            where: `on ${scene.targetAddress}, or at a device that answers in its name`,
            owner: whoRuns(scene),
            next: `Find out what answers on ${scene.targetAddress} ${scene.service}, then run this check again or attest the rule.`,
          },
        }
      );
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
        explanation: `${scene.target} refused ${scene.service}: nothing listens on the node yet, so the path is not proven.`,
        advice: {
          where: `on node ${rule.node}: its service is not started`,
          owner: technician,
          next: `Start the service on node ${rule.node}, or let Gatecheck open a temporary listener there, then run this check again.`,
        },
      };
    case 'path-proven':
      return {
        explanation: `The path from ${scene.source} to ${scene.target} on ${scene.service} is proven, service not started: our temporary listener on node ${rule.node} answered.`,
        advice: null,
      };
    case 'answered-without-listener':
      return {
        explanation: `${saw}, but node ${rule.node} has nothing listening for ${scene.service}: something in the path answered in its name.`,
        advice: {
          where: `at a proxy or firewall between ${scene.sourceAddress} and ${scene.targetAddress}`,
          owner: firewallTeam,
          next: `Start the service on node ${rule.node}, ask which device completes ${scene.service} connections in its name, then run this check again.`,
        },
      };
    case 'interface-not-shown':
      return {
        explanation: `${scene.target} answered${scene.onService}${scene.aside}; interface not shown: the node does not tell its interfaces and routes.`,
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
          next:
            check.vantage.kind === 'peer'
              ? `Have one TCP service of this node reached from ${scene.sourceAddress} (22/tcp between the nodes is one), then run this check again.`
              : `Connect to node ${rule.node} by SSH directly from this laptop, without a jump host, and run this check again.`,
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

/** UDP: our own listener stood on the port, and its answer did not come. What it saw tells which way is blocked. */
function explainSilentListener(scene: Scene): Explanation {
  const { targetAddress, sourceAddress } = scene;
  const arrived = scene.check.facts.sourceSeen?.basis === 'listener';
  return {
    explanation: arrived
      ? `The datagram from ${scene.source} reached our temporary listener on ${scene.target} (${scene.service}), but its answer did not come back.`
      : `Our temporary listener on ${scene.target} (${scene.service}) stood ready, and no datagram from ${scene.source} reached it.`,
    advice: {
      where: arrived
        ? `on the way back from ${targetAddress} to ${sourceAddress}`
        : `at a firewall between ${sourceAddress} and ${targetAddress}`,
      owner: firewallTeam,
      next: `Look for ${pathOf(scene)} in the firewall log; then run this check again, or attest or waive the rule.`,
      confidence: 'likely',
    },
  };
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
