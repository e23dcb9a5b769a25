import type { RouteFacts } from '../../shared/probes/node-route.ts';
import type { Check } from '../../shared/plan/types.ts';
import type { Wire } from '../../shared/probes/types.ts';
import type { Engine } from './engine.ts';

/** Ways to run a check on a node, the most faithful one first. */
export const nodeEngineKinds = ['python', 'perl', 'forward', 'shell'] as const;
export type NodeEngineKind = (typeof nodeEngineKinds)[number];

/** Engines that a node has; null: it has no means for it. */
export type NodeEngines = Readonly<Record<NodeEngineKind, Engine | null>>;

/** What a node lacks that has not this engine. */
export const missingEngine: Readonly<Record<NodeEngineKind, string>> = {
  python: 'the node has no Python',
  perl: 'the node has no Perl',
  forward: "the node's SSH server does not forward TCP connections",
  shell: 'the node has no tool that opens connections (nc, ncat, bash)',
};

export interface EngineChoice {
  /** In the order in which they are tried: the next one when the one before says that it cannot. */
  readonly engines: readonly Engine[];
  /** Why this order; why none, when the list is empty. */
  readonly reason: string;
}

const unproven = 'the route does not prove the port, and this engine cannot choose its source';

/**
 * The most faithful engine for a check from the node. Python and Perl bind the source address and repeat what stays
 * silent within one wait; an engine that cannot bind is used only where the node's route proves port and address, or
 * where the node has but one port and shows no routes (`onePort`). For TLS, an engine that gives the leaf certificate
 * alone comes after those that give the whole chain.
 */
export function chooseEngine(
  check: Check,
  wire: Wire,
  able: NodeEngines,
  proof: { readonly route: RouteFacts; readonly onePort: boolean },
): EngineChoice {
  const proven = proof.route.interfaceProven || (proof.onePort && proof.route.wrong === null);
  const passedOver: string[] = [];
  const usable: Engine[] = [];
  for (const kind of nodeEngineKinds) {
    const engine = able[kind];
    if (engine === null) {
      passedOver.push(missingEngine[kind]);
      continue;
    }
    const no = engine.canDo(wire, check) ?? (proven || engine.bindsSource === true ? null : unproven);
    if (no === null) usable.push(engine);
    else passedOver.push(no);
  }
  const leafOnly = (engine: Engine): boolean => wire.kind === 'tls' && engine.readsChains !== true;
  const engines = [...usable.filter((one) => !leafOnly(one)), ...usable.filter(leafOnly)];
  const [first] = engines;
  if (first === undefined) return { engines, reason: passedOver.join('; ') };
  return { engines, reason: `${first.kind}: ${whyFirst(first, usable, passedOver)}` };
}

function whyFirst(first: Engine, usable: readonly Engine[], passedOver: readonly string[]): string {
  const means = first.detail === undefined ? '' : `${first.detail}; `;
  if (usable[0] !== first)
    return `${means}it reads the whole certificate chain, which the node's ${usable[0]?.kind ?? ''} does not, and the route proves the port`;
  if (first.bindsSource !== true) return `${means}${passedOver.join('; ')}`;
  return first.readsIcmp === true
    ? `${means}binds the source address and reads who sent an ICMP error`
    : `${means}binds the source address`;
}
