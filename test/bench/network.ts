import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { CommandOptions, CommandResult } from '../lab/namespaces.ts';
import { run } from '../lab/namespaces.ts';
import { makeKeys } from '../lab/peers.ts';
import type { Keys } from '../lab/peers.ts';
import type { Daemon } from '../lab/processes.ts';
import { startDaemon } from '../lab/processes.ts';
import type { Target } from './targets.ts';

export const nodeAddress = '10.20.0.10';
export const nodeSsh = '10.99.0.1';
const gateway = '10.20.0.1';

/** What the wire between node and targets does, one way. */
export interface WireKind {
  readonly name: string;
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly loss: number;
}

/** Round trip and share of lost echo requests as ping saw them. */
export interface WireSeen {
  readonly roundTripMs: number;
  readonly lost: number;
}

/** Laptop, node and targets in namespaces of their own; the wire between node and targets is a relay of ours. */
export interface Network {
  readonly folder: string;
  readonly keys: Keys;
  readonly exec: (
    place: 'laptop' | 'node',
    argv: readonly string[],
    options?: CommandOptions,
  ) => Promise<CommandResult>;
  readonly setWire: (kind: WireKind) => Promise<WireSeen>;
  readonly setTargets: (targets: readonly Target[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const places = ['laptop', 'node', 'targets'] as const;
type Place = (typeof places)[number];

/** Addresses of the laptop, the node and the targets are all inside the namespaces: nothing of this leaves the machine. */
function configure(names: Readonly<Record<Place, string>>): void {
  const at = (place: Place, lines: readonly string[]): void => {
    for (const line of lines)
      execFileSync('ip', ['netns', 'exec', names[place], ...line.split(' ')], { stdio: 'pipe' });
  };
  execFileSync(
    'ip',
    `link add adm0 netns ${names.node} type veth peer name lap0 netns ${names.laptop}`.split(' '),
    { stdio: 'pipe' },
  );
  at('laptop', ['ip link set lo up', 'ip addr add 10.99.0.2/30 dev lap0', 'ip link set lap0 up']);
  at('targets', [
    'ip link set lo up',
    `ip link set wire1 address 02:00:00:00:00:01`,
    `ip addr add ${gateway}/24 dev wire1`,
    'ip link set wire1 up',
    // All of these addresses are the targets' own.
    'ip route add local 10.50.0.0/16 dev lo',
    `ip neigh replace ${nodeAddress} lladdr 02:00:00:00:00:02 nud permanent dev wire1`,
    // A burst of connections is the benchmark, not an attack.
    'sysctl -qw net.ipv4.tcp_max_syn_backlog=8192 net.core.somaxconn=4096 net.ipv4.tcp_syncookies=0',
  ]);
  at('node', [
    'ip link set lo up',
    `ip addr add ${nodeSsh}/30 dev adm0`,
    'ip link set adm0 up',
    'ip link set lan0 address 02:00:00:00:00:02',
    `ip addr add ${nodeAddress}/24 dev lan0`,
    'ip link set lan0 up',
    // What ARP does under loss is not the question here.
    `ip neigh replace ${gateway} lladdr 02:00:00:00:00:01 nud permanent dev lan0`,
    `ip route add default via ${gateway}`,
  ]);
}

function sshdConfig(keys: Keys, home: string): string {
  return [
    // Nobody's shell start-up files have a place in a measurement.
    `SetEnv HOME=${home}`,
    ...['Port 22', `HostKey ${keys.hostKey}`, `AuthorizedKeysFile ${keys.authorizedKeys}`],
    ...['StrictModes no', 'UsePAM no', 'PidFile none', 'UseDNS no', 'PasswordAuthentication no'],
    ...['KbdInteractiveAuthentication no', 'PermitRootLogin prohibit-password', ''],
  ].join('\n');
}

/** `silent` ports are dropped by a firewall; `closed` ones are only not listened on. */
function ruleset(targets: readonly Target[]): string {
  const silent = targets.filter(({ state }) => state === 'silent');
  return [
    'flush ruleset',
    'table inet bench {',
    '  set silent {',
    '    type ipv4_addr . inet_service',
    `    elements = { ${silent.map(({ address, port }) => `${address} . ${port}`).join(', ')} }`,
    '  }',
    '  chain input {',
    '    type filter hook input priority 0',
    '    ip daddr . tcp dport @silent drop',
    '  }',
    '}',
  ].join('\n');
}

function readPing(output: string): WireSeen {
  const received = /(\d+) packets transmitted, (\d+) received/.exec(output);
  const average = /= [\d.]+\/([\d.]+)\//.exec(output);
  const [sent, came] = [Number(received?.[1]), Number(received?.[2])];
  if (average === null || !(came > 0)) throw new Error(`ping said nothing of use: ${output}`);
  return { roundTripMs: Number(average[1]), lost: 1 - came / sent };
}

/** @throws when the machine does not let root make it */
export async function startNetwork(): Promise<Network> {
  const names = Object.fromEntries(
    places.map((place) => [place, `gcbench-${process.pid}-${place}`]),
  ) as Record<Place, string>;
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-bench-'));
  const daemons: Daemon[] = [];
  let listeners: Daemon | null = null;
  const remove = (): void => {
    for (const daemon of [...daemons, listeners]) daemon?.child.kill('SIGKILL');
    for (const name of Object.values(names))
      try {
        execFileSync('ip', ['netns', 'del', name], { stdio: 'pipe' });
      } catch {
        // It never came to be.
      }
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  const inside = (place: Place, argv: readonly string[]): string[] => [
    ...['ip', 'netns', 'exec', names[place]],
    ...argv,
  ];
  for (const name of Object.values(names)) execFileSync('ip', ['netns', 'add', name], { stdio: 'pipe' });
  const relay = await startDaemon(
    [
      ...['python3', new URL('relay.py', import.meta.url).pathname],
      ...[names.node, 'lan0', names.targets, 'wire1'],
    ],
    { ready: /^ready$/m },
  );
  daemons.push(relay);
  configure(names);
  const keys = makeKeys(folder);
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const config = join(folder, 'sshd.conf');
  writeFileSync(config, sshdConfig(keys, folder));
  daemons.push(
    await startDaemon(inside('node', ['/usr/sbin/sshd', '-D', '-e', '-f', config]), {
      ready: /Server listening/,
    }),
  );
  const program = join(folder, 'listen.mjs');
  await build({
    entryPoints: [new URL('listen.ts', import.meta.url).pathname],
    ...{ bundle: true, platform: 'node', format: 'esm', outfile: program, logLevel: 'silent' },
  });
  const exec: Network['exec'] = (place, argv, options) => run(inside(place, argv), options);
  return {
    folder,
    keys,
    exec,
    setWire: async ({ delayMs, jitterMs, loss }) => {
      const said = new Promise((resolve) => relay.child.stdout.once('data', resolve));
      relay.child.stdin.write(`${delayMs} ${jitterMs} ${loss}\n`);
      await said;
      const ping = await exec('node', ['ping', '-q', '-c', '500', '-i', '0.01', '-W', '1', gateway]);
      return readPing(ping.stdout);
    },
    setTargets: async (targets) => {
      await listeners?.stop();
      const open = targets.filter(({ state }) => state === 'open');
      const file = join(folder, 'listen.txt');
      writeFileSync(file, open.map(({ address, port }) => `${address} ${port}\n`).join(''));
      const rules = await run(inside('targets', ['nft', '-f', '-']), { stdin: ruleset(targets) });
      if (rules.code !== 0) throw new Error(`nft: ${rules.stderr}`);
      listeners = await startDaemon(inside('targets', [process.execPath, program, file]), {
        ready: /^ready$/m,
      });
    },
    stop: async () => {
      process.off('exit', remove);
      await Promise.all(daemons.map((daemon) => daemon.stop()));
      await listeners?.stop();
      remove();
    },
  };
}
