import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { nmapOptions } from './contestants.ts';

function firstLine(program: string, ...args: readonly string[]): string {
  try {
    return (
      execFileSync('sh', ['-c', '"$0" "$@" 2>&1', program, ...args], { encoding: 'utf8' }).split('\n')[0] ??
      ''
    );
  } catch {
    return `${program} is not here`;
  }
}

/** Empty for an ordinary process: else how the kernel schedules this one, and with it all that it starts. */
function schedulingLines(): string[] {
  const policy = /policy: (SCHED_\w+)/.exec(firstLine('chrt', '-p', String(process.pid)))?.[1];
  return policy === undefined || policy === 'SCHED_OTHER'
    ? []
    : [`Everything that was measured ran as ${policy}, before all other work of the machine`];
}

/** What was measured on what. */
export function machineLines(command: string, at: Date): string[] {
  const [cpu] = cpus();
  return [
    `Command: \`${command}\`, ${at.toISOString().slice(0, 16)}Z`,
    `Machine: ${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}; load at the end ${(loadavg()[0] ?? 0).toFixed(1)}`,
    `Node ${process.versions.node}, ${firstLine('python3', '-V')}, ${firstLine('/usr/sbin/sshd', '-V').replace(/,.*/, '')}, ${firstLine('nmap', '-V').replace(/ \(.*/, '')}`,
    `nmap as \`nmap ${nmapOptions.join(' ')}\``,
    ...schedulingLines(),
  ];
}
