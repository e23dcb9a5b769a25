import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Authority } from '../helpers/certificate-maker.ts';
import { makeCertificatesIn } from '../helpers/certificate-maker.ts';
import { addresses, labFlows, names } from './flows.ts';
import type { Namespaces, Role } from './namespaces.ts';
import type { NodeFiles } from './node-files.ts';
import { startNodeFiles } from './node-files.ts';
import type { Daemon } from './processes.ts';
import { startDaemon } from './processes.ts';
import type { ServerSpec } from './servers.ts';

export interface Certificates {
  /** Signed what the real servers present. */
  readonly authority: Authority;
  /** Signed what the intercepting device presents. */
  readonly interceptor: Authority;
  readonly store: { readonly chain: string; readonly key: string };
  readonly intercepted: { readonly chain: string; readonly key: string };
  readonly webui: { readonly chain: string; readonly key: string };
}

export interface Keys {
  /** Private key of the technician. */
  readonly identity: string;
  readonly authorizedKeys: string;
  readonly hostKey: string;
  /** `SHA256:…` of the node's host key. */
  readonly hostKeyFingerprint: string;
}

/** Makes the lab's certificates: a chain file is leaf and CA, as a server presents them. */
export function makeCertificates(folder: string): Certificates {
  mkdirSync(folder, { recursive: true });
  const maker = makeCertificatesIn(folder);
  const authority = maker.authority('Lab CA');
  const interceptor = maker.authority('Inspection Device CA');
  const chainOf = (
    name: string,
    issuer: Authority,
    alternatives?: string,
  ): { chain: string; key: string } => {
    const leaf = maker.leaf(name, issuer, alternatives === undefined ? {} : { names: alternatives });
    const chain = join(folder, `${name}.chain.pem`);
    writeFileSync(chain, leaf.pem + issuer.pem);
    return { chain, key: leaf.keyFile };
  };
  return {
    authority,
    interceptor,
    store: chainOf(names.store, authority, `DNS:${names.store},DNS:${names.license},IP:${addresses.store}`),
    intercepted: chainOf(names.intercepted, interceptor),
    webui: chainOf('node.internal', maker.authority('Appliance CA')),
  };
}

export function makeKeys(folder: string): Keys {
  const make = (name: string): string => {
    const file = join(folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
    return file;
  };
  const [identity, hostKey] = [make('technician'), make('host-key')];
  const printed = execFileSync('ssh-keygen', ['-l', '-f', `${hostKey}.pub`], { encoding: 'utf8' });
  return {
    identity,
    authorizedKeys: `${identity}.pub`,
    hostKey,
    hostKeyFingerprint: /SHA256:\S+/.exec(printed)?.[0] ?? '',
  };
}

const inside = (namespace: string, ...argv: readonly string[]): string[] => [
  ...['ip', 'netns', 'exec', namespace],
  ...argv,
];

/** Starts the lab's own servers (servers.ts) in one process of one namespace. */
export async function startServers(
  namespaces: Pick<Namespaces, 'names'>,
  role: Role,
  specs: readonly ServerSpec[],
  folder: string,
  name: string = role,
): Promise<Daemon> {
  const program = join(folder, 'servers.mjs');
  if (!existsSync(program))
    await build({
      entryPoints: [new URL('servers.ts', import.meta.url).pathname],
      ...{ bundle: true, platform: 'node', format: 'esm', outfile: program, logLevel: 'silent' },
    });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(specs));
  return startDaemon(inside(namespaces.names[role], process.execPath, program, file), { ready: /^ready$/m });
}

function startDns(namespaces: Namespaces): Promise<Daemon> {
  const records = [
    [names.store, addresses.store],
    [names.license, addresses.store],
    [names.intercepted, addresses.intercepted],
    [names.domain, addresses.controller],
    [names.spread, addresses.store],
    [names.spread, addresses.dropped],
  ];
  const options = [
    ...['--keep-in-foreground', '--log-facility=-', '--conf-file=/dev/null', '--no-resolv', '--no-hosts'],
    ...['--bind-interfaces', `--listen-address=${addresses.dns}`, '--except-interface=lo', '--user=root'],
    ...[`--local=/${names.domain}/`, '--pid-file='],
    ...records.map(([name = '', address = '']) => `--host-record=${name},${address}`),
    `--srv-host=_ldap._tcp.dc._msdcs.${names.domain},dc1.${names.domain},389`,
  ];
  return startDaemon(inside(namespaces.names.servers, 'dnsmasq', ...options), { ready: /started, version/ });
}

/**
 * The real chronyd where it is installed and may run; else the lab's own responder. Where AppArmor
 * confines it, it may use no file of ours.
 */
