import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Linux's file of what a dump of a process may hold; 0 is no memory at all. Whoever is started later inherits it. */
const noMemory = '0';

/** This process and those that it has started so far. */
function family(): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      // The program's name stands in brackets and may hold blanks.
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const found = [process.pid];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found;
}

/**
 * A crash writes no password to the disk. On Linux a core dump of this process, of those that it has started (Chromium's
 * stand before the first line of ours runs) and of those that it will start carries no memory, wherever the system puts it.
 * Node's diagnostic report, which an option in the environment turns on, would list the whole environment: it is off.
 * What the other systems keep of a crash cannot be told from here (docs/offline-and-secrets.md).
 */
export function keepMemoryOutOfDumps(): void {
  // Its type says always, but Electron's Node may come without.
  const report = process.report as NodeJS.ProcessReport | undefined;
  if (report !== undefined) {
    report.reportOnFatalError = false;
    report.reportOnSignal = false;
    report.reportOnUncaughtException = false;
  }
  if (process.platform !== 'linux') return;
  for (const pid of family()) {
    try {
      writeFileSync(`/proc/${pid}/coredump_filter`, noMemory);
    } catch {
      // A kernel without dumps, or a process that ended or whose dump only root could have.
    }
  }
}
