import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A desktop session of its own with GNOME Keyring, unlocked as a login does. */
export interface Keyring {
  /** For programs that shall find it. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => void;
}

function firstLine(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const deadline = setTimeout(() => {
      reject(new Error(`${name} says nothing.`));
    }, 10_000);
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [line, rest] = text.split('\n');
      if (line === undefined || rest === undefined) return;
      clearTimeout(deadline);
      resolve(line);
    });
    child.on('error', reject);
    child.on('exit', () => {
      reject(new Error(`${name} ended: ${text}`));
    });
  });
}

/** @param home a folder for this session alone: its keyring is made there */
export async function startKeyring(home: string): Promise<Keyring> {
  const runtime = join(home, 'run');
  await mkdir(runtime, { recursive: true, mode: 0o700 });
  const own = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: runtime };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: own,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus, 'dbus-daemon');
  const env = { HOME: home, XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: address };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...own, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const stop = (): void => {
    daemon.kill('SIGKILL');
    bus.kill('SIGKILL');
  };
  try {
    daemon.stdin.end('login password');
    const control = join(runtime, 'keyring', 'control');
    for (let attempt = 0; !existsSync(control); attempt += 1) {
      if (attempt === 200 || daemon.exitCode !== null)
        throw new Error('gnome-keyring-daemon does not start.');
      await sleep(50);
    }
    return { env, stop };
  } catch (error) {
    stop();
    throw error;
  }
}
