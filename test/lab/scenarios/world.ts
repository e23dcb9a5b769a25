import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addresses } from '../flows.ts';
import type { Cable, CommandOptions, CommandResult, Namespaces, Role } from '../namespaces.ts';
import { makeNamespaces, run, sweepLeftovers } from '../namespaces.ts';
import type { Keys } from '../peers.ts';
import { makeKeys } from '../peers.ts';
import type { Daemon } from '../processes.ts';
import type { Scenario } from './scenario.ts';
import { scenarioRuleset } from './ruleset.ts';
import { startServices } from './start-services.ts';
import { places } from './services.ts';

/** The part of the lab that stands for all scenarios: namespaces, cables, servers. */
export interface World {
  readonly folder: string;
  readonly namespaces: Namespaces;
  readonly keys: Keys;
  readonly jumpKey: string;
  readonly authorityPem: string;
  readonly exec: (role: Role, argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
  /** Addresses, routes and firewall of a scenario. */
  readonly arrange: (scenario: Scenario) => Promise<void>;
  /** What makes it hard: loss and limits of ICMP. Apart, because nmap judges the plain network. */
  readonly worsen: (scenario: Scenario) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const cable = (left: Role, leftName: string, rightName: string): Cable => ({
  ends: [
    [left, leftName],
    ['firewall', rightName],
  ],
});

const cables: readonly Cable[] = [
  cable('node', 'lan0', 'fw-lan'),
  cable('node', 'wan0', 'fw-wan'),
  cable('servers', 'srv0', 'fw-srv'),
  cable('internet', 'net0', 'fw-net'),
  cable('laptop', 'lap0', 'fw-lap'),
];

/** Networks whose every address is a host with all ports closed; a scenario leads some of them to servers. */
const hostNetworks = ['10.30.0.0/16', '198.18.64.0/18'] as const;

async function configure({ set }: Namespaces): Promise<void> {
  await set('firewall', [
    'sysctl -qw net.ipv4.ip_forward=1',
    `ip addr add ${addresses.gateway}/24 dev fw-lan`,
    `ip addr add ${addresses.wanGateway}/29 dev fw-wan`,
    'ip addr add 10.20.5.1/24 dev fw-srv',
    'ip addr add 198.18.9.1/24 dev fw-net',
    'ip addr add 10.20.41.254/23 dev fw-lap',
    ...['fw-lan', 'fw-wan', 'fw-srv', 'fw-net', 'fw-lap'].map((device) => `ip link set ${device} up`),
    ...hostNetworks.map((network) => `ip route add ${network} via 198.18.9.2`),
    // Three questions for a neighbour that is not there take three seconds, longer than the checks wait.
    'sysctl -qw net.ipv4.neigh.fw-srv.retrans_time_ms=200',
    'ip route add default via 198.18.9.254',
  ]);
  await set('servers', [
    'ip link set srv0 up',
    // A server with a host of its own (services/own-host.ts) is found as quickly as the others.
    'sysctl -qw net.ipv4.neigh.srv0.proxy_delay=0',
    ...Object.values(places).map((address) => `ip addr add ${address}/24 dev srv0`),
    'ip route add default via 10.20.5.1',
  ]);
  await set('internet', [
    'ip link set net0 up',
    'ip addr add 198.18.9.2/24 dev net0',
    'ip route add default via 198.18.9.1',
    ...hostNetworks.map((network) => `ip route add local ${network} dev lo`),
  ]);
  await set('laptop', [
    'sysctl -qw net.ipv6.conf.lap0.disable_ipv6=1',
    `ip addr add ${addresses.laptop}/23 dev lap0`,
    'ip link set lap0 up',
    'ip route add default via 10.20.41.254',
  ]);
  await set('node', [
    // Where its own servers listen, also while a scenario arranges its addresses anew.
    `ip addr add ${addresses.node}/24 dev lan0`,
    'ip link set lan0 up',
    'ip link set wan0 up',
    'sysctl -qw net.ipv4.neigh.lan0.retrans_time_ms=200',
  ]);
}

function nodeLines(scenario: Scenario): string[] {
  const { deployment } = scenario;
  const flows = scenario.flows.filter(({ from }) => from === 'node');
  const lines = [
    'addr flush dev lan0',
    'addr flush dev wan0',
    'route flush table main',
    `addr add ${addresses.node}/24 dev lan0`,
  ];
  if (deployment === 'one-arm') return [...lines, `route add default via ${addresses.gateway}`];
  // Flows of the LAN port have a route of their own; with a `wrong-port` the node would use the other one.
  const byLan = flows.filter(({ nodePort, farEnd }) => (nodePort === 'lan') !== (farEnd === 'wrong-port'));
  const byWan = new Set(flows.filter((flow) => !byLan.includes(flow)).map(({ address }) => address));
  const own = (address: string): boolean => address.startsWith('10.20.0.');
  const near = new Set(byLan.map(({ address }) => address).filter((one) => !byWan.has(one) && !own(one)));
  return [
    ...lines,
    `addr add ${addresses.nodeWan}/29 dev wan0`,
    `route add default via ${addresses.wanGateway}`,
    `route add 10.20.40.0/23 via ${addresses.gateway}`,
    ...[places.resolver, places.lyingResolver, places.jump].map(
      (address) => `route add ${address}/32 via ${addresses.gateway}`,
    ),
    ...[...near].map((address) => `route add ${address}/32 via ${addresses.gateway}`),
  ];
}

const icmpLimit = (milliseconds: number): string => `sysctl -qw net.ipv4.icmp_ratelimit=${milliseconds}`;

/** Builds what all scenarios share. Whatever fails, nothing of it stays behind. */
export async function startWorld(): Promise<World> {
  sweepLeftovers();
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-scenarios-'));
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
  try {
    await configure(namespaces);
    const keys = makeKeys(folder);
    const started = await startServices(namespaces, keys, folder);
    daemons = started.daemons;
    const feedFirewall = (scenario: Scenario, losePercent: number): Promise<void> =>
      namespaces.feed('firewall', ['nft', '-f', '-'], scenarioRuleset(scenario, losePercent));
    return {
      folder,
      namespaces,
      keys,
      jumpKey: keys.hostKeyFingerprint,
      authorityPem: started.authorityPem,
      exec: (role, argv, options) => run(['ip', 'netns', 'exec', namespaces.names[role], ...argv], options),
      arrange: async (scenario) => {
        await namespaces.feed('node', ['ip', '-batch', '-'], `${nodeLines(scenario).join('\n')}\n`);
        const narrow = scenario.path === 'small-mtu' || scenario.path === 'mtu-black-hole';
        const way = [`${addresses.node}/32 dev fw-lan`, `${addresses.nodeWan}/32 dev fw-wan`].map((to) =>
          narrow ? `route replace ${to} mtu lock 620` : `route replace ${to}`,
        );
        await namespaces.feed('firewall', ['ip', '-batch', '-'], `${way.join('\n')}\nroute flush cache\n`);
        // What a path could carry in the scenario before is remembered for ten minutes.
        for (const role of ['servers', 'node', 'laptop', 'internet'] as const)
          await namespaces.set(role, ['ip route flush cache', 'ip tcp_metrics flush']);
        await feedFirewall(scenario, 0);
        await Promise.all(
          (['firewall', 'internet', 'servers'] as const).map((role) => namespaces.set(role, [icmpLimit(0)])),
        );
      },
      worsen: async (scenario) => {
        if (scenario.path === 'lossy') await feedFirewall(scenario, 2);
        if (scenario.icmpLimited)
          await Promise.all(
            (['firewall', 'internet', 'servers'] as const).map((role) =>
              namespaces.set(role, [icmpLimit(1000)]),
            ),
          );
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
