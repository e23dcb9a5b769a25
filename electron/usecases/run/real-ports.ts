import { randomBytes } from 'node:crypto';
import { makeForwardEngine } from '../../engines/forward.ts';
import { laptopInterfaces, makeLaptopEngine } from '../../engines/laptop.ts';
import type { NodeSession } from '../../engines/node-session.ts';
import { makePerlEngine, runsScript } from '../../engines/perl.ts';
import { startPython } from '../../engines/python-process.ts';
import { makePythonEngine } from '../../engines/python.ts';
import type { ScriptProcess } from '../../engines/script-process.ts';
import { makeShellEngine } from '../../engines/shell.ts';
import { shakeHands } from '../../engines/tls-client.ts';
import type { TrustStore } from '../../engines/tls-trust.ts';
import type { SignIn } from '../connect-node.ts';
import { connectNode } from '../connect-node.ts';
import type { RunPorts } from './ports.ts';

const now = (): Date => new Date();

/** How many checks of a node, and from the laptop, run at the same time; absent: as many as each engine takes. */
export interface Pace {
  readonly atOnce?: number;
}

/** An interpreter that waits for its request is ended after this; larger runs start their own. */
const earlyMs = 600_000;

/** Engines of a node and its own view of its certificate: the same for real nodes and for the practice node. */
export function nodePorts(
  trust: TrustStore,
  pace: Pace = {},
): Pick<RunPorts, 'startEarly' | 'nodeEngines' | 'nodeSideCertificate' | 'now' | 'random'> {
  const early = new WeakMap<NodeSession, ScriptProcess>();
  return {
    startEarly: (session, signal) => {
      early.set(session, startPython(session, { timeoutMs: earlyMs, signal }));
    },
    nodeEngines: (session, detection) => ({
      python:
        detection.python === null
          ? null
          : makePythonEngine({
              ...{ session, trust, now, version: detection.python, ...pace },
              early: () => {
                const python = early.get(session) ?? null;
                early.delete(session);
                return python;
              },
            }),
      perl:
        detection.perl === null || !runsScript(detection.perl)
          ? null
          : makePerlEngine({ session, trust, now, version: detection.perl.version, ...pace }),
      forward: makeForwardEngine({ session, trust, now, ...pace }),
      shell: makeShellEngine({
        ...{ session, trust, now, tools: detection, ...pace },
        freeSource: (address) => {
          const route = detection.route(address, null);
          return route?.kind === 'route' ? route.source : null;
        },
      }),
    }),
    nodeSideCertificate: async (session, target, { timeoutMs, signal }) => {
      const forward = await session.forwardOut(target.host, target.port, { timeoutMs, signal });
      if (forward.kind !== 'connected') return null;
      const outcome = await shakeHands(forward.channel, {
        serverName: target.serverName,
        host: target.host,
        timeoutMs,
        trust,
        now,
        signal,
      });
      return outcome.kind === 'handshake' ? outcome.tls.fingerprint : null;
    },
    now,
    random: (bytes) => randomBytes(bytes),
  };
}

/** The real world: SSH to the nodes, this laptop's own network. */
export function realPorts(signIn: SignIn, trust: TrustStore, pace: Pace = {}): RunPorts {
  return {
    ...nodePorts(trust, pace),
    connect: (node, signal) => connectNode(node, signIn, signal),
    laptop: {
      engine: makeLaptopEngine({ trust, now, ...pace }),
      networks: laptopInterfaces().flatMap(({ addresses }) => addresses),
    },
    practice: false,
  };
}
