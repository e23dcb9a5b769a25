import type { ClientChannel } from 'ssh2';

/**
 * Closing alone leaves a command running that neither reads nor writes. sshd passes the signal on for ordinary users,
 * not for root: what must end on the host needs a deadline of its own.
 */
export function endCommand(channel: ClientChannel): void {
  // ssh2's own `signal` does nothing once standard input has ended.
  const { outgoing, _client: client } = channel as unknown as ChannelInternals;
  if (outgoing.state === 'open' || outgoing.state === 'eof') client._protocol.signal(outgoing.id, 'TERM');
  channel.close();
}

interface ChannelInternals {
  readonly outgoing: { readonly id: number; readonly state: string };
  readonly _client: { readonly _protocol: { signal(channel: number, name: string): void } };
}
