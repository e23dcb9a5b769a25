import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Keys } from '../peers.ts';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';
import type { NodeKind } from './node-kinds.ts';

const gnuTools = [
  ...[
    'cat',
    'ls',
    'cp',
    'mv',
    'rm',
    'mkdir',
    'rmdir',
    'ln',
    'chmod',
    'date',
    'dd',
    'echo',
    'env',
    'expr',
    'false',
  ],
  ...[
    'head',
    'tail',
    'tr',
    'cut',
    'sort',
    'uniq',
    'wc',
    'id',
    'mktemp',
    'mkfifo',
    'nohup',
    'od',
    'printf',
    'pwd',
  ],
  ...['sleep', 'stat', 'stty', 'tee', 'test', 'timeout', 'touch', 'true', 'uname', 'basename', 'dirname'],
  ...['sed', 'grep', 'mawk', 'find', 'xargs', 'ps'],
] as const;

/** Python 2.7: Debian has it no more; pyenv may. Null: this machine has none. */
export function python2Folder(): string | null {
  const versions = join(process.env['PYENV_ROOT'] ?? '/root/.pyenv', 'versions');
  if (!existsSync(versions)) return null;
  const version = readdirSync(versions).find((name) => name.startsWith('2.7.'));
  return version === undefined ? null : join(versions, version);
}

/** Why a kind cannot be set up on this machine; null: it can. */
export function kindMissing(kind: NodeKind): string | null {
  if (kind.oddities.includes('python2') && python2Folder() === null) return 'no Python 2.7 on this machine';
  const needed = [...kind.tools, ...(kind.base === 'busybox' ? ['busybox'] : [])];
  if (kind.loginShell === '/bin/tcsh') needed.push('tcsh');
  const folders = ['/usr/bin', '/usr/sbin'];
  const absent = needed.find((tool) => !folders.some((folder) => existsSync(join(folder, tool))));
  return absent === undefined ? null : `no ${absent} on this machine`;
}

function toolLines(kind: NodeKind): string[] {
  const python2 = python2Folder();
  const lines = [
    ...(kind.base === 'gnu' ? gnuTools : []).map((tool) => `take ${tool} usr/bin/${tool}`),
    ...kind.tools.map((tool) =>
      tool === 'ip' || tool === 'ss'
        ? `take ${tool} usr/sbin/${tool}`
        : `take ${tool} usr/bin/${tool.startsWith('nc.') ? 'nc' : tool}`,
    ),
  ];
  if (kind.base === 'gnu') lines.push('ln -s mawk usr/bin/awk');
  if (kind.base === 'busybox') {
    const without = kind.oddities.includes('no-busybox-ip') ? '-e ip' : '-e nothing';
    lines.push(
      'take busybox usr/bin/busybox',
      `for one in $(busybox --list | grep -vx ${without}); do ln -s busybox "usr/bin/$one"; done`,
    );
  } else lines.push('take dash usr/bin/sh');
  if (kind.loginShell === '/bin/tcsh') lines.push('take tcsh usr/bin/tcsh');
  if (kind.tools.includes('perl'))
    lines.push(
      kind.oddities.includes('perl-base')
        ? 'mount -t tmpfs none usr/lib/x86_64-linux-gnu/perl; mount -t tmpfs none usr/lib/x86_64-linux-gnu/perl5'
        : 'mkdir -p usr/share/perl; mount --bind /usr/share/perl usr/share/perl',
    );
  if (kind.oddities.includes('german'))
    lines.push(
      'mount -t tmpfs none usr/lib/locale',
      'localedef --no-archive -i de_DE -f UTF-8 ./usr/lib/locale/de_DE.UTF-8 || true',
      'mkdir -p usr/share/locale/de; mount --bind /usr/share/locale/de usr/share/locale/de',
    );
  if (kind.oddities.includes('python2') && python2 !== null)
    lines.push(
      // At its own place: it finds its library by the full path.
      `mkdir -p .${python2}`,
      `mount --bind ${python2} .${python2}`,
      `ln -s ${python2}/bin/python2.7 usr/bin/python`,
    );
  return lines;
}

function loginLines(kind: NodeKind): string[] {
  if (!kind.oddities.includes('prints-at-login')) return [];
  return ['root', 'home/admin'].flatMap((home) =>
    ['.bashrc', '.profile', '.cshrc'].map(
      (file) =>
        `printf 'echo "Welcome. 2 updates can be applied."; echo "gatecheck end" >&2\\n' > ${home}/${file}`,
    ),
  );
}

