import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Report } from '../../shared/report/schema.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import type { CommandOptions, CommandResult } from './namespaces.ts';
import { run, sweepLeftovers } from './namespaces.ts';
import type { Keys } from './peers.ts';
import { makeKeys } from './peers.ts';
import type { Daemon } from './processes.ts';
import { startDaemon } from './processes.ts';
import { cli } from './run-check.ts';

/** Two nodes and a laptop, each in a network of its own behind one firewall. */
export const places = ['alpha', 'beta', 'laptop'] as const;
export type Place = (typeof places)[number];

export const addressOf: Readonly<Record<Place, string>> = {
  alpha: '10.30.1.10',
  beta: '10.30.2.10',
  laptop: '10.30.3.20',
};

const gatewayOf = (place: Place): string => addressOf[place].replace(/\d+$/, '1');

/** What the firewall does with new connections; what is not named is dropped. */
export interface Passage {
  readonly from: Place;
  readonly to: Place;
  readonly ports: string;
  readonly protocol: 'tcp' | 'udp';
  readonly action: 'accept' | 'drop' | 'reject with icmp admin-prohibited' | 'reject with tcp reset';
}

/** A port of a node that a program has. `held`: bound, and nothing listens. */
export interface NodeService {
  readonly place: Place;
  readonly port: number;
  readonly kind: 'tcp' | 'held';
}

