import type { Advice, Explanation, Scene } from './scene.ts';
import { firewallTeam } from './scene.ts';

const proxyTeam = "Customer's proxy team";

interface ProxyWord {
  /** `store.corp.example:443` */
  readonly behind: string;
  /** HTTP status that the proxy gave; null: it connected, and TLS followed. */
  readonly status: number | null;
}

function proxyWord({ check }: Scene): ProxyWord | null {
  const { throughProxy, httpStatus } = check.evidence;
  if (check.facts.probe !== 'proxy-connect' || typeof throughProxy !== 'string') return null;
  return { behind: throughProxy, status: typeof httpStatus === 'number' ? httpStatus : null };
}

/** Behind the proxy the way is the proxy's own. */
function explainBeyond(scene: Scene, { behind }: ProxyWord): Explanation {
  const isName = /resolve/.test(scene.outcome);
  return {
    explanation: `The proxy ${scene.target} answered${scene.onService}, but did not reach ${behind}${scene.aside}.`,
    advice: {
      where: `behind the proxy: on the way from ${scene.targetAddress} to ${behind}${isName ? ', or in its name resolution' : ''}`,
      owner: `${proxyTeam} first, then the ${firewallTeam.toLowerCase()}`,
      next: `Have the proxy team try ${behind} from ${scene.targetAddress} itself, and look for its drop or reject in the log of the firewall behind it; then run this check again.`,
      confidence: 'certain',
    },
  };
}

/**
 * What a proxy said of the endpoint behind it: who has to act is told by its status. Null: the check does not go through a
 * proxy, or the proxy itself was not reached, which is a matter of the way there like any other.
 */
export function explainProxied(scene: Scene): Explanation | null {
  const word = proxyWord(scene);
  if (word === null) return null;
  const { behind, status } = word;
  const answered = `The proxy ${scene.target} answered${scene.onService}`;
  const inProxy = (next: string): Advice => ({
    where: `in the settings of the proxy ${scene.targetAddress}`,
    owner: proxyTeam,
    next,
    confidence: 'certain',
  });
  switch (scene.check.observation) {
    case 'rejected':
      return {
        explanation: `${answered}, but does not allow a connection to ${behind}${scene.aside}.`,
        advice: inProxy(
          `Have ${scene.sourceAddress} allowed to reach ${behind} through the proxy (CONNECT), then run this check again.`,
        ),
      };
    case 'unreachable':
      return status === null ? null : explainBeyond(scene, word);
    case 'open':
      return status !== 407
        ? null
        : {
            explanation: `${answered} and wants a user name and password (HTTP 407), which this check does not have; whether it lets the node through to ${behind} is not known.`,
            advice: inProxy(
              `Have ${scene.sourceAddress} let through to ${behind} without a login, or enter the login on the node; then run this check again or attest the rule.`,
            ),
          };
    case 'intercepted':
      return scene.check.facts.tls === null
        ? null
        : {
            explanation: `${answered}, but TLS to ${behind} through it comes back with another certificate${scene.aside}: the proxy, or something behind it, decrypts it.`,
            advice: inProxy(
              `Exempt ${behind} from TLS inspection for ${scene.sourceAddress}, then run this check again.`,
            ),
          };
    case 'confirmed':
      return { explanation: `${answered} and reached ${behind} as expected${scene.aside}.`, advice: null };
    case 'refused':
    case 'filtered':
    case 'no-answer':
    case 'unresolved':
    case 'wrong-interface':
    case 'not-testable':
    case 'error':
    case 'not-run':
      return null;
  }
}
