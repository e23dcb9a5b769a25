import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside, untilListening } from './service.ts';

/** Every place where Samba would keep something, so that all of it lies in one folder. */
function places(folder: string): Readonly<Record<string, string>> {
  return {
    'private dir': join(folder, 'private'),
    'state directory': join(folder, 'state'),
    'cache directory': join(folder, 'cache'),
    'lock directory': folder,
    'pid directory': folder,
    'ncalrpc dir': join(folder, 'ncalrpc'),
    'winbindd socket directory': join(folder, 'winbindd'),
    'ntp signd socket directory': join(folder, 'ntp'),
    'nmbd:socket dir': join(folder, 'nmbd'),
    'binddns dir': join(folder, 'bind-dns'),
    'log file': join(folder, 'log'),
  };
}

function writeConfiguration(file: string, global: Readonly<Record<string, string>>): void {
  writeFileSync(
    file,
    ['[global]', ...Object.entries(global).map(([key, value]) => `${key} = ${value}`), ''].join('\n'),
  );
}

/** A file server and its NetBIOS name server, WINS included: smbd and nmbd. */
export const sambaFileServer: Service = {
  name: 'samba-file-server',
  needs: { files: ['/usr/sbin/smbd', '/usr/sbin/nmbd'], packages: 'samba' },
  start: async (namespace, address, folder) => {
    for (const place of ['private', 'state', 'cache']) mkdirSync(join(folder, place));
    const file = join(folder, 'smb.conf');
    writeConfiguration(file, {
      ...places(folder),
      ...{ workgroup: 'WORKGROUP', 'netbios name': 'FILER1', 'server role': 'standalone server' },
      ...{ interfaces: `${address}/24`, 'bind interfaces only': 'yes' },
      ...{ 'load printers': 'no', 'disable spoolss': 'yes', 'wins support': 'yes' },
    });
    // Not told that it is a daemon, it takes our pipe for a client's connection; -F keeps it in the foreground.
    const options = ['-D', '-F', '--debug-stdout', '-d1', `--log-basename=${folder}`, '-s', file];
    const daemons = await Promise.all([
      startDaemon(inside(namespace, '/usr/sbin/smbd', ...options), { ready: /started/ }),
      startDaemon(inside(namespace, '/usr/sbin/nmbd', ...options), { ready: /started/ }),
    ]);
    await untilListening(namespace, 'tcp', `${address}:445`);
    await untilListening(namespace, 'udp', `${address}:137`);
    return daemons;
  },
};

/** An Active Directory domain controller: LDAP, its UDP ping, Kerberos, SMB and NetBIOS at one address. */
export const sambaDomainController: Service = {
  name: 'samba-domain-controller',
  needs: {
    files: ['/usr/sbin/samba', '/usr/bin/samba-tool', '/usr/share/samba/setup/provision.ldif'],
    packages: 'samba samba-ad-provision samba-dsdb-modules samba-vfs-modules',
  },
  start: async (namespace, address, folder) => {
    const start = join(folder, 'start.conf');
    writeConfiguration(start, {});
    const settings = {
      ...places(folder),
      ...{ interfaces: `${address}/24`, 'bind interfaces only': 'yes' },
      ...{ 'server services': 's3fs rpc nbt ldap cldap kdc', 'tls enabled': 'no' },
    };
    const [program = '', ...provision] = inside(
      namespace,
      ...['/usr/bin/samba-tool', 'domain', 'provision', '-s', start, `--targetdir=${folder}`],
      ...['--realm=CORP.EXAMPLE', '--domain=CORP', '--server-role=dc', '--dns-backend=NONE'],
      ...['--host-name=dc1', `--host-ip=${address}`],
      ...Object.entries(settings).map(([key, value]) => `--option=${key}=${value}`),
    );
    execFileSync(program, provision, { stdio: 'pipe', timeout: 60_000 });
    const file = join(folder, 'etc', 'smb.conf');
    const options = ['-i', '-M', 'single', '-s', file, '-d', '1', '--debug-stdout'];
    // At its end it ends its whole process group, which must not be ours.
    const daemon = await startDaemon(inside(namespace, 'setsid', '/usr/sbin/samba', ...options), {
      ready: /started/,
    });
    for (const port of [88, 389]) {
      await untilListening(namespace, 'tcp', `${address}:${port}`);
      await untilListening(namespace, 'udp', `${address}:${port}`);
    }
    await untilListening(namespace, 'tcp', `${address}:445`);
    await untilListening(namespace, 'udp', `${address}:137`);
    return [daemon];
  },
};
