import type { Observation } from '../../shared/probes/observation.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import type { Engine } from '../engines/engine.ts';
import type { SshServerOptions } from '../ssh/index.ts';
import { generateHostKey, startSshServer } from '../ssh/index.ts';
import { makeConnections } from './connections.ts';
import { makePracticeCertificates } from './endpoints.ts';
import { expectedObservations } from './expected.ts';
import { answerForwardRequest } from './forwards.ts';
import type { NodeState } from './node-commands.ts';
import { runNodeCommand } from './node-commands.ts';
import { makePracticeLaptop } from './practice-laptop.ts';
import type { Scenario } from './scenarios.ts';
import { laptopAddresses, laptopNetworks, worldOf } from './scenarios.ts';
import { practiceSite } from './site.ts';

/** A running practice node: all that a run of checks needs in place of a real site. */
export interface PracticeNode {
  readonly scenario: Scenario;
  /** Of its SSH server on 127.0.0.1, the only thing of the practice site that is ever dialled. */
  readonly port: number;
  readonly hostKeyFingerprint: string;
  readonly user: string;
  /** No secret: the node has nothing behind it, and newcomers are told to type it. */
  readonly password: string;
  readonly site: SiteFile;
  /** Check id -> the observation that the script wants. */
  readonly expected: ReadonlyMap<string, Observation>;
  /** Stands in for the laptop's own engine: sends nothing at all. */
  readonly laptopEngine: Engine;
  /** Addresses that the simulated laptop has. */
  readonly laptopAddresses: readonly string[];
  /** The same with their prefixes: no negative control goes into these networks. */
  readonly laptopNetworks: readonly string[];
  close(): Promise<void>;
}

export const practiceUser = 'practice';
export const practicePassword = 'practice';

const banner = 'PRACTICE: a simulated node. It says nothing about a real network.\n';

const practiceSignIn: SshServerOptions['onAuth'] = (attempt) =>
  attempt.kind === 'password' && attempt.user === practiceUser && attempt.password === practicePassword;

/**
 * Starts the practice node of a scenario: an SSH server in this process, on loopback, with a simulated site behind it.
 *
 * @param accepts who may sign in, by default who types the practice password
 */
export async function startPracticeNode(
  scenario: Scenario,
  accepts: SshServerOptions['onAuth'] = practiceSignIn,
): Promise<PracticeNode> {
  const certificates = makePracticeCertificates(new Date());
  const connections = makeConnections();
  const [technician = '127.0.0.1'] = laptopAddresses;
  const state: NodeState = { world: worldOf(scenario), certificates, connections, technician };
  const server = await startSshServer({
    hostKey: generateHostKey().privateKey,
    banner,
    onAuth: accepts,
    onExec: (command, streams) => runNodeCommand(command, streams, state),
    onForward: (target) => answerForwardRequest(target, state),
  });
  return {
    scenario,
    port: server.port,
    hostKeyFingerprint: server.hostKeyFingerprint,
    user: practiceUser,
    password: practicePassword,
    site: practiceSite({
      port: server.port,
      user: practiceUser,
      hostKey: server.hostKeyFingerprint,
      trustedCa: certificates.publicAuthority.pem,
    }),
    expected: new Map(Object.entries(expectedObservations(scenario))),
    laptopEngine: makePracticeLaptop(state),
    laptopAddresses,
    laptopNetworks,
    close: () => server.close(),
  };
}
