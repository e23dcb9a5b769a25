import type { SiteNode } from '../../../shared/site/schema.ts';
import type { TrustStore } from '../../engines/tls-trust.ts';
import type { Credential, DecideHostKey, ShownKeys, SshSession } from '../../ssh/index.ts';
import { decideFrom, NO_KNOWN_HOSTS, sameHostKeyAgain, SshError } from '../../ssh/index.ts';
import { safeFault, thrownFault } from '../../log/safe-fault.ts';
import type { HostKeyStore } from '../../store/host-keys.ts';
import { connectNode, sitePins } from '../connect-node.ts';
import type { RunPorts } from '../run/ports.ts';
import { nodePorts } from '../run/real-ports.ts';
import type { HostKeyQuestions } from './host-key-questions.ts';
import type { WizardPorts } from './ports.ts';

export interface RealRun {
  readonly nodes: readonly SiteNode[];
  readonly credentialsFor: (host: string) => readonly Credential[];
  readonly trust: TrustStore;
  readonly questions: HostKeyQuestions;
  readonly pinsAreOwn: boolean;
  readonly hostKeys: HostKeyStore;
  /** Keys that the hosts have to show, because what they are signed in to with was kept for those; new ones are added. */
  readonly shown: ShownKeys;
}

/** Keeps the keys that the person accepted in this run: only now the hosts have proven that they hold them. */
async function keepAccepted(
  session: SshSession,
  { ssh }: SiteNode,
  hostKeys: HostKeyStore,
  acceptedAt: string,
): Promise<void> {
  if (ssh === undefined) return;
  const hops = [
    ...ssh.jump.map((jump, index) => ({ ...jump, key: session.jumpHostKeys[index] })),
    { ...ssh, key: session.hostKey },
  ];
  for (const { host, port, key } of hops) {
    if (key?.trust !== 'accepted-this-run') continue;
    const { algorithm, fingerprint } = key;
    await hostKeys.accept({ host, port, algorithm, fingerprint, acceptedAt });
  }
}

/** Takes down how long it took to be signed in to a node, and by which trust; or the kind of what stood in the way. */
async function loggedConnect(
  { wizardLog: { log }, now }: WizardPorts,
  node: SiteNode,
  connect: () => Promise<SshSession>,
): Promise<SshSession> {
  const began = now().getTime();
  const jumps = node.ssh?.jump.length ?? 0;
  const ms = (): number => Math.max(0, now().getTime() - began);
  try {
    const session = await connect();
    const { algorithm, trust } = session.hostKey;
    log.say({ event: 'ssh-connected', node: node.name, jumps, algorithm, trust, ms: ms() });
    return session;
  } catch (error) {
    const { code, says } = safeFault(thrownFault(error));
    const hop = error instanceof SshError ? error.hop : null;
    log.say({ event: 'ssh-failed', node: node.name, jumps, hop, code, says, ms: ms() });
    throw error;
  }
}

/** The real world of a run that a person watches: unknown host keys are theirs to decide, and are kept when accepted. */
export async function realRunPorts(real: RealRun, ports: WizardPorts): Promise<RunPorts> {
  const { nodes, credentialsFor, trust, hostKeys } = real;
  const decide: DecideHostKey = decideFrom({
    acceptedKeys: await hostKeys.list(),
    knownHosts: NO_KNOWN_HOSTS,
    given: [],
    sitePins: sitePins(nodes),
    acceptNew: false,
    confirm: real.questions.confirm,
    siteFileIsOwn: real.pinsAreOwn,
  });
  const decideHostKey = sameHostKeyAgain(decide, real.shown);
  return {
    ...nodePorts(trust),
    now: ports.now,
    connect: async (node, signal) => {
      const session = await loggedConnect(ports, node, () =>
        connectNode(node, { credentialsFor, decideHostKey }, signal),
      );
      // The session is up: a list that cannot be written only means that the key is asked about again.
      await keepAccepted(session, node, hostKeys, ports.now().toISOString()).catch(() => undefined);
      return session;
    },
    laptop: ports.laptop.side(trust),
    practice: false,
  };
}
