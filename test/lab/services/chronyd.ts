import { join } from 'node:path';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside } from './service.ts';

/** A time server that is its own clock, stratum 5. */
export const chronyd: Service = {
  name: 'chronyd',
  needs: { files: ['/usr/sbin/chronyd'], packages: 'chrony' },
  start: async (namespace, address, folder) => {
    const directives = [
      ...['local stratum 5', 'allow all', 'cmdport 0', `bindaddress ${address}`],
      ...[`pidfile ${join(folder, 'chronyd.pid')}`, 'bindcmdaddress /', 'user root'],
    ];
    const command = inside(namespace, '/usr/sbin/chronyd', '-d', '-x', ...directives);
    return [await startDaemon(command, { ready: /Running with root privileges/ })];
  },
};
