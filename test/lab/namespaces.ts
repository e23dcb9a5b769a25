import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const roles = ['node', 'firewall', 'servers', 'internet', 'laptop'] as const;
export type Role = (typeof roles)[number];

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly stdin?: string;
  readonly timeoutMs?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

const resolverFolder = '/etc/netns';
const prefix = 'gclab-';

/** Runs a program to its end; the time-out kills it. Never rejects for its exit code. */
export function run(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const [program = '', ...args] = argv;
    const child = spawn(program, args, { env: options.env ?? process.env, cwd: options.cwd });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}

async function must(argv: readonly string[], stdin = ''): Promise<void> {
  const { code, stderr } = await run(argv, { stdin });
  if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
}

function sync(argv: readonly string[]): string {
  const [program = '', ...args] = argv;
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function removeNamespace(name: string): void {
  try {
    sync(['ip', 'netns', 'del', name]);
  } catch {
    // It is gone already, or never came to be.
  }
  rmSync(join(resolverFolder, name), { recursive: true, force: true });
}

/** Removes what runs that were killed left behind: their process is in the name. */
export function sweepLeftovers(): void {
  const names = sync(['ip', 'netns', 'list'])
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
  for (const name of names) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) removeNamespace(name);
  }
}

export interface Cable {
  readonly ends: readonly [readonly [Role, string], readonly [Role, string]];
}

export interface Namespaces {
  readonly names: Readonly<Record<Role, string>>;
  /** Runs `ip` (or another tool) lines inside one namespace; each has to succeed. */
  readonly set: (role: Role, lines: readonly string[]) => Promise<void>;
  readonly feed: (role: Role, argv: readonly string[], stdin: string) => Promise<void>;
  readonly resolver: (role: Role, address: string) => void;
  readonly remove: () => void;
}

let count = 0;

/** Makes one namespace for each role and the cables between them; nothing appears outside of them. */
export async function makeNamespaces(cables: readonly Cable[]): Promise<Namespaces> {
  count += 1;
  const names = Object.fromEntries(
    roles.map((role) => [role, `${prefix}${process.pid}-${count}-${role}`]),
  ) as Record<Role, string>;
  const remove = (): void => {
    for (const role of roles) removeNamespace(names[role]);
  };
  const set: Namespaces['set'] = async (role, lines) => {
    for (const line of lines) await must(['ip', 'netns', 'exec', names[role], ...line.split(' ')]);
  };
  try {
    for (const role of roles) await must(['ip', 'netns', 'add', names[role]]);
    for (const { ends } of cables) {
      const [[left, leftName], [right, rightName]] = ends;
      await must([
        ...['ip', 'link', 'add', leftName, 'netns', names[left], 'type', 'veth'],
        ...['peer', 'name', rightName, 'netns', names[right]],
      ]);
    }
    for (const role of roles)
      await set(role, [
        'ip link set lo up',
        'sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0',
        // Without it a fresh IPv6 address is of no use for a second.
        'sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0',
      ]);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    names,
    set,
    feed: (role, argv, stdin) => must(['ip', 'netns', 'exec', names[role], ...argv], stdin),
    resolver: (role, address) => {
      const folder = join(resolverFolder, names[role]);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'resolv.conf'), `nameserver ${address}\n`);
    },
    remove,
  };
}
