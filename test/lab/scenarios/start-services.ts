import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Leaf } from '../../helpers/certificate-maker.ts';
import { makeCertificatesIn } from '../../helpers/certificate-maker.ts';
import { addresses } from '../flows.ts';
import type { Namespaces } from '../namespaces.ts';
import type { Keys } from '../peers.ts';
import { startServers } from '../peers.ts';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';
import type { ServerSpec } from '../servers.ts';
import { chronyd } from '../services/chronyd.ts';
import { krb5Kdc } from '../services/krb5-kdc.ts';
import { nfsServer } from '../services/rpc.ts';
import { sambaFileServer } from '../services/samba.ts';
import type { Service } from '../services/service.ts';
import { inside } from '../services/service.ts';
import { slapd } from '../services/slapd.ts';
import { snmpd } from '../services/snmpd.ts';
import { startWrongPeers } from '../services/wrong-peers.ts';
import { nodePorts, oddPort, places, services } from './services.ts';
import { lieAddress, serverName, storeAddress, storeName } from './site.ts';

/** TLS servers with the right certificate, with the one of an intercepting device, and with one for another name. */
function tlsSpecs(folder: string): { readonly specs: readonly ServerSpec[]; readonly authorityPem: string } {
  mkdirSync(folder);
  const maker = makeCertificatesIn(folder);
  const authority = maker.authority('Scenario CA');
  const interceptor = maker.authority('Inspection Device CA');
  const names = `DNS:${serverName},DNS:${storeName}`;
  const spec = (service: keyof typeof services, leaf: Leaf, issuerPem: string): ServerSpec => {
    const chain = join(folder, `${service}.chain.pem`);
    writeFileSync(chain, leaf.pem + issuerPem);
    const { address, port } = services[service];
    return { kind: 'tls', address, port, chain, key: leaf.keyFile };
  };
  return {
    authorityPem: authority.pem,
    specs: [
      spec('tls', maker.leaf(serverName, authority, { names }), authority.pem),
      spec('tls-interceptor', maker.leaf('intercepted', interceptor, { names }), interceptor.pem),
      spec('tls-other-name', maker.leaf('other.corp.example', authority), authority.pem),
    ],
  };
}

function startDns(namespace: string, listen: readonly string[], storeIs: string): Promise<Daemon> {
  const options = [
    ...['--keep-in-foreground', '--log-facility=-', '--conf-file=/dev/null', '--no-resolv', '--no-hosts'],
    ...['--bind-interfaces', '--except-interface=lo', '--user=root', '--pid-file=', '--local=/corp.example/'],
    ...listen.map((address) => `--listen-address=${address}`),
    `--host-record=${storeName},${storeIs}`,
  ];
  return startDaemon(inside(namespace, 'dnsmasq', ...options), { ready: /started, version/ });
}

/** An SSH server that a flow may ask for, and that a node may stand behind. */
function startJump(namespace: string, keys: Keys, folder: string): Promise<Daemon> {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const config = join(folder, 'jump.conf');
  const lines = [
    ...[`ListenAddress ${places.jump}`, `HostKey ${keys.hostKey}`, 'StrictModes no', 'UsePAM no'],
    ...[`AuthorizedKeysFile ${keys.authorizedKeys}`, 'PidFile none', 'PasswordAuthentication no'],
    'PermitRootLogin prohibit-password',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  return startDaemon(inside(namespace, '/usr/sbin/sshd', '-D', '-e', '-f', config), {
    ready: /Server listening/,
  });
}

/** Servers that the probes' tests use too. A further one is a line here and one for each of its ports in services.ts. */
const realServers: readonly { readonly service: Service; readonly address: string }[] = [
  { service: chronyd, address: places.ntp },
  { service: slapd, address: places.directory },
  { service: krb5Kdc, address: places.kdc },
  { service: sambaFileServer, address: places.filer },
  { service: snmpd, address: places.snmp },
  { service: nfsServer, address: places.nfs },
];

/** Debian packages whose servers this machine has not, and the scenarios need. */
export function missingServers(): readonly string[] {
  return realServers
    .filter(({ service }) => !service.needs.files.every((file) => existsSync(file)))
    .map(({ service }) => service.needs.packages);
}

/** Starts every server of the scenarios. */
export async function startServices(
  namespaces: Namespaces,
  keys: Keys,
  folder: string,
): Promise<{ readonly daemons: readonly Daemon[]; readonly authorityPem: string }> {
  const namespace = namespaces.names.servers;
  const { specs, authorityPem } = tlsSpecs(join(folder, 'certificates'));
  const own = (name: string): string => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  const started = await Promise.allSettled([
    startServers(namespaces, 'servers', specs, folder, 'tls').then((one) => [one]),
    startServers(
      namespaces,
      'node',
      nodePorts.map((port): ServerSpec => ({ kind: 'tcp', address: addresses.node, port })),
      own('node-services'),
    ).then((one) => [one]),
    startWrongPeers({
      ...{ namespace, folder, wrongPeers: places, elsewhere: places.answersFrom },
      ports: { tcp: [oddPort], udp: [oddPort] },
    }),
    startDns(namespace, [places.dns, places.resolver], storeAddress).then((one) => [one]),
    startDns(namespace, [places.lyingDns, places.lyingResolver], lieAddress).then((one) => [one]),
    startJump(namespace, keys, folder).then((one) => [one]),
    ...realServers.map(({ service, address }) => service.start(namespace, address, own(service.name))),
  ]);
  const daemons = started.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (failed === undefined) return { daemons, authorityPem };
  await Promise.all(daemons.map((daemon) => daemon.stop()));
  throw failed.reason instanceof Error ? failed.reason : new Error(String(failed.reason));
}
