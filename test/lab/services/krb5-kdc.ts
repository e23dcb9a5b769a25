import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside } from './service.ts';

const realm = 'CORP.EXAMPLE';

/** The KDC of MIT Kerberos, with a realm of nobody. */
export const krb5Kdc: Service = {
  name: 'krb5-kdc',
  needs: { files: ['/usr/sbin/krb5kdc', '/usr/sbin/kdb5_util'], packages: 'krb5-kdc' },
  start: async (namespace, address, folder) => {
    const client = join(folder, 'krb5.conf');
    const server = join(folder, 'kdc.conf');
    writeFileSync(client, `[libdefaults]\n default_realm = ${realm}\n`);
    writeFileSync(
      server,
      [
        ...['[kdcdefaults]', ` kdc_listen = ${address}:88`, ` kdc_tcp_listen = ${address}:88`],
        ...['[realms]', ` ${realm} = {`],
        `  database_name = ${join(folder, 'principal')}`,
        `  key_stash_file = ${join(folder, 'stash')}`,
        `  acl_file = ${join(folder, 'acl')}`,
        ...[' }', '[logging]', ' kdc = STDERR', ''],
      ].join('\n'),
    );
    const env = { ...process.env, KRB5_CONFIG: client, KRB5_KDC_PROFILE: server };
    execFileSync('/usr/sbin/kdb5_util', ['create', '-s', '-r', realm, '-P', 'of-the-lab'], {
      env,
      stdio: 'pipe',
      timeout: 20_000,
    });
    const command = inside(namespace, '/usr/sbin/krb5kdc', '-n', '-P', join(folder, 'pid'));
    return [await startDaemon(command, { ready: /commencing operation/, env })];
  },
};
