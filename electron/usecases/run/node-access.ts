import type { NodeSession } from '../../engines/node-session.ts';
import { readHostKey } from '../../ssh/index.ts';

/** What a node's SSH server lets us do beside running commands. */
export interface NodeAccess {
  /** It opens TCP connections for us. */
  readonly forwards: boolean;
  readonly detail: string;
  /** The host key that a forward to the LAN address and the SSH port showed; null: not asked for, or not shown. */
  readonly hostKeyOnLan: string | null;
}

/** On the node itself: nothing leaves it, so a short wait is enough. */
const timeoutMs = 3000;

/**
 * Asks the SSH server for a channel to the node's own LAN address and SSH port: shows whether it forwards at all, and,
 * where the node shows no interfaces, whether the LAN address is this node's.
 *
 * @param keyType type of the session's host key, to ask for the same; null: the key is not needed
 */
export async function askAccess(
  session: NodeSession,
  target: { readonly lan: string; readonly port: number; readonly keyType: string | null },
  signal: AbortSignal,
): Promise<NodeAccess> {
  const forward = await session.forwardOut(target.lan, target.port, { timeoutMs, signal });
  if (forward.kind === 'prohibited')
    return {
      forwards: false,
      detail: 'the node’s SSH server does not forward TCP connections',
      hostKeyOnLan: null,
    };
  const able = { forwards: true, detail: 'channels of the node’s SSH server' };
  if (forward.kind !== 'connected') return { ...able, hostKeyOnLan: null };
  if (target.keyType === null) {
    forward.channel.destroy();
    return { ...able, hostKeyOnLan: null };
  }
  const { keyType } = target;
  return { ...able, hostKeyOnLan: await readHostKey(forward.channel, { keyType, timeoutMs, signal }) };
}
