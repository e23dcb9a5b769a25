import { formatIp, parseCidr } from '../../../shared/lib/ip.ts';
import type { NodeRecord } from '../../../shared/results/types.ts';
import type { SiteNode } from '../../../shared/site/schema.ts';
import type { NodeEngines } from '../../engines/choose-engine.ts';
import { missingEngine, nodeEngineKinds } from '../../engines/choose-engine.ts';
import type { Detection } from '../../engines/detect.ts';
import { identifyNode } from '../../engines/detect.ts';
import type { NodeAccess } from './node-access.ts';
import { utcSeconds } from './utc.ts';
import type { RunSession } from './ports.ts';

function bare(address: string): string {
  const cidr = parseCidr(address);
  return cidr === null ? address : formatIp(cidr.ip);
}

/** A node of which nothing is known yet. */
export function unknownNode(name: string): NodeRecord {
  return {
    name,
    hostKey: null,
    hostKeyTrust: null,
    interfaces: [],
    engines: [],
    clock: null,
    failure: null,
  };
}

/** What a node showed of itself. */
export function nodeRecordOf(
  node: SiteNode,
  session: RunSession,
  detection: Detection,
  engines: NodeEngines,
  access: NodeAccess,
): NodeRecord {
  const portOf = (addresses: readonly string[]): 'lan' | 'wan' | null => {
    const owns = (port: { address: string } | undefined): boolean =>
      port !== undefined && addresses.some((address) => bare(address) === bare(port.address));
    if (owns(node.lan)) return 'lan';
    return owns(node.wan) ? 'wan' : null;
  };
  const { clock } = detection;
  return {
    name: node.name,
    hostKey: session.hostKey.fingerprint,
    hostKeyTrust: session.hostKey.trust,
    interfaces: detection.interfaces.map(({ name, addresses }) => ({
      name,
      addresses: [...addresses],
      port: portOf(addresses),
    })),
    engines: nodeEngineKinds.map((kind) => {
      const engine = engines[kind];
      return kind === 'forward'
        ? { engine: kind, able: engine !== null && access.forwards, detail: access.detail }
        : { engine: kind, able: engine !== null, detail: engine?.detail ?? missingEngine[kind] };
    }),
    clock: clock === null ? null : { ...clock, at: utcSeconds(clock.at) },
    failure: null,
  };
}

/** What ended the node's part before its checks: nothing of it ran. */
export class NodeStop extends Error {
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}

/**
 * Makes sure that this is the node which the site means: it owns the LAN address, or, where it shows no interfaces, its
 * LAN address shows the same host key as the session.
 *
 * @throws NodeStop when it is not, or cannot be proven to be
 */
export function checkIdentity(
  node: SiteNode,
  detection: Detection,
  session: RunSession,
  access: NodeAccess,
): void {
  const lan = bare(node.lan.address);
  const identity = identifyNode(detection, lan);
  if (identity.kind === 'other') {
    throw new NodeStop(
      `This is not ${node.name}: it owns ${identity.owns.join(', ')}, and not ${lan}. Nothing was checked.`,
      'Correct the LAN address or the SSH host in the site.',
    );
  }
  if (identity.kind === 'hidden' && access.hostKeyOnLan !== session.hostKey.fingerprint) {
    throw new NodeStop(
      `The node shows no interfaces, and ${lan} does not show its host key to it, so it cannot be proven to be ${node.name}. Nothing was checked.`,
      'Sign in as a user whose shell may run the ip command, or let the node’s SSH server forward to its own LAN address.',
    );
  }
}

/** The node's LAN address and the port of its SSH server, for a channel to itself. */
export function ownSshServer(node: SiteNode): { readonly lan: string; readonly port: number } {
  return { lan: bare(node.lan.address), port: node.ssh?.port ?? 22 };
}
