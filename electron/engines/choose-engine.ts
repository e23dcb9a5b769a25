import type { RouteFacts } from '../../shared/probes/node-route.ts';
import type { Check } from '../../shared/plan/types.ts';
import type { Wire } from '../../shared/probes/types.ts';
import type { Engine } from './engine.ts';

export interface EngineChoice {
  /** In the order in which they are tried: the next one when the one before says that it cannot. */
  readonly engines: readonly Engine[];
  /** Why this order; why none, when the list is empty. */
  readonly reason: string;
}

/**
 * The most faithful engine for a check from the node. Python binds the source address and reads who sent an ICMP error;
 * where it is too old to give the whole certificate chain, TLS goes over a forwarded channel first. A forwarded channel cannot bind, so it is used only where
 * the node's route proves port and address, or where the node has but one port and shows no routes (`onePort`).
 */
export function chooseEngine(
  check: Check,
  wire: Wire,
  able: { readonly forward: Engine | null; readonly python: Engine | null },
  proof: { readonly route: RouteFacts; readonly onePort: boolean },
): EngineChoice {
  const { forward, python } = able;
  const reasons: string[] = [];
  const usable = (engine: Engine | null, why: string): engine is Engine => {
    const no = engine === null ? why : engine.canDo(wire, check);
    if (no !== null) reasons.push(no);
    return no === null;
  };
  const byPython = usable(python, 'the node has no Python') ? [python] : [];
  const proven = proof.route.interfaceProven || (proof.onePort && proof.route.wrong === null);
  const mayForward = usable(forward, "the node's SSH server does not forward TCP connections") && proven;
  if (!proven)
    reasons.push('the route does not prove the port, and a forwarded channel cannot choose its source');
  const byForward = mayForward ? [forward] : [];
  const forwardFirst = wire.kind === 'tls' && python?.readsChains !== true;
  const engines = forwardFirst ? [...byForward, ...byPython] : [...byPython, ...byForward];
  const first = engines[0];
  if (first === undefined) return { engines, reason: reasons.join('; ') };
  if (first.kind === 'python')
    return {
      engines,
      reason:
        forwardFirst && reasons.length > 0
          ? `python: ${reasons.join('; ')}`
          : 'python: binds the source address and reads who sent an ICMP error',
    };
  return {
    engines,
    reason:
      forwardFirst && byPython.length > 0
        ? "forward: the node's Python gives the leaf certificate only, and the route proves the port"
        : `forward: ${reasons.join('; ')}`,
  };
}
