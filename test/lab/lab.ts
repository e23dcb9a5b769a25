import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capture } from './capture.ts';
import { startCapture } from './capture.ts';
import { rulesetFor } from './firewall.ts';
import { addresses, labFlows } from './flows.ts';
import type { LabFlow } from './flows.ts';
import type { Cable, CommandOptions, CommandResult, Namespaces, Role } from './namespaces.ts';
import { makeNamespaces, run, sweepLeftovers } from './namespaces.ts';
import type { NodeFiles } from './node-files.ts';
import type { Certificates, Keys } from './peers.ts';
import { makeCertificates, makeKeys, startPeers } from './peers.ts';
import type { Daemon } from './processes.ts';
import type { Variant } from './sites.ts';
import { labSite, solvedSite, writeSite } from './sites.ts';

/** A customer's network in namespaces: node, firewall, servers, internet, laptop. All real but the wires. */
export interface Lab {
  readonly variant: Variant;
  readonly names: Readonly<Record<Role, string>>;
  /** A folder for this run, removed with it. */
  readonly folder: string;
  readonly certificates: Certificates;
  readonly keys: Keys;
  /** Site files: `blocked` has every flow of flows.ts, `solved` only what is allowed and answers. */
  readonly sites: { readonly blocked: string; readonly solved: string };
  readonly exec: (role: Role, argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
  /** Listens for what reaches the firewall, by default on its leg to the node's LAN port. */
  readonly capture: (filter: string, device?: string) => Promise<Capture>;
  /** Changes what the firewall does, for all flows at once. */
  readonly setFirewall: (flows: readonly LabFlow[]) => Promise<void>;
  /** Command lines of the processes that run in a namespace. */
  readonly processes: (role: Role) => Promise<readonly string[]>;
  /** What the node's sessions see of files, and have of their own. */
  readonly nodeFiles: NodeFiles;
  /** Kills the node's side of every SSH session that stands; its SSH servers go on. */
  readonly endSshSessions: () => Promise<void>;
  /** Kills every sshd of the node, servers and sessions: nobody can sign in again. */
  readonly endSshServers: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const cables: readonly Cable[] = [
  {
    ends: [
      ['node', 'lan0'],
      ['firewall', 'fw-lan'],
    ],
  },
  {
    ends: [
      ['node', 'wan0'],
      ['firewall', 'fw-wan'],
    ],
  },
  {
    ends: [
      ['servers', 'srv0'],
      ['firewall', 'fw-srv'],
    ],
  },
  {
    ends: [
      ['internet', 'net0'],
      ['firewall', 'fw-net'],
    ],
  },
  {
    ends: [
      ['laptop', 'lap0'],
      ['firewall', 'fw-lap'],
    ],
  },
];

const hostsIn = (prefix: string): readonly string[] => [
  ...new Set(
    labFlows
      .filter(({ from, to }) => from === 'node' && to.startsWith(prefix) && to !== addresses.ntpVacant)
      .map(({ to }) => to),
  ),
];

async function configure(namespaces: Namespaces, variant: Variant): Promise<void> {
  const { set } = namespaces;
  await set('firewall', [
    'sysctl -qw net.ipv4.ip_forward=1',
    // Else its limit on ICMP errors decides which of its rejects are seen; the random networks have that, too.
    'sysctl -qw net.ipv4.icmp_ratelimit=0',
    `ip addr add ${addresses.gateway}/24 dev fw-lan`,
    'ip addr add 10.20.5.1/24 dev fw-srv',
    'ip addr add 198.18.9.1/24 dev fw-net',
    'ip addr add 10.20.41.254/23 dev fw-lap',
    ...(variant === 'inline'
      ? [`ip addr add ${addresses.wanGateway}/29 dev fw-wan`, 'ip link set fw-wan up']
      : []),
    ...['fw-lan', 'fw-srv', 'fw-net', 'fw-lap'].map((device) => `ip link set ${device} up`),
    // Three questions for a neighbour that is not there take three seconds, longer than the lab's checks wait.
    'sysctl -qw net.ipv4.neigh.fw-srv.retrans_time_ms=250',
    // The provider's router, which is never reached: the firewall forwards nothing that no flow names.
    'ip route add default via 198.18.9.254',
  ]);
  await set('servers', [
    'ip link set srv0 up',
    ...hostsIn('10.20.5.').map((address) => `ip addr add ${address}/24 dev srv0`),
    'ip route add default via 10.20.5.1',
  ]);
  await set('internet', [
    'ip link set net0 up',
    ...hostsIn('198.18.9.').map((address) => `ip addr add ${address}/24 dev net0`),
    'ip route add default via 198.18.9.1',
  ]);
  await set('laptop', [
    // Else the system announces itself to its neighbours now and then, whatever the product does.
    'sysctl -qw net.ipv6.conf.lap0.disable_ipv6=1',
    `ip addr add ${addresses.laptop}/23 dev lap0`,
    'ip link set lap0 up',
    'ip route add default via 10.20.41.254',
  ]);
  await set('node', [
    `ip addr add ${addresses.node}/24 dev lan0`,
    'ip link set lan0 up',
    // As on the firewall.
    'sysctl -qw net.ipv4.neigh.lan0.retrans_time_ms=250',
  ]);
  // Inline: the laptop and the NTP servers are reached by the LAN port, everything else leaves by the WAN port.
  await set(
    'node',
    variant === 'one-arm'
      ? [`ip route add default via ${addresses.gateway}`]
      : [
          `ip addr add ${addresses.nodeWan}/29 dev wan0`,
          'ip link set wan0 up',
          `ip route add default via ${addresses.wanGateway}`,
          `ip route add 10.20.40.0/23 via ${addresses.gateway}`,
          `ip route add ${addresses.ntp}/32 via ${addresses.gateway}`,
        ],
  );
  namespaces.resolver('node', addresses.dns);
  namespaces.resolver('laptop', addresses.dns);
}

/** Builds the lab. Whatever fails, nothing of it stays behind. */
export async function startLab(variant: Variant): Promise<Lab> {
  sweepLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `gatecheck-lab-${variant}-`));
  const namespaces = await makeNamespaces(cables);
  let daemons: readonly Daemon[] = [];
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
  const setFirewall = (flows: readonly LabFlow[]): Promise<void> =>
    namespaces.feed('firewall', ['nft', '-f', '-'], rulesetFor(flows));
  try {
    await configure(namespaces, variant);
    await setFirewall(labFlows);
    const certificates = makeCertificates(join(folder, 'certificates'));
    const keys = makeKeys(folder);
    const peers = await startPeers(namespaces, certificates, keys, folder);
    daemons = peers.daemons;
    return {
      variant,
      names: namespaces.names,
      folder,
      certificates,
      keys,
      sites: {
        blocked: writeSite(folder, 'blocked', labSite(variant, certificates, keys)),
        solved: writeSite(folder, 'solved', solvedSite(variant, certificates, keys)),
      },
      exec: (role, argv, options) => run(['ip', 'netns', 'exec', namespaces.names[role], ...argv], options),
      capture: (filter, device = 'fw-lan') => startCapture(namespaces.names.firewall, device, filter),
      setFirewall,
      processes: async (role) => {
        const { stdout } = await run(['ip', 'netns', 'pids', namespaces.names[role]]);
        return stdout.split('\n').flatMap((pid) => {
          try {
            return pid === '' ? [] : [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')];
          } catch {
            return [];
          }
        });
      },
      nodeFiles: peers.nodeFiles,
      endSshSessions: async () => {
        const show = ['ss', '-Htnp', 'state', 'established', '( sport = :22 )'];
        const { stdout } = await run(['ip', 'netns', 'exec', namespaces.names.node, ...show]);
        for (const [, pid] of stdout.matchAll(/"sshd[^"]*",pid=(\d+)/g)) {
          try {
            process.kill(Number(pid), 'SIGKILL');
          } catch {
            // It ended by itself, or with the one before.
          }
        }
      },
      endSshServers: async () => {
        const { stdout } = await run(['ip', 'netns', 'pids', namespaces.names.node]);
        for (const pid of stdout.split('\n').filter((line) => line !== '')) {
          try {
            if (readFileSync(`/proc/${pid}/comm`, 'latin1').trim() === 'sshd')
              process.kill(Number(pid), 'SIGKILL');
          } catch {
            // It ended with the one before.
          }
        }
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
