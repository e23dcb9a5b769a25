import type { Group } from './behaviour.ts';
import { beforeSsh } from './behaviours/before-ssh.ts';
import { commands } from './behaviours/commands.ts';
import { hosts } from './behaviours/hosts.ts';
import { keyExchange } from './behaviours/key-exchange.ts';
import { protocolLies } from './behaviours/protocol-lies.ts';
import { signIn } from './behaviours/sign-in.ts';

/** Everything that a peer does to us in this suite: the rows of docs/hostile-peers.md. */
export const groups: readonly Group[] = [beforeSsh, keyExchange, signIn, commands, protocolLies, hosts];