function sshdConfig(kind: NodeKind): string {
  return [
    ...['Port 22', 'HostKey /etc/ssh/host_key', 'AuthorizedKeysFile /etc/ssh/authorized_keys', 'UsePAM no'],
    ...['StrictModes no', 'PidFile none', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no'],
    ...['PrintMotd yes', 'PrintLastLog no', 'PermitRootLogin prohibit-password', 'UseDNS no'],
    `AllowTcpForwarding ${kind.forwards ? 'yes' : 'no'}`,
    ...(kind.oddities.includes('banner') ? ['Banner /etc/issue.net'] : []),
    ...kind.sshd,
  ].join('\n');
}

/**
 * The script that makes the node's own world and becomes its SSH server. Everything lies in memory, in a mount namespace of
 * its own: when the server ends, all of it is gone, and nothing has to be undone or removed.
 */
function rootScript(kind: NodeKind, keys: Keys, root: string, resolver: string): string {
  const shell = kind.loginShell;
  const odd = (oddity: NodeKind['oddities'][number]): boolean => kind.oddities.includes(oddity);
  return `
set -e
PATH=/usr/sbin:/usr/bin:/sbin:/bin
unset LD_LIBRARY_PATH PYTHONPATH PERL5LIB
take() { if [ -e "/usr/sbin/$1" ]; then cp -L "/usr/sbin/$1" "$2"; else cp -L "/usr/bin/$1" "$2"; fi; }
mount -t tmpfs -o mode=755 none ${root}
cd ${root}
mkdir -p usr/bin usr/sbin usr/lib usr/lib64 etc/ssh dev proc run/sshd root home/admin ${odd('no-tmp') ? '' : 'tmp var/tmp'}
${odd('no-tmp') ? '' : 'chmod 1777 tmp var/tmp'}
ln -s usr/bin bin; ln -s usr/sbin sbin; ln -s usr/lib lib; ln -s usr/lib64 lib64
mount --bind /usr/lib usr/lib
mount --bind /usr/lib64 usr/lib64
mount -o remount,bind,ro usr/lib
mount -o remount,bind,ro usr/lib64
mount -t proc none proc
for one in 'null 1 3' 'zero 1 5' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
  set -- $one
  mknod -m 666 "dev/$1" c "$2" "$3"
done
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin; ln -s /proc/self/fd/1 dev/stdout; ln -s /proc/self/fd/2 dev/stderr
take sshd usr/sbin/sshd
${toolLines(kind).join('\n')}
printf '%s\\n' 'root:x:0:0:root:/root:${shell}' 'admin:x:1000:1000:admin:/home/admin:${shell}' \\
  'sshd:x:100:65534:sshd:/run/sshd:/bin/false' 'nobody:x:65534:65534:nobody:/:/bin/false' > etc/passwd
printf '%s\\n' 'root:x:0:' 'admin:x:1000:' 'nogroup:x:65534:' > etc/group
printf '%s\\n' 'passwd: files' 'group: files' 'hosts: files dns' > etc/nsswitch.conf
echo '127.0.0.1 localhost' > etc/hosts
echo 'nameserver ${resolver}' > etc/resolv.conf
printf '%s\\n' '*** Authorised use only ***' 'All sessions are recorded.' > etc/issue.net
cp etc/issue.net etc/motd
${loginLines(kind).join('\n')}
chown -R 1000:1000 home/admin
cp ${keys.hostKey} etc/ssh/host_key
chmod 600 etc/ssh/host_key
cp ${keys.authorizedKeys} etc/ssh/authorized_keys
cat > etc/ssh/sshd_config <<'END'
${sshdConfig(kind)}
END
${odd('read-only') ? 'mount -o remount,ro none .' : ''}
exec chroot . /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
`;
}

/** Starts the SSH server of a node of this kind in a network namespace, as process 1 of its own process namespace. */
export function startNode(
  kind: NodeKind,
  place: { readonly namespace: string; readonly folder: string; readonly resolver: string },
  keys: Keys,
): Promise<Daemon> {
  const root = join(place.folder, 'node-root');
  mkdirSync(root, { recursive: true });
  return startDaemon(
    [
      ...['ip', 'netns', 'exec', place.namespace],
      ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'],
      ...['/bin/sh', '-c', rootScript(kind, keys, root, place.resolver)],
    ],
    { ready: /Server listening/ },
  );
}
