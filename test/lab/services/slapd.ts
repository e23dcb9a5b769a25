import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside } from './service.ts';

/** OpenLDAP, with an empty directory. Debian's speaks LDAP over TCP only. */
export const slapd: Service = {
  name: 'slapd',
  needs: { files: ['/usr/sbin/slapd'], packages: 'slapd' },
  start: async (namespace, address, folder) => {
    const database = join(folder, 'database');
    mkdirSync(database);
    const file = join(folder, 'slapd.conf');
    writeFileSync(
      file,
      [
        'include /etc/ldap/schema/core.schema',
        'modulepath /usr/lib/ldap',
        'moduleload back_mdb',
        `pidfile ${join(folder, 'pid')}`,
        'database mdb',
        'suffix "dc=corp,dc=example"',
        `directory ${database}`,
        '',
      ].join('\n'),
    );
    // With a debug level it stays in the foreground, and says when it is ready.
    const options = ['-h', `ldap://${address}`, '-f', file, '-d', 'stats'];
    return [await startDaemon(inside(namespace, '/usr/sbin/slapd', ...options), { ready: /slapd starting/ })];
  },
};
