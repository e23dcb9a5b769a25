import type { PracticeNode } from '../../practice/practice-node.ts';
import { decideFrom, NO_KNOWN_HOSTS } from '../../ssh/index.ts';
import { loadTrustStore } from '../../engines/tls-trust.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { connectNode } from '../connect-node.ts';
import type { RunPorts, RunSession } from './ports.ts';
import { nodePorts } from './real-ports.ts';

/**
 * The practice node in place of the world: its SSH server on 127.0.0.1 is the only thing that is dialled; the network
 * behind it and the laptop's are simulated.
 */
export function practicePorts(practice: PracticeNode, site: Site): RunPorts {
  const trust = loadTrustStore(site.checks.trustedCas);
  if (!trust.ok) throw new Error('The practice site has a certificate that cannot be read.');
  // Never the site's own: a practice site may be edited, and nothing but the practice node may be dialled.
  const ssh = {
    host: '127.0.0.1',
    port: practice.port,
    user: practice.user,
    hostKey: practice.hostKeyFingerprint,
    jump: [],
  };
  const decideHostKey = decideFrom({
    acceptedKeys: [],
    knownHosts: NO_KNOWN_HOSTS,
    given: [],
    sitePins: [{ host: ssh.host, port: ssh.port, fingerprint: ssh.hostKey }],
    acceptNew: false,
    siteFileIsOwn: true,
  });
  const credentialsFor = () => [{ kind: 'password' as const, password: practice.password }];
  const [laptopAddress] = practice.laptopAddresses;
  return {
    ...nodePorts(trust.value),
    connect: async (node, signal): Promise<RunSession> => {
      const session = await connectNode({ ...node, ssh }, { credentialsFor, decideHostKey }, signal);
      // The simulated laptop's address takes the place of 127.0.0.1, as the simulated node sees it.
      return {
        hostKey: session.hostKey,
        ...(laptopAddress === undefined ? {} : { localAddress: laptopAddress }),
        exec: (command, options) => session.exec(command, options),
        execStream: (command, options) => session.execStream(command, options),
        openStream: (command, options) => session.openStream(command, options),
        forwardOut: (host, port, options) => session.forwardOut(host, port, options),
        onClose: (listener) => session.onClose(listener),
        close: () => session.close(),
      };
    },
    laptop: { engine: practice.laptopEngine, networks: practice.laptopNetworks },
    practice: true,
  };
}
