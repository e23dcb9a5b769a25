import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab.ts';
import { addresses } from '../flows.ts';
import { startServers } from '../peers.ts';
import { run } from '../namespaces.ts';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';

/**
 * A second cable of the laptop that leads to "the internet": a router, a resolver that knows every name, and whatever is
 * dialled over TCP answers. What a program would send when it is online, it sends here, and it is seen.
 */
export interface Uplink {
  /** The laptop's own addresses and the router's. */
  readonly neighbours: ReadonlySet<string>;
  readonly stop: () => Promise<void>;
}

const own = { four: '10.20.60.2', six: 'fd00:20:60::2' } as const;
const router = { four: '10.20.60.1', six: 'fd00:20:60::1' } as const;
/** What every name means here (RFC 5737, RFC 3849). */
const everyName = { four: '203.0.113.80', six: '2001:db8:80::1' } as const;

/** Whoever is dialled: the router takes it. Ports that are neither's are HTTP's. */
const takeAll = `
table inet take {
  chain prerouting {
    type nat hook prerouting priority -100;
    meta l4proto { tcp, udp } th dport 53 redirect to :53
    tcp dport 443 redirect to :443
    meta l4proto tcp redirect to :80
  }
}
`;

export async function addUplink(lab: Lab): Promise<Uplink> {
  const name = lab.names.internet.replace(/internet$/, 'uplink');
  const inUplink = ['ip', 'netns', 'exec', name];
  const must = async (argv: readonly string[], stdin = ''): Promise<void> => {
    const { code, stderr } = await run(argv, { stdin });
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  };
  const each = async (prefix: readonly string[], lines: readonly string[]): Promise<void> => {
    for (const line of lines) await must([...prefix, ...line.split(' ')]);
  };
  const daemons: Daemon[] = [];
  const remove = (): void => {
    try {
      execFileSync('ip', ['netns', 'del', name], { stdio: 'pipe' });
    } catch {
      // It is gone already, or never came to be.
    }
    rmSync(join('/etc/netns', lab.names.laptop), { recursive: true, force: true });
  };
  process.once('exit', remove);
  const stop = async (): Promise<void> => {
    process.off('exit', remove);
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    remove();
  };
  try {
    await must(['ip', 'netns', 'add', name]);
    // A kernel asks for routers by itself, which no program had a part in; nobody here shall.
    await each(inUplink, ['sysctl -qw net.ipv6.conf.default.router_solicitations=0']);
    const inFirewall = ['ip', 'netns', 'exec', lab.names.firewall];
    await each(inFirewall, ['sysctl -qw net.ipv6.conf.fw-lap.disable_ipv6=1']);
    const cable = ['ip', 'link', 'add', 'up0', 'netns', lab.names.laptop, 'type', 'veth'];
    await must([...cable, 'peer', 'name', 'sink0', 'netns', name]);
    await each(inUplink, [
      'sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0',
      'ip link set lo up',
      'ip link set sink0 up',
      `ip addr add ${router.four}/24 dev sink0`,
      `ip -6 addr add ${router.six}/64 dev sink0 nodad`,
    ]);
    await must([...inUplink, 'nft', '-f', '-'], takeAll);
    const inLaptop = ['ip', 'netns', 'exec', lab.names.laptop];
    await each(inLaptop, [
      'sysctl -qw net.ipv6.conf.up0.router_solicitations=0 net.ipv6.conf.up0.accept_ra=0',
      'ip link set up0 up',
      `ip addr add ${own.four}/24 dev up0`,
      `ip -6 addr add ${own.six}/64 dev up0 nodad`,
      `ip route add ${addresses.node}/32 via 10.20.41.254`,
      `ip route replace default via ${router.four}`,
      `ip -6 route add default via ${router.six}`,
    ]);
    const resolver = join('/etc/netns', lab.names.laptop);
    mkdirSync(resolver, { recursive: true });
    writeFileSync(join(resolver, 'resolv.conf'), `nameserver ${router.four}\nnameserver ${router.six}\n`);
    daemons.push(
      await startDaemon(
        [
          ...[...inUplink, 'dnsmasq', '--keep-in-foreground', '--log-facility=-', '--conf-file=/dev/null'],
          ...['--no-resolv', '--no-hosts', '--user=root', '--pid-file=', '--bind-interfaces'],
          ...[`--address=/#/${everyName.four}`, `--address=/#/${everyName.six}`],
        ],
        { ready: /started, version/ },
      ),
      await startServers(
        { names: { ...lab.names, internet: name } },
        'internet',
        [
          { kind: 'tcp', address: '::', port: 80 },
          { kind: 'tls', address: '::', port: 443, ...lab.certificates.intercepted },
        ],
        lab.folder,
        'uplink',
      ),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    neighbours: new Set([own.four, own.six, router.four, router.six, addresses.laptop, '10.20.41.254']),
    stop,
  };
}
