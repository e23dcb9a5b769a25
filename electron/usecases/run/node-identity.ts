import { formatIp, parseCidr } from '../../../shared/lib/ip.ts';
import type { NodeRecord } from '../../../shared/results/types.ts';
import type { SiteNode } from '../../../shared/site/schema.ts';
import type { Detection } from '../../engines/detect.ts';
import { identifyNode } from '../../engines/detect.ts';
import type { NodeEngines, RunSession } from './ports.ts';

function bare(address: string): string {
  const cidr = parseCidr(address);
  return cidr === null ? address : formatIp(cidr.ip);
}

/** A node of which nothing is known yet. */
export function unknownNode(name: string): NodeRecord {
  return { name, hostKey: null, hostKeyTrust: null, interfaces: [], engines: [], failure: null };
}

/** What a node showed of itself. */
export function nodeRecordOf(
  node: SiteNode,
  session: RunSession,
  detection: Detection,
  engines: NodeEngines,
): NodeRecord {
  const portOf = (addresses: readonly string[]): 'lan' | 'wan' | null => {
    const owns = (port: { address: string } | undefined): boolean =>
      port !== undefined && addresses.some((address) => bare(address) === bare(port.address));
    if (owns(node.lan)) return 'lan';
    return owns(node.wan) ? 'wan' : null;
  };
  return {
    name: node.name,
    hostKey: session.hostKey.fingerprint,
    hostKeyTrust: session.hostKey.trust,
    interfaces: detection.interfaces.map(({ name, addresses }) => ({
      name,
      addresses: [...addresses],
      port: portOf(addresses),
    })),
    engines: [
      {
        engine: 'python',
        able: engines.python !== null,
        detail: detection.python === null ? 'no Python on the node' : `Python ${detection.python}`,
      },
      { engine: 'forward', able: engines.forward !== null, detail: 'channels of the node’s SSH server' },
    ],
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

/** @throws NodeStop when this is not the node that the site means, or cannot be proven to be */
export function checkIdentity(node: SiteNode, detection: Detection): void {
  const lan = bare(node.lan.address);
  const identity = identifyNode(detection, lan);
  if (identity.kind === 'other') {
    throw new NodeStop(
      `This is not ${node.name}: it owns ${identity.owns.join(', ')}, and not ${lan}. Nothing was checked.`,
      'Correct the LAN address or the SSH host in the site.',
    );
  }
  if (identity.kind === 'hidden') {
    throw new NodeStop(
      `The node shows no interfaces, so it cannot be proven to be ${node.name}. Nothing was checked.`,
      'Sign in as a user whose shell may run the ip command.',
    );
  }
}