async function startNtp(namespaces: Namespaces, folder: string): Promise<Daemon> {
  const directives = [
    ...['local stratum 5', 'allow all', 'cmdport 0', `bindaddress ${addresses.ntp}`],
    ...[`pidfile ${join(folder, 'chronyd.pid')}`, 'bindcmdaddress /', 'user root'],
  ];
  try {
    if (!existsSync('/usr/sbin/chronyd')) throw new Error('chronyd is not installed');
    return await startDaemon(
      inside(namespaces.names.servers, '/usr/sbin/chronyd', '-d', '-x', ...directives),
      {
        ready: /Running with root privileges/,
      },
    );
  } catch (error) {
    console.warn(`The lab answers NTP itself: ${String(error).slice(0, 300)}`);
    const own: ServerSpec = { kind: 'ntp', address: addresses.ntp, port: 123 };
    return startServers(namespaces, 'servers', [own], folder, 'ntp');
  }
}

interface SshdOptions {
  readonly port: number;
  readonly lines: readonly string[];
}

function startSshd(files: NodeFiles, keys: Keys, folder: string, options: SshdOptions): Promise<Daemon> {
  const config = join(folder, `sshd-${options.port}.conf`);
  writeFileSync(
    config,
    [
      ...[`Port ${options.port}`, `ListenAddress ${addresses.node}`, `HostKey ${keys.hostKey}`],
      ...[`AuthorizedKeysFile ${keys.authorizedKeys}`, 'StrictModes no', 'UsePAM no', 'PidFile none'],
      ...[
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'PermitRootLogin prohibit-password',
      ],
      ...options.lines,
    ].join('\n') + '\n',
  );
  return startDaemon(files.inside('/usr/sbin/sshd', '-D', '-e', '-f', config), {
    ready: /Server listening/,
  });
}

function serverSpecs(
  certificates: Certificates,
  folder: string,
): Record<'servers' | 'internet', ServerSpec[]> {
  const specs: Record<'servers' | 'internet', ServerSpec[]> = { servers: [], internet: [] };
  for (const { from, to: address, port, service } of labFlows) {
    if (from !== 'node' || port === null) continue;
    const place = specs[address.startsWith('10.20.5.') ? 'servers' : 'internet'];
    const at = { address, port };
    if (service === 'tcp') place.push({ kind: 'tcp', ...at });
    if (service === 'tls') place.push({ kind: 'tls', ...at, ...certificates.store });
    if (service === 'tls-intercepted') place.push({ kind: 'tls', ...at, ...certificates.intercepted });
    if (service === 'udp-sink') place.push({ kind: 'udp-sink', ...at, log: join(folder, `udp-${port}.log`) });
    if (service === 'ntp' && address !== addresses.ntp) place.push({ kind: 'ntp', ...at });
  }
  return specs;
}

/** Starts everything that the flows speak with, and the node's SSH servers (22: all allowed, 2222: no forwarding, 2200: no shell). */
export async function startPeers(
  namespaces: Namespaces,
  certificates: Certificates,
  keys: Keys,
  folder: string,
): Promise<{ readonly daemons: readonly Daemon[]; readonly nodeFiles: NodeFiles }> {
  const nodeFiles = await startNodeFiles(namespaces.names.node, folder);
  const specs = serverSpecs(certificates, folder);
  const webui: ServerSpec = { kind: 'tls', address: addresses.node, port: 443, ...certificates.webui };
  const started = await Promise.allSettled([
    startServers(namespaces, 'servers', specs.servers, folder).then(async (daemon) => {
      // One bundle for all, so the others wait for the first.
      const others = await Promise.all([
        startServers(namespaces, 'internet', specs.internet, folder),
        startServers(namespaces, 'node', [webui], folder),
        startNtp(namespaces, folder),
      ]);
      return [daemon, ...others];
    }),
    startDns(namespaces).then((daemon) => [daemon]),
    startSshd(nodeFiles, keys, folder, { port: 22, lines: [] }).then((daemon) => [daemon]),
    startSshd(nodeFiles, keys, folder, { port: 2222, lines: ['AllowTcpForwarding no'] }).then((daemon) => [
      daemon,
    ]),
    startSshd(nodeFiles, keys, folder, {
      port: 2200,
      lines: ['ForceCommand echo "% Unknown command"; exit 1'],
    }).then((daemon) => [daemon]),
  ]);
  const daemons = [
    ...started.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
    // Last: the servers live in it.
    nodeFiles.daemon,
  ];
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    throw failed.reason instanceof Error ? failed.reason : new Error(String(failed.reason));
  }
  return { daemons, nodeFiles };
}
