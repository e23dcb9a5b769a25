import type { Site } from '../site/schema.ts';
import type { Check } from './types.ts';

export type ListenerLeave = Site['checks']['temporaryListener'];

/** Below it most systems let only the administrator bind. */
const firstUnprivileged = 1024;

/**
 * Why no temporary listener may stand in for the service of an In check; null: it may. The person's leave decides; what
 * the node allows shows itself when it is tried.
 */
export function whyNoListener(check: Check, leave: ListenerLeave): string | null {
  const { port, protocol } = check.target;
  if (port === null || protocol === 'icmp') return 'there is no port to listen on';
  if (leave === 'off') return 'temporary listeners are switched off (checks.temporaryListener)';
  if (leave === 'unprivileged' && port < firstUnprivileged)
    return `port ${port} is below ${firstUnprivileged}, and a temporary listener there needs your leave (check --listen all, or checks.temporaryListener in the site)`;
  return null;
}

/** What the plan says beforehand about listeners; null: there is no check that could have one. */
export function listenerRemark(checks: readonly Check[], leave: ListenerLeave): string | null {
  const inbound = checks.filter(
    ({ vantage, target, unable }) => vantage.kind !== 'node' && target.port !== null && unable === null,
  );
  if (inbound.length === 0) return null;
  if (leave === 'off') return 'Temporary listeners are switched off (checks.temporaryListener).';
  const which = leave === 'all' ? '' : `, on ports from ${firstUnprivileged} on only`;
  return `Where nothing listens on a node's port yet, a temporary listener stands there for some seconds to prove the path${which} (checks.temporaryListener).`;
}
