import { existsSync } from 'node:fs';

const openSshPipe = '\\\\.\\pipe\\openssh-ssh-agent';

/**
 * Where the SSH agent is: the socket that SSH_AUTH_SOCK names; on Windows else OpenSSH's pipe when the agent runs, else
 * Pageant, which has no address. Null: none.
 */
export function agentAddress(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | null {
  const socket = environment['SSH_AUTH_SOCK'];
  if (socket !== undefined && socket !== '') return socket;
  if (platform !== 'win32') return null;
  return exists(openSshPipe) ? openSshPipe : 'pageant';
}
