import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../../shared/ipc/log-calls.ts';
import { readLine } from './log-line.ts';

/**
 * The log's folder. Every process that writes has files of its own, so that no two ever write into one: a torn line can
 * only be the last of its file. Names sort by the time at which they were begun.
 */

/** A file is left for the next one at this size. */
export const fileBytes = 512 * 1024;
/** The oldest files go when there are more than these, or when all have more bytes than these together. */
const mostFiles = 20;
const mostBytes = 5 * 1024 * 1024;

const nameForm = /^\d{8}T\d{6}\d{3}Z-\d+-\d+\.log\.jsonl$/;

export function logFolder(userFolder: string): string {
  return join(userFolder, 'logs');
}

/** @param pid the process that writes; @param count how many files this process began before */
export function logFileName(begun: Date, pid: number, count: number): string {
  return `${begun.toISOString().replace(/[-:.]/g, '')}-${pid}-${count}.log.jsonl`;
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => nameForm.test(name)).sort();
}

/** Takes away the oldest files. Those that cannot be removed stay. */
export async function pruneLogs(folder: string, keep: string): Promise<void> {
  let [files, bytes] = [0, 0];
  for (const name of (await namesIn(folder)).reverse()) {
    const path = join(folder, name);
    const size = await stat(path).then(
      (info) => info.size,
      () => 0,
    );
    files += 1;
    bytes += size;
    if (name !== keep && (files > mostFiles || bytes > mostBytes)) await unlink(path).catch(() => undefined);
  }
}

/** All that is kept, by time. `unreadable`: lines that are torn or of another version; they are left out. */
export async function readLogs(
  folder: string,
): Promise<{ readonly lines: readonly LogLine[]; readonly unreadable: number }> {
  const lines: LogLine[] = [];
  let unreadable = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const size = await stat(path).then(
      (info) => info.size,
      () => 0,
    );
    // Nothing of ours grows so large: somebody put it there.
    if (size > 4 * fileBytes) continue;
    const text = await readFile(path, 'utf8').catch(() => '');
    for (const one of text.split('\n')) {
      if (one === '') continue;
      const line = readLine(one);
      if (line === null) unreadable += 1;
      else lines.push(line);
    }
  }
  // Stable: lines of one moment stay in the order in which they were written.
  return { lines: lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), unreadable };
}
