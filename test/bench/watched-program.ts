import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface WatchedRun {
  readonly ms: number;
  /** Of the largest process: the program, or one that it started. */
  readonly peakMegabytes: number;
}

const lookEveryMs = 100;
const deadlineMs = 600_000;

/** Runs a program to its end. Throws when it fails, or takes more than ten minutes. */
export function watchProgram(program: string, args: readonly string[]): Promise<WatchedRun> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: deadlineMs });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
    let peak = 0;
    const look = setInterval(() => {
      peak = Math.max(peak, residentMegabytes(child.pid ?? 0));
    }, lookEveryMs);
    child.once('error', (error) => {
      clearInterval(look);
      reject(new Error(`${program} does not start: ${error.message}`));
    });
    child.once('close', (code) => {
      clearInterval(look);
      if (code === 0) resolve({ ms: performance.now() - began, peakMegabytes: peak });
      else reject(new Error(`${program} ended with ${code ?? 'a signal'}: ${complaint}`));
    });
  });
}

/** Linux: most memory so far of a process and of its children, whichever has more. Cheap to ask: it must not slow them down. */
function residentMegabytes(pid: number): number {
  const own = Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
  const children = read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((each) => each !== '');
  return Math.max(own, ...children.map((child) => residentMegabytes(Number(child))));
}

/** Empty when the process has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
