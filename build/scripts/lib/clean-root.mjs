import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';

/** A Debian with nothing in it, made by debootstrap, in which a package is installed by apt. Needs root. */

const script = `set -e
root=$1; shift
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
exec "$@"`;

/**
 * What goes before a command so that it runs inside, with mounts and processes of its own.
 * @param {string} root
 * @param {{ uid: number }} as
 */
export const inside = (root, { uid }) => [
  ...['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script, 'sh', root],
  ...['chroot', `--userspec=${uid}:${uid}`, root],
];

/**
 * @param {{ root: string, deb: string, suite: string, uid: number, home: string }} of `home`: made for that user
 */
export const makeCleanRoot = async ({ root, deb, suite, uid, home }) => {
  const steps = async (
    /** @type {string} */ what,
    /** @type {readonly string[]} */ [command = '', ...args],
  ) => {
    const done = await run(command, args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      timeoutMs: 900_000,
      output: 'capture',
    });
    if (done.status !== 0)
      throw new SetupError(`${what} failed:\n${done.text.trim().split('\n').slice(-12).join('\n')}`);
  };
  rmSync(root, { recursive: true, force: true });
  await steps('debootstrap', ['debootstrap', '--variant=minbase', suite, root]);
  copyFileSync('/etc/resolv.conf', path.join(root, 'etc/resolv.conf'));
  // How this machine reaches its package registry.
  for (const name of readdirSync('/etc/apt/apt.conf.d'))
    if (/proxy|retr|cert/i.test(name))
      cpSync(path.join('/etc/apt/apt.conf.d', name), path.join(root, 'etc/apt/apt.conf.d', name));
  writeFileSync(path.join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  mkdirSync(path.join(root, 'tmp/.X11-unix'), { recursive: true });
  copyFileSync(deb, path.join(root, 'tmp/gatecheck.deb'));
  const asRoot = inside(root, { uid: 0 });
  await steps('apt-get update', [...asRoot, 'apt-get', 'update', '-q']);
  await steps('the installation of the deb', [
    ...asRoot,
    ...['apt-get', 'install', '-y', '-q', '--no-install-recommends', '/tmp/gatecheck.deb'],
  ]);
  await steps('the user', [...asRoot, 'useradd', '-u', String(uid), '-m', '-d', home, 'technician']);
  if (!existsSync(path.join(root, 'usr/bin/gatecheck')))
    throw new SetupError('the package brought no /usr/bin/gatecheck');
};
