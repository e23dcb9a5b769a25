import type { Advice, Explanation, Scene } from './scene.ts';
import { firewallTeam, pathOf, whoRuns } from './scene.ts';

const networkTeam = "Customer's network team";

/** Fewer checks than this say nothing about the way out. */
const enoughAsked = 3;
/** A refusal that came in less than this part of the target's own quickest answer did not come from there. */
const nearer = 1 / 4;
/** Below this the clock of a shared machine tells no two devices apart, in milliseconds. */
const tellableMs = 8;

const list = (services: readonly string[]): string =>
  services.length > 3 ? `${services.slice(0, 3).join(', ')} and more` : services.join(' and ');

function atFirewall(scene: Scene, what: string, where: string, confidence: Advice['confidence']): Advice {
  return {
    where,
    owner: firewallTeam,
    next: `Ask for ${what} in the log for ${pathOf(scene)}; permit it as in the change request, then run this check again.`,
    ...(confidence === undefined ? {} : { confidence }),
  };
}

/** Both ends are in one network: no firewall between networks is in the way. */
function onTheHostItself(scene: Scene): Advice {
  return {
    where: `on ${scene.targetAddress} itself: both ends are in one network, so no firewall between networks is in the way`,
    owner: whoRuns(scene),
    next: `Check whether ${scene.targetAddress} is up, and its host firewall; then run this check again.`,
    confidence: 'likely',
  };
}

/** A device that rejects others may have rejected this one, too, and said nothing: it limits its ICMP errors. */
function keptBack({ surroundings }: Scene): string {
  const by = surroundings?.rejecting ?? null;
  return by === null
    ? ''
    : ` ${by} rejects other flows of this run, and may have kept back its answer to this one.`;
}

/** Packets that vanish: what else answered tells how far they probably came. */
export function explainSilence(scene: Scene): Explanation {
  const { explanation, advice } = placeSilence(scene);
  return { explanation: `${explanation}${keptBack(scene)}`, advice };
}

function placeSilence(scene: Scene): Explanation {
  const { surroundings: around } = scene;
  const says = `No answer came to ${scene.source} from ${scene.target}${scene.onService}${scene.within}: the packets vanish without a reply`;
  if (scene.sameSubnet) return { explanation: `${says}.`, advice: onTheHostItself(scene) };
  const between = `between ${scene.sourceAddress} and ${scene.targetAddress}`;
  if (around === null)
    return {
      explanation: `${says}.`,
      advice: atFirewall(scene, 'the drop', `at a firewall ${between}`, undefined),
    };
  if (around.answeredHere.length > 0)
    return {
      explanation: `${says}, while the same address answers on ${list(around.answeredHere)}: the way there works, and this port is blocked.`,
      advice: atFirewall(
        scene,
        'the drop',
        `at a firewall ${between} that permits other ports, or at the host firewall of ${scene.targetAddress}`,
        'likely',
      ),
    };
  if (around.beyond.answered === 0 && around.beyond.asked >= enoughAsked)
    return {
      explanation: `${says}. Nothing beyond the node's own network answered in this run, so one cause may explain all of it.`,
      advice: {
        where: `at the gateway of ${scene.sourceAddress} or the first firewall behind it, or there is no way back`,
        owner: networkTeam,
        next: `Check the gateway and the way back to ${scene.sourceAddress} first; then ask for the drop of ${pathOf(scene)} in the log.`,
        confidence: 'likely',
      },
    };
  if (around.serviceElsewhere > 0)
    return {
      explanation: `${says}, while ${scene.service} to ${around.serviceElsewhere} other ${around.serviceElsewhere === 1 ? 'address' : 'addresses'} is answered: no rule covers this address, or it is down.`,
      advice: atFirewall(
        scene,
        'the drop',
        `at a firewall ${between} that does not permit this address; or ${scene.targetAddress} is down`,
        'possible',
      ),
    };
  return {
    explanation: `${says}.`,
    advice: atFirewall(
      scene,
      'the drop',
      `at a firewall ${between}; or ${scene.targetAddress} is down`,
      'possible',
    ),
  };
}

/** An ICMP reject, by whoever sent it. */
export function explainReject(scene: Scene): Explanation {
  const sender = scene.check.evidence['icmpSender'];
  const explanation = `${scene.service} from ${scene.source} to ${scene.target} was rejected by a device in the path${scene.aside}.`;
  if (scene.sameSubnet && typeof sender !== 'string') return { explanation, advice: onTheHostItself(scene) };
  return typeof sender === 'string'
    ? {
        explanation,
        advice: atFirewall(scene, 'the reject', `at ${sender}, which sent the reject`, 'certain'),
      }
    : {
        explanation,
        advice: atFirewall(
          scene,
          'the reject',
          `at a firewall between ${scene.sourceAddress} and ${scene.targetAddress}`,
          'likely',
        ),
      };
}

/** A refusal: by the target, unless it came too quickly for that. */
export function explainRefusal(scene: Scene): Explanation {
  const { check, surroundings: around, target, service } = scene;
  const ms = check.attempts.findLast(({ observation }) => observation === 'refused')?.ms ?? null;
  const quickest = around?.quickestHere ?? null;
  if (ms !== null && quickest !== null && quickest >= tellableMs && ms < quickest * nearer)
    return {
      explanation: `${service} to ${target} was refused after ${Math.round(ms)} ms, though the address itself needs ${Math.round(quickest)} ms to answer: a device nearer than it refuses in its name.`,
      advice: atFirewall(
        scene,
        'the reject',
        `at a firewall between ${scene.sourceAddress} and ${scene.targetAddress} that answers in its name`,
        'likely',
      ),
    };
  const own = check.evidence['icmpSender'] === scene.targetAddress;
  const isUp = (around?.answeredHere.length ?? 0) > 0;
  return {
    explanation: own
      ? `${target} itself refused ${service}${scene.after}: nothing listens there.`
      : `${target} refused ${service}${scene.after}: nothing listens there, or a firewall refuses in its name.`,
    advice: {
      where: own
        ? `on ${scene.targetAddress}: its service is not running, or listens elsewhere`
        : `on ${scene.targetAddress}, or at a firewall that answers in its name`,
      owner: own ? whoRuns(scene) : `${whoRuns(scene)} first, then the ${firewallTeam.toLowerCase()}`,
      next: own
        ? `Ask whether ${service} is served on ${scene.targetAddress}, and on that address; then run this check again.`
        : `Ask whether ${service} is served on ${scene.targetAddress}; if it is, ask the firewall team for a reject of ${pathOf(scene)}.`,
      confidence: own ? 'certain' : isUp ? 'likely' : 'possible',
    },
  };
}
