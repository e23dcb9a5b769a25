import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './namespaces.ts';
import type { Daemon } from './processes.ts';
import { startDaemon } from './processes.ts';

/**
 * The file system that the node's SSH servers and everything that runs in their sessions see: this machine's, with a layer
 * over it, in memory and all writable, and an empty home (that of this machine's root may bring tools of its own). What is
 * made, changed or removed on the node is in that layer, whatever its path.
 */
export interface NodeFiles {
  /** Starts a program on the node; only there. */
  readonly inside: (...argv: readonly string[]) => string[];
  /** Every file, folder and trace of a removed one that the node has of its own: kind, size, path. */
  readonly list: () => Promise<readonly string[]>;
  /** The content of all of them, as a tar. */
  readonly archive: () => Promise<Buffer>;
  /** The mounts go with it. */
  readonly daemon: Daemon;
}

/** `folder` is seen at its own path; it is not part of the layer. Mounts are made in the mount namespace of `ip netns exec` and nowhere else. */
function script(folder: string, layers: string): string {
  return `
set -e
mount -t tmpfs -o mode=755 none ${layers}
cd ${layers}
mkdir -p top/run/sshd top/tmp work shm home root
chmod 1777 top/tmp shm
mount -t overlay -o lowerdir=/,upperdir=${layers}/top,workdir=${layers}/work overlay root
mount -t proc none root/proc
mount --rbind /dev root/dev
mount --make-rslave root/dev
[ ! -d root/dev/shm ] || mount --bind shm root/dev/shm
mkdir -p root/root
mount --bind home root/root
mkdir -p root${folder}
mount --bind ${folder} root${folder}
rm -f root/etc/resolv.conf
cat /etc/resolv.conf > root/etc/resolv.conf
echo ready
exec cat
`;
}

export async function startNodeFiles(namespace: string, folder: string): Promise<NodeFiles> {
  const layers = join(folder, 'node-layers');
  mkdirSync(layers);
  const netns = ['ip', 'netns', 'exec', namespace] as const;
  const daemon = await startDaemon([...netns, '/bin/sh', '-c', script(folder, layers)], {
    ready: /^ready$/m,
  });
  const enter = [...netns, 'nsenter', `--mount=/proc/${String(daemon.child.pid)}/ns/mnt`] as const;
  return {
    daemon,
    inside: (...argv) => [...enter, 'chroot', join(layers, 'root'), ...argv],
    archive: () => {
      const args = ['tar', '-cf', '-', '-C', layers, 'top', 'shm', 'home'];
      return new Promise((resolve, reject) => {
        const parts: Buffer[] = [];
        const [ip, ...rest] = enter;
        const child = spawn(ip, [...rest, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
        child.stdout.on('data', (part: Buffer) => parts.push(part));
        child.on('error', reject);
        child.on('close', () => resolve(Buffer.concat(parts)));
      });
    },
    list: async () => {
      const find = [
        'find',
        join(layers, 'top'),
        join(layers, 'shm'),
        join(layers, 'home'),
        '-printf',
        String.raw`%y %s %p\n`,
      ];
      const { code, stdout, stderr } = await run([...enter, ...find]);
      if (code !== 0) throw new Error(`the node's files cannot be listed: ${stderr}`);
      // A folder's size in memory says how many files it had; those are listed themselves.
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replaceAll(layers, '').replace(/^d \d+ /, 'd '))
        .sort();
    },
  };
}
