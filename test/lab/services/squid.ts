import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';
import { inside } from './service.ts';

/** Ports of the lab's squid, one for each thing that a proxy does. */
export const squidPorts = {
  /** Connects whoever asks to ports 22 and 443. */
  plain: 3128,
  /** Opens TLS and shows certificates of its own. */
  inspecting: 3129,
  /** Wants a user name and password. */
  login: 3130,
  /** Answers in the place of web servers, as one that connections are redirected to. */
  redirected: 80,
} as const;

export const squidFiles = {
  files: ['/usr/sbin/squid', '/usr/lib/squid/security_file_certgen', '/usr/lib/squid/basic_fake_auth'],
  packages: 'squid-openssl',
} as const;

export interface SquidOptions {
  /** A CA with its key in one PEM file. */
  readonly inspectorPem: string;
  /** Where nobody may go. */
  readonly denied: string;
  /** Where it connects whoever asks, if not on its usual port. */
  readonly plainPort?: number;
  /** Names that it knows: lines of a hosts file. */
  readonly hosts?: string;
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'proxy'], { encoding: 'utf8' }));
}

/**
 * Starts squid on an address. It drops to its own user, who may not enter the lab's folder: what it keeps lies in a
 * folder of that user, which goes with it.
 */
export async function startSquid(
  namespace: string,
  address: string,
  folder: string,
  { inspectorPem, denied, plainPort = squidPorts.plain, hosts = '' }: SquidOptions,
): Promise<Daemon> {
  const own = mkdtempSync(join(tmpdir(), 'gatecheck-squid-'));
  const remove = (): void => rmSync(own, { recursive: true, force: true });
  try {
    chmodSync(own, 0o700);
    chownSync(own, idOf('-u'), idOf('-g'));
    const certificates = join(own, 'certificates');
    const maker = ['/usr/lib/squid/security_file_certgen', '-s', certificates, '-M', '4MB'];
    execFileSync('runuser', ['-u', 'proxy', '--', ...maker, '-c'], { stdio: 'pipe' });
    const { inspecting, login, redirected } = squidPorts;
    const file = join(folder, 'squid.conf');
    const lines = [
      // Not the namespace's first address, which is a silent peer's.
      `tcp_outgoing_address ${address}`,
      `http_port ${address}:${plainPort}`,
      `http_port ${address}:${login}`,
      `http_port ${address}:${redirected} accel vhost`,
      `http_port ${address}:${inspecting} ssl-bump cert=${inspectorPem} generate-host-certificates=on dynamic_cert_mem_cache_size=4MB`,
      `sslcrtd_program ${maker.join(' ')}`,
      ...[
        'sslcrtd_children 1',
        'sslproxy_cert_error allow all',
        'tls_outgoing_options flags=DONT_VERIFY_PEER',
      ],
      ...[`acl inspecting localport ${inspecting}`, 'ssl_bump bump inspecting', 'ssl_bump splice all'],
      ...['auth_param basic program /usr/lib/squid/basic_fake_auth', 'auth_param basic realm Lab'],
      ...[`acl login localport ${login}`, 'acl known proxy_auth REQUIRED', 'http_access deny login !known'],
      ...[`acl nowhere dst ${denied}`, 'http_access deny nowhere', 'acl tunnels port 22 443'],
      ...['acl CONNECT method CONNECT', 'http_access deny CONNECT !tunnels', 'http_access allow all'],
      ...['pid_filename none', 'access_log none', 'cache_log /dev/null', 'cache deny all', 'cache_mem 4 MB'],
      ...[`coredump_dir ${own}`, 'pinger_enable off', 'netdb_filename none', 'shutdown_lifetime 0 seconds'],
      ...['visible_hostname proxy.corp.example', 'connect_timeout 2 seconds', 'max_filedescriptors 1024'],
      // It has no names to resolve, and asks nobody.
      ...[
        'dns_nameservers 127.0.0.1',
        `hosts_file ${join(own, 'hosts')}`,
        'dns_timeout 1 seconds',
        'dns_retransmit_interval 1 seconds',
      ],
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    writeFileSync(join(own, 'hosts'), hosts);
    chownSync(join(own, 'hosts'), idOf('-u'), idOf('-g'));
    const command = inside(namespace, '/usr/sbin/squid', '-N', '-d1', '-f', file);
    const daemon = await startDaemon(command, { ready: /Accepting reverse-proxy HTTP Socket connections/ });
    return {
      ...daemon,
      stop: async () => {
        await daemon.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
