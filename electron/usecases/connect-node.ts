import type { SiteNode } from '../../shared/site/schema.ts';
import type {
  Credential,
  DecideHostKey,
  HostKeyPin,
  HostKeySources,
  SshHop,
  SshSession,
} from '../ssh/index.ts';
import { connect } from '../ssh/index.ts';
import { UseCaseError } from './problem.ts';
import { jumpKey } from './run/sign-in.ts';

/** How the hosts of a run are signed in to. `host` is a node's name, or `jump:HOST`. */
export interface SignIn {
  readonly credentialsFor: (host: string) => readonly Credential[];
  readonly decideHostKey: DecideHostKey;
}

const readyTimeoutMs = 10_000;
const keepaliveMs = 5_000;

function hopsOf(nodes: readonly SiteNode[]): { host: string; port: number; hostKey?: string | undefined }[] {
  return nodes.flatMap((node) => (node.ssh === undefined ? [] : [node.ssh, ...node.ssh.jump]));
}

/** Pins of the site file, for every hop of its nodes. */
export function sitePins(nodes: readonly SiteNode[]): HostKeyPin[] {
  return hopsOf(nodes).flatMap(({ host, port, hostKey }) =>
    hostKey === undefined ? [] : [{ host, port, fingerprint: hostKey }],
  );
}

/** Keys given for a run without a host: the only host of the run has one of them; of several, each has its own. */
export function givenKeys(
  nodes: readonly SiteNode[],
  fingerprints: readonly string[],
): Pick<HostKeySources, 'given' | 'givenForAny'> {
  const [only, ...others] = hopsOf(nodes);
  if (only === undefined || others.length > 0) return { given: [], givenForAny: fingerprints };
  return { given: fingerprints.map((fingerprint) => ({ host: only.host, port: only.port, fingerprint })) };
}

/**
 * Opens the SSH session to a node, through its jump host if it has one.
 *
 * @throws SshError with its cure; UseCaseError when the site says nothing about SSH
 */
export async function connectNode(node: SiteNode, signIn: SignIn, signal: AbortSignal): Promise<SshSession> {
  const { ssh } = node;
  if (ssh === undefined) {
    throw new UseCaseError('bad-input', `The site does not say how to reach ${node.name} by SSH.`, 'Add it.');
  }
  const hop = (
    settings: { host: string; port: number; user: string },
    name: string,
    key: string,
  ): SshHop => ({
    host: settings.host,
    port: settings.port,
    user: settings.user,
    credentials: signIn.credentialsFor(key),
    name,
  });
  return connect(hop(ssh, node.name, node.name), {
    jump: ssh.jump.map((jump) => hop(jump, `jump host ${jump.host}`, jumpKey(jump.host))),
    decideHostKey: signIn.decideHostKey,
    readyTimeoutMs,
    keepaliveMs,
    signal,
  });
}
