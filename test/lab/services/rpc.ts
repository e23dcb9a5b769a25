import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';
import { makeOwnHost } from './own-host.ts';
import type { Service } from './service.ts';
import { inside, untilListening } from './service.ts';

/** rpcbind keeps its socket and its lock under /run: one that nobody else sees. */
async function startRpcbind(namespace: string, address: string): Promise<Daemon> {
  const command = `mount -t tmpfs tmpfs /run && exec /usr/sbin/rpcbind -f -w -h ${address}`;
  const daemon = await startDaemon(inside(namespace, 'sh', '-c', `echo starting; ${command}`), {
    ready: /starting/,
  });
  await untilListening(namespace, 'udp', `${address}:111`);
  return daemon;
}

function ganeshaConfig(folder: string): string {
  const ports = 'NFS_Port = 2049; MNT_Port = 892; NLM_Port = 4045; Enable_RQUOTA = false;';
  return [
    `NFS_CORE_PARAM { ${ports} Protocols = 3, 4; }`,
    `NFSv4 { Graceless = true; RecoveryRoot = ${join(folder, 'recovery')}; }`,
    'NFS_KRB5 { Active_krb5 = false; }',
    `EXPORT { Export_Id = 1; Path = ${join(folder, 'export')}; Pseudo = /; Access_Type = RO; Protocols = 3, 4;`,
    'FSAL { Name = VFS; } }',
    '',
  ].join('\n');
}

/**
 * An NFS server with all that belongs to it: rpcbind on 111, NFS-Ganesha for nfs on 2049, mountd on 892 and nlockmgr on
 * 4045, and rpc.statd on 662. They listen on every address, so they have a host of their own.
 */
export const nfsServer: Service = {
  name: 'nfs-server',
  needs: {
    files: ['/usr/sbin/rpcbind', '/usr/bin/ganesha.nfsd', '/usr/sbin/rpc.statd'],
    packages: 'rpcbind, nfs-ganesha, nfs-ganesha-vfs, nfs-common',
  },
  start: async (namespace, address, folder) => {
    const { namespace: own, keeper } = await makeOwnHost(namespace, address);
    const daemons: Daemon[] = [];
    try {
      daemons.push(await startRpcbind(own, address));
      for (const name of ['export', 'recovery', 'statd/sm', 'statd/sm.bak'])
        mkdirSync(join(folder, name), { recursive: true });
      const file = join(folder, 'ganesha.conf');
      writeFileSync(file, ganeshaConfig(folder));
      const ganesha = [
        '-F',
        '-L',
        '/dev/stdout',
        '-f',
        file,
        '-p',
        join(folder, 'ganesha.pid'),
        '-N',
        'EVENT',
      ];
      daemons.push(
        await startDaemon(inside(own, '/usr/bin/ganesha.nfsd', ...ganesha), {
          ready: /NFS SERVER INITIALIZED/,
          timeoutMs: 30_000,
        }),
      );
      // It keeps its process id under /run, too.
      const statd = `mount -t tmpfs tmpfs /run && exec /usr/sbin/rpc.statd -F -L -p 662 -P ${join(folder, 'statd')}`;
      daemons.push(
        await startDaemon(inside(own, 'sh', '-c', `echo starting; ${statd}`), { ready: /starting/ }),
      );
      await untilListening(own, 'udp', '0.0.0.0:662');
      return [...daemons, keeper];
    } catch (error) {
      for (const daemon of daemons) await daemon.stop();
      await keeper.stop();
      throw error;
    }
  },
};