export interface TwoNodes {
  readonly folder: string;
  readonly keys: Keys;
  readonly names: Readonly<Record<Place | 'firewall', string>>;
  readonly exec: (place: Place, argv: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
  readonly check: (
    site: SiteFile,
    more?: readonly string[],
  ) => Promise<CommandResult & { readonly report: Report; readonly reportFile: string }>;
  /** The arguments of a check, to be started by the caller. */
  readonly checkCommand: (
    site: SiteFile,
    more?: readonly string[],
  ) => { readonly argv: readonly string[]; readonly env: NodeJS.ProcessEnv; readonly out: string };
  /** Sockets that listen on a node, `tcp 10.30.1.10:22`, sorted. */
  readonly listening: (place: Place) => Promise<readonly string[]>;
  readonly processes: (place: Place) => Promise<readonly string[]>;
  readonly endSshSessions: (place: Place) => Promise<void>;
  readonly cable: (place: Place, state: 'up' | 'down') => Promise<void>;
  readonly stop: () => Promise<void>;
}

const serviceProgram = `
import socket, sys, threading
def serve(s):
    while True:
        c, _ = s.accept()
        threading.Thread(target=lambda: (c.recv(64), c.close()), daemon=True).start()
for word in sys.argv[1:]:
    kind, address, port = word.split(',')
    s = socket.socket()
    s.bind((address, int(port)))
    if kind == 'tcp':
        s.listen(16)
        threading.Thread(target=serve, args=(s,), daemon=True).start()
    globals()['keep' + port] = s
print('ready', flush=True)
sys.stdin.read()
`;

let count = 0;

/** What the nodes are like. */
export interface NodeOptions {
  /** Programs and folders that the nodes' SSH sessions do not have, absolute paths. */
  readonly without?: readonly string[];
  /** Further lines of their sshd_config. */
  readonly sshd?: readonly string[];
}

/** Builds it; whatever fails, nothing stays behind. */
export async function startTwoNodes(
  passages: readonly Passage[],
  services: readonly NodeService[],
  { without = [], sshd = [] }: NodeOptions = {},
): Promise<TwoNodes> {
  sweepLeftovers();
  count += 1;
  const all = [...places, 'firewall'] as const;
  const names = Object.fromEntries(
    all.map((place) => [place, `gclab-${process.pid}-two${count}-${place}`]),
  ) as TwoNodes['names'];
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-two-nodes-'));
  const daemons: Daemon[] = [];
  const remove = (): void => {
    for (const name of Object.values(names))
      try {
        execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
      } catch {
        // It never came to be.
      }
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  const stop = async (): Promise<void> => {
    process.off('exit', remove);
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    remove();
  };
  const inside = (place: Place | 'firewall', ...argv: string[]): string[] => [
    ...['ip', 'netns', 'exec', names[place]],
    ...argv,
  ];
  const must = async (argv: readonly string[], stdin = ''): Promise<void> => {
    const { code, stderr } = await run(argv, { stdin });
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  };
  const set = (place: Place | 'firewall', line: string): Promise<void> =>
    must(inside(place, ...line.split(' ')));
  try {
    for (const place of all) await must(['ip', 'netns', 'add', names[place]]);
    for (const place of all) await set(place, 'ip link set lo up');
    await set('firewall', 'sysctl -qw net.ipv4.ip_forward=1');
    await set('firewall', 'sysctl -qw net.ipv4.icmp_ratelimit=0');
    for (const place of places) {
      await must([
        ...['ip', 'link', 'add', 'lan0', 'netns', names[place], 'type', 'veth'],
        ...['peer', 'name', `fw-${place}`, 'netns', names.firewall],
      ]);
      await set('firewall', `ip addr add ${gatewayOf(place)}/24 dev fw-${place}`);
      await set('firewall', `ip link set fw-${place} up`);
      await set(place, 'sysctl -qw net.ipv6.conf.lan0.disable_ipv6=1');
      await set(place, `ip addr add ${addressOf[place]}/24 dev lan0`);
      await set(place, 'ip link set lan0 up');
      await set(place, `ip route add default via ${gatewayOf(place)}`);
    }
    const rules = passages.map(
      ({ from, to, ports, protocol, action }) =>
        `ip saddr ${addressOf[from]} ip daddr ${addressOf[to]} ${protocol} dport { ${ports} } ${action}`,
    );
    await must(
      inside('firewall', 'nft', '-f', '-'),
      `table inet two {
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    ip saddr ${addressOf.laptop} tcp dport 22 accept
    ${rules.join('\n    ')}
  }
}
`,
    );
    const keys = makeKeys(folder);
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    for (const place of ['alpha', 'beta'] as const) {
      const config = join(folder, `sshd-${place}.conf`);
      writeFileSync(
        config,
        [
          ...['Port 22', `ListenAddress ${addressOf[place]}`, `HostKey ${keys.hostKey}`],
          ...[`AuthorizedKeysFile ${keys.authorizedKeys}`, 'StrictModes no', 'UsePAM no', 'PidFile none'],
          ...['PasswordAuthentication no', 'PermitRootLogin prohibit-password', ...sshd, ''],
        ].join('\n'),
      );
      daemons.push(
        // Each `ip netns exec` has its own view of the files: what is hidden there is hidden there alone.
        await startDaemon(
          inside(
            place,
            ...[
              'sh',
              '-c',
              'for p in "$@"; do if [ -d "$p" ]; then mount -t tmpfs none "$p"; elif [ -e "$p" ]; then mount --bind /bin/false "$p"; fi || exit 1; done; exec "$0" -D -e -f "$config"',
            ],
            ...['/usr/sbin/sshd', ...without],
          ),
          { ready: /Server listening/, env: { ...process.env, config } },
        ),
      );
      const own = services.filter((service) => service.place === place);
      const words = own.map(({ kind, port }) => `${kind},${addressOf[place]},${port}`);
      daemons.push(
        await startDaemon(inside(place, 'python3', '-c', serviceProgram, ...words), { ready: /ready/ }),
      );
    }
    let runs = 0;
    const checkCommand: TwoNodes['checkCommand'] = (site, more = []) => {
      runs += 1;
      const file = join(folder, `run${runs}.site.json`);
      writeFileSync(file, JSON.stringify(site));
      const home = join(folder, 'home');
      mkdirSync(home, { recursive: true });
      const { PATH } = process.env;
      const out = join(folder, `out${runs}`);
      return {
        argv: [
          ...inside('laptop', process.execPath, cli, 'check', file, '--out', out),
          ...['--identity', keys.identity, '--signing-key', keys.identity, ...more],
        ],
        env: { PATH, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), LC_ALL: 'C.UTF-8' },
        out,
      };
    };
    return {
      folder,
      keys,
      names,
      exec: (place, argv, options) => run(inside(place, ...argv), options),
      checkCommand,
      check: async (site, more) => {
        const { argv, env, out } = checkCommand(site, more);
        const result = await run(argv, { env, timeoutMs: 110_000 });
        const reportFile = join(out, `${basename(out).replace('out', 'run')}.readiness.json`);
        if (!existsSync(reportFile)) throw new Error(`no report; exit ${result.code}: ${result.stderr}`);
        const report = reportSchema.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
        return { ...result, report, reportFile };
      },
      listening: async (place) => {
        const { stdout } = await run(inside(place, 'ss', '-Hltun'));
        return stdout
          .split('\n')
          .flatMap((line) => {
            const [transport, , , , local] = line.split(/\s+/);
            return transport === undefined || local === undefined ? [] : [`${transport} ${local}`];
          })
          .sort();
      },
      processes: async (place) => {
        const { stdout } = await run(['ip', 'netns', 'pids', names[place]]);
        return stdout.split('\n').flatMap((pid) => {
          try {
            return pid === '' ? [] : [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')];
          } catch {
            return [];
          }
        });
      },
      endSshSessions: async (place) => {
        const { stdout } = await run(inside(place, 'ss', '-Htnp', 'state', 'established', '( sport = :22 )'));
        for (const [, pid] of stdout.matchAll(/"sshd[^"]*",pid=(\d+)/g))
          try {
            process.kill(Number(pid), 'SIGKILL');
          } catch {
            // It ended by itself, or with the one before.
          }
      },
      cable: (place, state) => set('firewall', `ip link set fw-${place} ${state}`),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The two nodes as a site: what `custom` asks for comes from the other node and from the laptop's network. */
export function twoNodeSite(keys: Keys, services: readonly string[], more: Partial<SiteFile> = {}): SiteFile {
  const nodeOf = (name: 'alpha' | 'beta'): SiteFile['nodes'][number] => ({
    name,
    lan: { address: `${addressOf[name]}/24`, gateway: gatewayOf(name) },
    ssh: { host: addressOf[name], port: 22, user: 'root', hostKey: keys.hostKeyFingerprint },
  });
  return {
    format: 'gatecheck/site@1',
    customer: { name: 'Lab', site: 'two nodes' },
    technician: { name: 'Lab Technician', email: 'lab@corp.example' },
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    nodes: [nodeOf('alpha'), nodeOf('beta')],
    customRules: [
      {
        id: 'inbound',
        title: 'Services of the node',
        direction: 'in',
        services: [...services],
        endpoints: [addressOf.beta, '10.30.3.0/24'],
        level: 'optional',
        reason: 'Shows inbound checks.',
      },
    ],
    checks: { timeoutMs: 1000, retries: 1 },
    ...more,
  };
}
