import type { ForwardAnswer, ForwardTarget } from '../ssh/index.ts';
import { connectToService } from './endpoints.ts';
import type { NodeState } from './node-commands.ts';
import { behaviourFromNode } from './world.ts';

/** What the practice node's SSH server says when it is asked to open a TCP connection. Nothing is dialled. */
export function answerForwardRequest({ host, port }: ForwardTarget, state: NodeState): ForwardAnswer {
  const { world, certificates } = state;
  const name = host.toLowerCase();
  const address = /^[\d.]+$/.test(name) || name.includes(':') ? name : world.names[name]?.[0];
  if (address === undefined) return { kind: 'unresolved' };
  const behaviour = behaviourFromNode(world, address, port, 'tcp');
  switch (behaviour.kind) {
    case 'open':
    case 'tls':
    case 'http':
    case 'ssh':
    case 'rpc':
    case 'dns':
    case 'ldap':
    case 'kerberos':
    case 'smb':
      return { kind: 'connected', stream: connectToService(behaviour, certificates, world.names) };
    case 'refused':
      return { kind: 'refused' };
    // A real sshd says the same of both: "No route to host".
    case 'rejected':
    case 'unreachable':
      return { kind: 'unreachable' };
    case 'silent':
    case 'ntp':
    case 'echo-reply':
      return { kind: 'silent' };
  }
}
