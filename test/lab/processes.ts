import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';

export interface Daemon {
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything it has said so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts a program that stays, and waits until its output matches. */
export function startDaemon(
  argv: readonly string[],
  options: { readonly ready: RegExp; readonly timeoutMs?: number; readonly env?: NodeJS.ProcessEnv },
): Promise<Daemon> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { env: options.env ?? process.env });
  let text = '';
  const killed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const daemon: Daemon = {
    child,
    output: () => text,
    stop: () => {
      child.stdin.destroy();
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
      return killed.finally(() => clearTimeout(timer));
    },
  };
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${argv.slice(0, 8).join(' ')}: ${why}\n${text.slice(-2000)}`));
    };
    const timer = setTimeout(() => fail('was not ready in time'), options.timeoutMs ?? 15_000);
    const collect = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!options.ready.test(text)) return;
      clearTimeout(timer);
      resolve(daemon);
    };
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => fail(`ended with ${String(code)}`));
  });
}
