import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandOptions, CommandResult, Namespaces, Role } from '../namespaces.ts';
import { makeNamespaces, run, sweepLeftovers } from '../namespaces.ts';
import type { Keys } from '../peers.ts';
import { makeKeys } from '../peers.ts';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';
import type { Service } from './service.ts';
import { inside } from './service.ts';
import { startWrongPeers } from './wrong-peers.ts';

/** Where the technician's laptop reaches the node. */
export const nodeSsh = '10.30.41.10';
/** The node's LAN address. */
export const nodeLan = '10.30.5.10';
const laptop = '10.30.41.20';

/** What stands in the place of the expected server, each on its own address, on every port that is asked for. */
export const wrongPeers = {
  /** Dropped by the server's own firewall. */
  silent: '10.30.5.31',
  /** Nothing listens: on a host of its own, because some real servers listen on every address of theirs. */
  closed: '10.30.6.32',
  /** TCP: a web server. */
  http: '10.30.5.33',
  /** TCP: the real sshd. */
  ssh: '10.30.5.34',
  /** Random bytes, whatever is asked. */
  garbage: '10.30.5.35',
  /** A million bytes over TCP, a hundred large datagrams over UDP. */
  flood: '10.30.5.36',
  /** Accepts, and says nothing. */
  mute: '10.30.5.37',
  /** Sends back what it gets. */
  echo: '10.30.5.38',
  /** UDP: answers, but from another address. */
  elsewhere: '10.30.5.39',
} as const;
export const elsewhere = '10.30.5.40';
export type WrongPeer = keyof typeof wrongPeers;

/** A node, the servers behind it, and the laptop in front of it: no firewall in between, for probes and engines alone. */
export interface ServiceLab {
  readonly names: Readonly<Record<Role, string>>;
  readonly folder: string;
  readonly keys: Keys;
  readonly exec: (role: Role, argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
  /** Starts a real server on an address of its own, which is returned. */
  readonly startService: (service: Service) => Promise<string>;
  /** Puts the wrong peers on these ports, beside those that stand already. */
  readonly startWrongPeers: (ports: {
    readonly tcp: readonly number[];
    readonly udp: readonly number[];
  }) => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function configure({ set, feed }: Namespaces): Promise<void> {
  const servers = [...Object.values(wrongPeers), elsewhere].filter((one) => one !== wrongPeers.closed);
  // Many closed ports are asked at once here, and each has to say so.
  const sayClosed = 'sysctl -qw net.ipv4.icmp_ratelimit=0';
  await set('node', [
    `ip addr add ${nodeSsh}/24 dev mgmt0`,
    `ip addr add ${nodeLan}/24 dev lan0`,
    'ip link set mgmt0 up',
    'ip link set lan0 up',
    'ip addr add 10.30.6.10/24 dev lan1',
    'ip link set lan1 up',
    // So that the laptop's own engine reaches the servers too.
    'sysctl -qw net.ipv4.ip_forward=1',
  ]);
  await set('servers', [
    'ip link set srv0 up',
    ...servers.map((address) => `ip addr add ${address}/24 dev srv0`),
    'ip route add default via 10.30.5.10',
    sayClosed,
  ]);
  await set('internet', [
    'ip link set net0 up',
    `ip addr add ${wrongPeers.closed}/24 dev net0`,
    'ip route add default via 10.30.6.10',
    sayClosed,
  ]);
  await set('laptop', [
    `ip addr add ${laptop}/24 dev lap0`,
    'ip link set lap0 up',
    `ip route add default via ${nodeSsh}`,
  ]);
  const silence = `table inet silence {
    chain input { type filter hook input priority 0; ip daddr ${wrongPeers.silent} drop; }
  }\n`;
  await feed('servers', ['nft', '-f', '-'], silence);
}

function startSshd(namespace: string, keys: Keys, file: string, listen: readonly string[]): Promise<Daemon> {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  writeFileSync(
    file,
    [
      ...listen.map((place) => `ListenAddress ${place}`),
      ...[`HostKey ${keys.hostKey}`, `AuthorizedKeysFile ${keys.authorizedKeys}`, 'StrictModes no'],
      ...['UsePAM no', 'PidFile none', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no'],
      ...['PermitRootLogin prohibit-password', 'MaxStartups 200'],
    ].join('\n') + '\n',
  );
  return startDaemon(inside(namespace, '/usr/sbin/sshd', '-D', '-e', '-f', file), {
    ready: /Server listening/,
  });
}

/** Builds the lab. Whatever fails, nothing of it stays behind. */
export async function startServiceLab(): Promise<ServiceLab> {
  sweepLeftovers();
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-services-'));
  const namespaces = await makeNamespaces([
    {
      ends: [
        ['laptop', 'lap0'],
        ['node', 'mgmt0'],
      ],
    },
    {
      ends: [
        ['node', 'lan0'],
        ['servers', 'srv0'],
      ],
    },
    {
      ends: [
        ['node', 'lan1'],
        ['internet', 'net0'],
      ],
    },
  ]);
  const daemons: Daemon[] = [];
  const removeAll = (): void => {
    namespaces.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  const onExit = (): void => {
    for (const { child } of daemons) child.kill('SIGKILL');
    removeAll();
  };
  process.once('exit', onExit);
  const stop = async (): Promise<void> => {
    process.off('exit', onExit);
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    removeAll();
  };
  try {
    await configure(namespaces);
    const { names } = namespaces;
    const keys = makeKeys(folder);
    daemons.push(await startSshd(names.node, keys, join(folder, 'sshd.conf'), [nodeSsh]));
    let started = 0;
    return {
      names,
      folder,
      keys,
      exec: (role, argv, options) => run(inside(names[role], ...argv), options),
      startService: async (service) => {
        started += 1;
        const address = `10.30.5.${100 + started}`;
        await namespaces.set('servers', [`ip addr add ${address}/24 dev srv0`]);
        const own = join(folder, service.name);
        mkdirSync(own);
        daemons.push(...(await service.start(names.servers, address, own)));
        return address;
      },
      startWrongPeers: async (ports) => {
        daemons.push(
          ...(await startWrongPeers({ namespace: names.servers, folder, wrongPeers, elsewhere, ports })),
        );
        if (ports.tcp.length === 0) return;
        const listen = ports.tcp.map((port) => `${wrongPeers.ssh}:${port}`);
        daemons.push(await startSshd(names.servers, keys, join(folder, 'wrong-sshd.conf'), listen));
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
