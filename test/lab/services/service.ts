import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../namespaces.ts';
import type { Daemon } from '../processes.ts';

/** A real server of the lab. */
export interface Service {
  readonly name: string;
  /** Files that must be there, and the Debian package that brings them. */
  readonly needs: { readonly files: readonly string[]; readonly packages: string };
  /**
   * Starts it in a network namespace, on one address of it, and comes back when it answers. All of its files lie in
   * `folder`, which is empty at the start.
   */
  readonly start: (namespace: string, address: string, folder: string) => Promise<readonly Daemon[]>;
}

/** The command line of a program inside a namespace. */
export function inside(namespace: string, ...argv: readonly string[]): string[] {
  return ['ip', 'netns', 'exec', namespace, ...argv];
}

/** For servers that do not say when they are ready: waits until something stands at the address and port. */
export async function untilListening(
  namespace: string,
  transport: 'tcp' | 'udp',
  place: string,
  timeoutMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const show = inside(namespace, 'ss', '-Hln', transport === 'tcp' ? '-t' : '-u');
  for (;;) {
    const { stdout } = await run(show);
    if (stdout.includes(`${place} `)) return;
    if (Date.now() > deadline) throw new Error(`nothing listens on ${place}/${transport}`);
    await pause(100);
  }
}
