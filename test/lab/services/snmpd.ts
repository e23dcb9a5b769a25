import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside } from './service.ts';

/** Net-SNMP's agent: SNMPv3 for discovery, and v2c with the community `public`. */
export const snmpd: Service = {
  name: 'snmpd',
  needs: { files: ['/usr/sbin/snmpd'], packages: 'snmpd' },
  start: async (namespace, address, folder) => {
    const file = join(folder, 'snmpd.conf');
    writeFileSync(file, `agentaddress udp:${address}:161\nrocommunity public\n`);
    const options = ['-f', '-Lo', '-C', '-c', file, '-p', join(folder, 'pid')];
    const command = inside(namespace, '/usr/sbin/snmpd', ...options);
    // Else it keeps its engine id under /var, and complains of each MIB that is not there.
    const env = { ...process.env, SNMP_PERSISTENT_DIR: folder, SNMPCONFPATH: folder, MIBS: '' };
    return [await startDaemon(command, { ready: /NET-SNMP version/, env })];
  },
};
