import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A real OpenSSH server on loopback, with throw-away host keys. */
export interface Sshd {
  readonly port: number;
  /** A user who signs in with `userKey`. */
  readonly user: string;
  /** Path of a private key that the server accepts for every user. */
  readonly userKey: string;
  /** Accepts one more key, a line of authorized_keys. */
  readonly authorize: (line: string) => void;
  readonly hostKeys: Readonly<Record<HostKeyType, HostKeyFiles>>;
  /** The server's log so far. */
  readonly log: () => string;
  /** Resolves when the log matches, which may be a little after the client knows; rejects if it does not. */
  readonly logged: (pattern: RegExp) => Promise<void>;
  /** Processes that serve connections. */
  readonly sessionPids: () => readonly number[];
  /** Signals the processes that serve connections, not the server itself. */
  readonly signalSessions: (signal: NodeJS.Signals) => void;
  readonly stop: () => Promise<void>;
}

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

export interface HostKeyFiles {
  readonly fingerprint: string;
  /** One line, `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
}

export interface SshdOptions {
  /** Further sshd_config lines; they come first, and sshd takes the first value of an option. */
  readonly config?: readonly string[];
  /** Which of the host keys the server shows; all of them when absent. */
  readonly hostKeyTypes?: readonly HostKeyType[];
  /** A fixed port, to start again where another server was. */
  readonly port?: number;
}

export const isRoot = process.getuid?.() === 0;

const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path));

/** The kernel ends the server when the test's process ends, however it ends. */
const TIED_TO_THIS_PROCESS = existsSync('/usr/bin/setpriv')
  ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL']
  : [];

/** Why no server can be started here, or undefined. */
export const sshdMissing = SSHD === undefined ? 'openssh-server is not installed' : undefined;

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  // sshd re-executes itself, so it wants its absolute path.
  if (SSHD === undefined) throw new Error('Install openssh-server to run this test.');
  // As root sshd separates privileges and wants this empty folder.
  if (isRoot) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(join(tmpdir(), 'gatecheck-sshd-'));
  const hostKeys = {
    ed25519: makeKey(join(folder, 'host_ed25519'), 'ed25519'),
    ecdsa: makeKey(join(folder, 'host_ecdsa'), 'ecdsa'),
    rsa: makeKey(join(folder, 'host_rsa'), 'rsa'),
  };
  const userKey = join(folder, 'user_ed25519');
  makeKey(userKey, 'ed25519');
  const authorizedKeys = join(folder, 'authorized_keys');
  writeFileSync(authorizedKeys, readFileSync(`${userKey}.pub`));
  // Another user's session reads it after dropping root.
  execFileSync('chmod', ['0755', folder]);
  const port = options.port ?? (await freePort());
  const config = join(folder, 'sshd_config');
  writeFileSync(
    config,
    [
      ...(options.config ?? []),
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      ...(options.hostKeyTypes ?? ['ed25519', 'ecdsa', 'rsa']).map(
        (type) => `HostKey ${folder}/host_${type}`,
      ),
      `AuthorizedKeysFile ${authorizedKeys}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'UseDNS no',
      'PrintMotd no',
      'MaxStartups 100',
      'LogLevel VERBOSE',
      // The developer's own shell start-up files have no place in a test.
      `SetEnv HOME=${folder}`,
    ].join('\n'),
  );
  // Its own process group: stopping it must not depend on what its sessions do.
  const command = [...TIED_TO_THIS_PROCESS, SSHD, '-D', '-e', '-f', config];
  const child = spawn(command[0] ?? SSHD, command.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const killAll = (): void => {
    for (const pid of [...childrenOf(child.pid ?? 0), child.pid ?? 0]) if (pid > 0) kill(pid, 'SIGKILL');
  };
  // A test that fails before it stops its server must not leave one behind.
  process.once('exit', killAll);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  await waitForPort(port, child, () => log);
  return {
    port,
    user: userInfo().username,
    userKey,
    authorize: (line) => appendFileSync(authorizedKeys, `\n${line.trim()}\n`),
    hostKeys,
    log: () => log,
    logged: async (pattern) => {
      for (let attempt = 0; attempt < 100; attempt += 1) {
        if (pattern.test(log)) return;
        await sleep(50);
      }
      throw new Error(`Not in the log: ${pattern.source}\n${log}`);
    },
    sessionPids: () => childrenOf(child.pid ?? 0),
    signalSessions: (signal) => {
      for (const pid of childrenOf(child.pid ?? 0)) kill(pid, signal);
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      killAll();
      process.removeListener('exit', killAll);
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A system user with a password, for servers that check passwords. Only root can make one. */
export interface TemporaryUser {
  readonly name: string;
  readonly password: string;
  readonly remove: () => void;
}

export function addTemporaryUser(shell = '/bin/sh', home = '/tmp'): TemporaryUser {
  const name = `gc${process.pid}${Math.floor(Math.random() * 1e4)}`;
  const password = `pw-${Math.random().toString(36).slice(2)}`;
  execFileSync('useradd', ['--no-create-home', '--home-dir', home, '--shell', shell, name], {
    stdio: 'pipe',
  });
  execFileSync('chpasswd', [], { input: `${name}:${password}\n`, stdio: ['pipe', 'pipe', 'pipe'] });
  const remove = (): void => {
    process.removeListener('exit', remove);
    execFileSync('userdel', ['--force', name], { stdio: 'pipe' });
  };
  // A test that fails must leave no user behind.
  process.once('exit', remove);
  return { name, password, remove };
}

/** A new key pair made by ssh-keygen; returns the public half. */
export function makeKey(path: string, type: HostKeyType, passphrase = ''): HostKeyFiles {
  const bits = type === 'rsa' ? ['-b', '2048'] : [];
  execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, '-N', passphrase, '-C', 'test', '-f', path]);
  const fingerprint =
    execFileSync('ssh-keygen', ['-lf', `${path}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';
  const [algorithm, key] = readFileSync(`${path}.pub`, 'utf8').split(' ');
  return { fingerprint, publicKey: `${algorithm ?? ''} ${key ?? ''}` };
}

async function waitForPort(port: number, child: ChildProcess, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${log()}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error(`sshd does not listen: ${log()}`);
}

/** All descendants of a process, deepest last. */
function childrenOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // The command name is in parentheses and may hold spaces.
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we were reading.
    }
  }
  const found = [pid];
  for (const parent of found) for (const [child, of] of parents) if (of === parent) found.push(child);
  return found.slice(1);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
