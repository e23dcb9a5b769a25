export { agentAddress } from './agent-address.ts';
export { AgentError, listKeysOfAgent, signWithAgent } from './agent.ts';
export type { AgentKey } from './agent.ts';
export { connect } from './connect.ts';
export { fingerprintOf } from './fingerprint.ts';
export { generateHostKey } from './host-key.ts';
export type { HostKeyPair } from './host-key.ts';
export { decideFrom } from './host-key-decision.ts';
export type { AcceptedHostKey, ConfirmReason, HostKeyPin, HostKeySources } from './host-key-decision.ts';
export { NO_KNOWN_HOSTS, findKnownKeys, knownHostsLine, parseKnownHosts } from './known-hosts.ts';
export type { KnownHosts, KnownKey } from './known-hosts.ts';
export { readHostKey } from './read-host-key.ts';
export { placeOfKey, sameHostKeyAgain } from './same-host-key.ts';
export type { ShownKeys } from './same-host-key.ts';
export { startSshServer } from './server.ts';
export type {
  CommandStreams,
  ForwardAnswer,
  ForwardTarget,
  SignInAttempt,
  SshServer,
  SshServerOptions,
} from './server.ts';
export { SshError } from './ssh-error.ts';
export type { SshErrorKind } from './ssh-error.ts';
export type * from './types.ts';
