import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside } from './service.ts';

/** OpenSSH as Debian brings it. */
export const openssh: Service = {
  name: 'openssh',
  needs: { files: ['/usr/sbin/sshd'], packages: 'openssh-server' },
  start: async (namespace, address, folder) => {
    const [key, file] = [join(folder, 'host-key'), join(folder, 'sshd.conf')];
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const lines = [`ListenAddress ${address}:22`, `HostKey ${key}`, 'PidFile none', 'UsePAM no'];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const command = inside(namespace, '/usr/sbin/sshd', '-D', '-e', '-f', file);
    return [await startDaemon(command, { ready: /Server listening/ })];
  },
};
