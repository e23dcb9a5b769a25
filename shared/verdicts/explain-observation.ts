import { assertNever } from '../lib/assert-never.ts';
import type { Explanation, Scene } from './scene.ts';
import { explainRefusal, explainReject, explainSilence } from './explain-blocked.ts';
import { explainProxied } from './explain-proxy.ts';
import { firewallTeam, leavingBy, pathOf, technician } from './scene.ts';

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

/** EHOSTUNREACH alone does not tell a missing host from a firewall that rejects: then the sentence has to. */
function unreachableBecause(outcome: string): string {
  const because = outcome === '' ? '' : `: ${outcome}`;
  return /looks the same|said by/.test(outcome)
    ? because
    : `${because}; a firewall's reject can look the same`;
}

/** Observations that speak for themselves. */
export function explainObservation(scene: Scene): Explanation {
  const proxied = explainProxied(scene);
  if (proxied !== null) return proxied;
  const { check, target, service, source, outcome, aside, within, onService } = scene;
  switch (check.observation) {
    case 'confirmed':
      if (check.facts.receipt !== undefined)
        return {
          explanation: `The datagram to ${target}${onService} arrived: ${check.facts.receipt.by} read its token at the receiver.`,
          advice: null,
        };
      return { explanation: `${target} answered${onService} as expected${aside}.`, advice: null };
    case 'open':
      return {
        explanation: `The connection from ${source} to ${target} on ${service} opened.`,
        advice: null,
      };
    case 'refused':
      return explainRefusal(scene);
    case 'rejected':
      return explainReject(scene);
    case 'filtered':
      return explainSilence(scene);
    case 'no-answer':
      return {
        explanation: `${target} sent no answer${onService}${within}: the packet may be blocked, or may have arrived; nobody can tell from here.`,
        advice: {
          where: 'not known: silence has no place',
          owner: firewallTeam,
          next: `Look for ${pathOf(scene)} in the firewall log or at the receiver; then attest or waive the rule.`,
        },
      };
    case 'unreachable':
      return {
        explanation: `${source} has no way to ${target}${unreachableBecause(outcome)}.`,
        advice: {
          where: `on the route from ${scene.sourceAddress} to ${scene.targetAddress}`,
          owner: "Customer's network team",
          next: `Check the route to ${scene.targetAddress}, whether it is up, and the firewall log for a reject; then run this check again.`,
        },
      };
    case 'unresolved':
      return {
        explanation: `The name ${check.target.address} does not resolve on ${source}${outcome.includes('does not resolve') ? '' : aside}; this says nothing about the firewall.`,
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
        explanation: `${service} to ${target} could not be tested${outcome === '' ? '' : `: ${outcome}`}.`,
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
