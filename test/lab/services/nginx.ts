import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside } from './service.ts';

/** One `server` block: what it says on a port, over TLS where it has a certificate. */
export interface NginxServer {
  readonly port: number;
  readonly tls?: { readonly chain: string; readonly key: string };
  /** Directives, e.g. `return 200;`. */
  readonly says: string;
}

/** Starts nginx on an address of a namespace; all that it keeps lies in the folder. */
export function startNginx(
  namespace: string,
  address: string,
  folder: string,
  servers: readonly NginxServer[],
): Promise<Daemon> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const block = ({ port, tls, says }: NginxServer): string =>
    `server { listen ${address}:${port}${tls === undefined ? '' : ' ssl'}; ${
      tls === undefined ? '' : `ssl_certificate ${tls.chain}; ssl_certificate_key ${tls.key};`
    } location / { ${says} } }`;
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    [
      ...['daemon off;', 'master_process off;', `pid ${join(folder, 'pid')};`, 'error_log stderr notice;'],
      ...['events { }', 'http {', 'access_log off;', ...temporary, ...servers.map(block), '}', ''],
    ].join('\n'),
  );
  const command = inside(namespace, '/usr/sbin/nginx', '-e', 'stderr', '-p', folder, '-c', file);
  return startDaemon(command, { ready: /using the "epoll" event method/ });
}

export const nginxFiles = { files: ['/usr/sbin/nginx'], packages: 'nginx-light' } as const;

/** A web server with a page. */
export const nginx: Service = {
  name: 'nginx',
  needs: nginxFiles,
  start: async (namespace, address, folder) => [
    await startNginx(namespace, address, folder, [{ port: 80, says: 'return 200 "It works";' }]),
  ],
};
